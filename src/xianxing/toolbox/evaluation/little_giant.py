"""专精特新“小巨人”企业: items from April 2026; before, and for the rechecks of 2026, a person looks."""

from __future__ import annotations

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import (
    AllOf,
    AnyOf,
    Flag,
    Line,
    Person,
    Recheck,
    Waived,
)
from xianxing.toolbox.evaluation.evaluation import (
    Evaluation,
    Item,
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
from xianxing.toolbox.evaluation.versions import Version

NAME, YEARS = "little_giant", 2
NO_GIANT = tuple(
    Flag(name, wanted=False) for name in ("champion", "controlled_by_giant", "same_product_group")
)
ITEMS = (
    Item("title", Flag("title_srdi")),
    Item("niche_years", Line("niche_years", Now("niche_years"), "niche_years")),
    Item("revenue", Line("revenue", Now("revenue"), "revenue")),
    Item("main_share", Line("share", MAIN_SHARE, "main_share")),
    Item("growth", Recheck(None, Line("growth", Growth("revenue", YEARS), "growth"))),
    Item("debt", Line("ratio", DEBT, "debt")),
    Item(
        "rd",
        AllOf(
            (
                Line("amount", Total("rd_expense", YEARS), "rd.amount"),
                Line("ratio", INTENSITY, "rd.ratio"),
                Line("ratio_previous", INTENSITY_BEFORE, "rd.ratio"),
            )
        ),
    ),
    Item("ip", Waived(Line("ip_class1_own", Now("ip_class1_own"), "ip"), Flag("national_award_top3"))),
    Item(
        "market",
        AnyOf(
            (
                Line("market_share", Now("market_share"), "market.share"),
                Line("domestic_rank", Now("domestic_rank"), "market.rank"),
            )
        ),
    ),
    Item("field", Person(unless=Flag("key_link"))),
    Item("score", Recheck(PLATFORM_EITHER, PLATFORM)),
    Item("clean", AllOf((CLEAN, *NO_GIANT))),
)
# By the annex of 2022: R&D by three ranges of revenue, and two ways past the conditions of innovation.
PAST = AnyOf((Flag("national_award_top3"), Flag("maker_top50")))
RD_BY_REVENUE = AnyOf(
    (
        AllOf(
            (
                Line("revenue_high", Now("revenue"), "rd.high.revenue"),
                Line("ratio_high", INTENSITY, "rd.high.ratio"),
                Line("ratio_high_previous", INTENSITY_BEFORE, "rd.high.ratio"),
            )
        ),
        AllOf(
            (
                Line("revenue_middle", Now("revenue"), "rd.middle.revenue"),
                Line("ratio_middle", INTENSITY, "rd.middle.ratio"),
                Line("ratio_middle_previous", INTENSITY_BEFORE, "rd.middle.ratio"),
            )
        ),
        AllOf(
            (
                Line("revenue_low", Now("revenue"), "rd.low.revenue"),
                Line("new_equity", Total("new_equity", YEARS), "rd.low.new_equity"),
                Line("amount", Total("rd_expense", YEARS), "rd.low.amount"),
                Line("staff_share", Ratio(Now("rd_staff"), Now("staff")), "rd.low.rd_staff"),
            )
        ),
    )
)
ITEMS_2022 = (
    Item("title", Flag("title_srdi")),
    Item("niche_years", Line("niche_years", Now("niche_years"), "niche_years")),
    Item("main_share", Line("share", MAIN_SHARE, "main_share")),
    Item("growth", Line("growth", MeanGrowth("main_revenue"), "growth")),
    Item("debt", Line("ratio", DEBT, "debt")),
    Item("market", Line("market_share", Now("market_share"), "market.share")),
    Item("rd", Waived(RD_BY_REVENUE, PAST)),
    Item("rd_body", Waived(Line("rd_body", Now("rd_body"), "rd_body"), PAST)),
    Item("ip", Waived(Line("ip_class1", Now("ip_class1"), "ip"), PAST)),
    Item("field", Person(unless=Flag("key_link"))),
)


def judge(facts: FirmFacts, version: Version) -> Evaluation:
    """By the items of 2026; by the rules of 2022, whose text isn't confirmed, only a person can say."""
    if version.head.confirmed:
        return judge_by_items(NAME, ITEMS, facts, version)
    items = judge_items(ITEMS_2022, facts, version)
    gaps = gaps_of(items)
    return Evaluation(
        facts, NAME, version, Result.MANUAL_REVIEW, None, [unconfirmed(item) for item in items], gaps=gaps
    )
