"""创新型中小企业: sixty points with three groups of them, or one of four ways past the points."""

from __future__ import annotations

from xianxing.toolbox.evaluation.conditions import AnyOf, Flag, TermLine
from xianxing.toolbox.evaluation.evaluation import Evaluation
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.points import judge_by_points
from xianxing.toolbox.evaluation.scales import Bands, BestOf, ScoredItem
from xianxing.toolbox.evaluation.terms import Growth, Now, Ratio, Total
from xianxing.toolbox.evaluation.versions import SchemeVersion

NAME = "innovative"
IP = BestOf(
    (
        Bands("ip_class1_high", Now("ip_class1_high"), "ip.high"),
        Bands("ip_class1_own", Now("ip_class1_own"), "ip.own"),
        Bands("ip_class1", Now("ip_class1"), "ip.class1"),
        Bands("ip_class2", Now("ip_class2"), "ip.class2"),
    )
)
ITEMS = (
    ScoredItem("ip", IP),
    ScoredItem("rd", Bands("ratio", Ratio(Now("rd_expense"), Now("revenue")), "rd")),
    ScoredItem("growth", Bands("growth", Growth("main_revenue", 1), "growth")),
    ScoredItem("debt", Bands("ratio", Ratio(Now("total_liabilities"), Now("total_assets")), "debt")),
    ScoredItem("field", Bands("strategic_field", Now("strategic_field"), "field")),
    ScoredItem("main_share", Bands("share", Ratio(Now("main_revenue"), Now("revenue")), "main_share")),
)
# group → items, and the line that it must reach
GROUPS: dict[str, tuple[tuple[str, ...], str]] = {
    "innovation": (("ip", "rd"), "innovation"),
    "growth": (("growth", "debt"), "growth_group"),
    "specialisation": (("field", "main_share"), "specialisation"),
}
BYPASS = AnyOf(
    (
        Flag("award_3y"),
        Flag("high_tech_valid"),
        TermLine("rd_body", Now("rd_body"), "bypass.rd_body"),
        TermLine("new_equity", Total("new_equity", 3), "bypass.new_equity"),
    )
)


def judge(facts: FirmFacts, version: SchemeVersion) -> Evaluation:
    """The points of every item and group, and the ways past them."""
    items = [item.judge(facts, version) for item in ITEMS]
    lines = {name: (members, version.limit(key)) for name, (members, key) in GROUPS.items()}
    bypass = BYPASS.judge(facts, version)
    return judge_by_points(NAME, facts, version, items, lines, bypass)
