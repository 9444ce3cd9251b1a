"""专精特新中小企业: entry conditions with a score (until March 2026), items only from April 2026."""

from __future__ import annotations

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import (
    AllOf,
    AnyOf,
    Flag,
    JudgedCondition,
    Person,
    Recheck,
    TermLine,
    Waived,
)
from xianxing.toolbox.evaluation.evaluation import (
    Evaluation,
    JudgedItem,
    SchemeItem,
    gaps_of,
    judge_by_items,
    unconfirmed,
    whole_of,
)
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.points import SCORE, pass_by, sum_up
from xianxing.toolbox.evaluation.scales import Bands, BestOf, GivenPoints, ScoredItem
from xianxing.toolbox.evaluation.terms import MeanGrowth, Now, Ratio, Total
from xianxing.toolbox.evaluation.versions import SchemeVersion
from xianxing.toolbox.numbers import plain

NAME, YEARS = "srdi", 2
INTENSITY = Ratio(Now("rd_expense"), Now("revenue"))
INTENSITY_BEFORE = Ratio(Now("rd_expense", 1), Now("revenue", 1))
MAIN_SHARE = Ratio(Now("main_revenue"), Now("revenue"))
DEBT = Ratio(Now("total_liabilities"), Now("total_assets"))
REVENUE = AnyOf(
    (
        TermLine("revenue", Now("revenue"), "revenue"),
        TermLine("new_equity", Total("new_equity", YEARS), "revenue.new_equity"),
    )
)
IP = BestOf(
    (
        Bands("ip_class1_high", Now("ip_class1_high"), "points.ip.high"),
        Bands("ip_class1_own", Now("ip_class1_own"), "points.ip.own"),
        Bands("ip_class1", Now("ip_class1"), "points.ip.class1"),
        Bands("ip_class2", Now("ip_class2"), "points.ip.class2"),
    )
)
RD = BestOf(
    (
        Bands("amount", Now("rd_expense"), "points.rd.amount"),
        Bands("ratio", INTENSITY, "points.rd.ratio"),
    )
)
SCORED = (
    ScoredItem("main_share", Bands("share", MAIN_SHARE, "points.main_share")),
    ScoredItem("growth", Bands("growth", MeanGrowth("main_revenue"), "points.growth")),
    ScoredItem(
        "niche_years",
        Bands("niche_years", Now("niche_years"), "points.niche_years"),
        TermLine("niche_years", Now("niche_years"), "niche_years"),
    ),
    ScoredItem("field", GivenPoints("field_points", "points.field.most")),
    ScoredItem("digital", Bands("digital_level", Now("digital_level"), "points.digital")),
    ScoredItem("quality", GivenPoints("quality_points", "points.quality.most")),
    ScoredItem("margin", Bands("margin", Ratio(Now("net_profit"), Now("revenue")), "points.margin")),
    ScoredItem("debt", Bands("ratio", DEBT, "points.debt")),
    ScoredItem("local", GivenPoints("local_points", "points.local.most")),
    ScoredItem("ip", IP),
    ScoredItem(
        "rd",
        RD,
        AllOf((TermLine("amount", Now("rd_expense"), "rd.amount"), TermLine("ratio", INTENSITY, "rd.ratio"))),
    ),
    ScoredItem("rd_staff", Bands("share", Ratio(Now("rd_staff"), Now("staff")), "points.rd_staff")),
    ScoredItem("rd_body", Bands("rd_body", Now("rd_body"), "points.rd_body")),
)
BYPASS = AnyOf(
    (
        Flag("provincial_award_top3"),
        Flag("award_top5"),
        TermLine("rd_mean", Total("rd_expense", YEARS, mean=True), "bypass.rd_mean"),
        TermLine("new_equity", Total("new_equity", YEARS), "bypass.new_equity"),
        Flag("maker_top500"),
    )
)
CLEAN = AllOf(tuple(Flag(name, wanted=False) for name in ("abnormal", "dishonest", "accident", "fraud")))
PLATFORM = TermLine("platform_score", Now("platform_score"), "score")
PLATFORM_EITHER = AnyOf(
    (PLATFORM, TermLine("platform_score_previous", Now("platform_score_previous"), "score"))
)
ITEMS = (
    SchemeItem("title", Flag("title_innovative")),
    SchemeItem("niche_years", TermLine("niche_years", Now("niche_years"), "niche_years")),
    SchemeItem("revenue", REVENUE),
    SchemeItem("main_share", TermLine("share", MAIN_SHARE, "main_share")),
    SchemeItem("debt", TermLine("ratio", DEBT, "debt")),
    SchemeItem(
        "rd",
        AllOf(
            (
                TermLine("amount", Now("rd_expense"), "rd.amount"),
                TermLine("amount_previous", Now("rd_expense", 1), "rd.amount"),
                TermLine("ratio", INTENSITY, "rd.ratio"),
                TermLine("ratio_previous", INTENSITY_BEFORE, "rd.ratio"),
            )
        ),
    ),
    SchemeItem(
        "ip",
        Waived(
            TermLine("ip_class1", Now("ip_class1"), "ip"),
            AnyOf((Flag("provincial_award_top3"), TermLine("rd_body", Now("rd_body"), "ip.rd_body"))),
        ),
    ),
    SchemeItem("market", Person()),
    SchemeItem(SCORE, Recheck(PLATFORM_EITHER, PLATFORM)),
    SchemeItem("clean", CLEAN),
)


def judge(facts: FirmFacts, version: SchemeVersion) -> Evaluation:
    """By the items of 2026, or by entry conditions and points where the version has them."""
    if "points.main_share.1" in version:
        return _by_points(facts, version)
    return judge_by_items(NAME, ITEMS, facts, version)


def _by_points(facts: FirmFacts, version: SchemeVersion) -> Evaluation:
    """Entry conditions, and sixty points or a bypass; the entry isn't confirmed: a person looks."""
    scored = [item.judge(facts, version) for item in SCORED]
    limit = version.limit(SCORE)
    sums = sum_up(scored, {SCORE: ([item.name for item in scored], limit)})
    bypass = BYPASS.judge(facts, version)
    passed, by = pass_by(sums.result, bypass.result)
    score = sums.points[SCORE]
    line = JudgedCondition(
        passed,
        {SCORE: None if score is None else plain(score)},
        {SCORE: plain(limit)},
        {SCORE: version.numbers[SCORE].comparator},
        gaps=tuple(gap for _name, gap in sums.gaps) + bypass.gaps if passed is Result.UNMET else (),
    )
    items = [
        *scored,
        JudgedItem("revenue", REVENUE.judge(facts, version)),
        JudgedItem(SCORE, line),
    ]
    gaps = gaps_of(items)
    items = [unconfirmed(item) for item in items]
    result = whole_of(items)
    return Evaluation(
        facts=facts,
        scheme=NAME,
        version=version,
        result=result,
        by=by if result is Result.MET else None,
        items=items,
        beside=[JudgedItem("bypass", bypass)],
        score=score,
        gaps=gaps,
    )
