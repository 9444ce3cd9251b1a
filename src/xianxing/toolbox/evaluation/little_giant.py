"""专精特新“小巨人”企业: items from April 2026; before, and for the rechecks of 2026, a person looks."""

from __future__ import annotations

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import (
    AllOf,
    AnyOf,
    Flag,
    Person,
    Recheck,
    TermLine,
    Waived,
)
from xianxing.toolbox.evaluation.evaluation import (
    Evaluation,
    SchemeItem,
    gaps_of,
    judge_by_items,
    judge_items,
    unconfirmed,
)
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.srdi import (
    CLEAN,
    DEBT,
    INTENSITY,
    INTENSITY_BEFORE,
    MAIN_SHARE,
    PLATFORM,
    PLATFORM_EITHER,
)
from xianxing.toolbox.evaluation.terms import Growth, MeanGrowth, Now, Ratio, Total
from xianxing.toolbox.evaluation.versions import SchemeVersion

NAME, YEARS = "little_giant", 2
NO_GIANT = tuple(
    Flag(name, wanted=False) for name in ("champion", "controlled_by_giant", "same_product_group")
)
ITEMS = (
    SchemeItem("title", Flag("title_srdi")),
    SchemeItem("niche_years", TermLine("niche_years", Now("niche_years"), "niche_years")),
    SchemeItem("revenue", TermLine("revenue", Now("revenue"), "revenue")),
    SchemeItem("main_share", TermLine("share", MAIN_SHARE, "main_share")),
    SchemeItem("growth", Recheck(None, TermLine("growth", Growth("revenue", YEARS), "growth"))),
    SchemeItem("debt", TermLine("ratio", DEBT, "debt")),
    SchemeItem(
        "rd",
        AllOf(
            (
                TermLine("amount", Total("rd_expense", YEARS), "rd.amount"),
                TermLine("ratio", INTENSITY, "rd.ratio"),
                TermLine("ratio_previous", INTENSITY_BEFORE, "rd.ratio"),
            )
        ),
    ),
    SchemeItem(
        "ip", Waived(TermLine("ip_class1_own", Now("ip_class1_own"), "ip"), Flag("national_award_top3"))
    ),
    SchemeItem(
        "market",
        AnyOf(
            (
                TermLine("market_share", Now("market_share"), "market.share"),
                TermLine("domestic_rank", Now("domestic_rank"), "market.rank"),
            )
        ),
    ),
    SchemeItem("field", Person(unless=Flag("key_link"))),
    SchemeItem("score", Recheck(PLATFORM_EITHER, PLATFORM)),
    SchemeItem("clean", AllOf((CLEAN, *NO_GIANT))),
)
# By the annex of 2022: R&D by three ranges of revenue, and two ways past the conditions of innovation.
PAST = AnyOf((Flag("national_award_top3"), Flag("maker_top50")))
RD_BY_REVENUE = AnyOf(
    (
        AllOf(
            (
                TermLine("revenue_high", Now("revenue"), "rd.high.revenue"),
                TermLine("ratio_high", INTENSITY, "rd.high.ratio"),
                TermLine("ratio_high_previous", INTENSITY_BEFORE, "rd.high.ratio"),
            )
        ),
        AllOf(
            (
                TermLine("revenue_middle", Now("revenue"), "rd.middle.revenue"),
                TermLine("ratio_middle", INTENSITY, "rd.middle.ratio"),
                TermLine("ratio_middle_previous", INTENSITY_BEFORE, "rd.middle.ratio"),
            )
        ),
        AllOf(
            (
                TermLine("revenue_low", Now("revenue"), "rd.low.revenue"),
                TermLine("new_equity", Total("new_equity", YEARS), "rd.low.new_equity"),
                TermLine("amount", Total("rd_expense", YEARS), "rd.low.amount"),
                TermLine("staff_share", Ratio(Now("rd_staff"), Now("staff")), "rd.low.rd_staff"),
            )
        ),
    )
)
ITEMS_2022 = (
    SchemeItem("title", Flag("title_srdi")),
    SchemeItem("niche_years", TermLine("niche_years", Now("niche_years"), "niche_years")),
    SchemeItem("main_share", TermLine("share", MAIN_SHARE, "main_share")),
    SchemeItem("growth", TermLine("growth", MeanGrowth("main_revenue"), "growth")),
    SchemeItem("debt", TermLine("ratio", DEBT, "debt")),
    SchemeItem("market", TermLine("market_share", Now("market_share"), "market.share")),
    SchemeItem("rd", Waived(RD_BY_REVENUE, PAST)),
    SchemeItem("rd_body", Waived(TermLine("rd_body", Now("rd_body"), "rd_body"), PAST)),
    SchemeItem("ip", Waived(TermLine("ip_class1", Now("ip_class1"), "ip"), PAST)),
    SchemeItem("field", Person(unless=Flag("key_link"))),
)


def judge(facts: FirmFacts, version: SchemeVersion) -> Evaluation:
    """By the items of 2026; by the rules of 2022, whose text isn't confirmed, only a person can say."""
    if version.head.confirmed:
        return judge_by_items(NAME, ITEMS, facts, version)
    items = judge_items(ITEMS_2022, facts, version)
    gaps = gaps_of(items)
    return Evaluation(
        facts, NAME, version, Result.MANUAL_REVIEW, None, [unconfirmed(item) for item in items], gaps=gaps
    )
