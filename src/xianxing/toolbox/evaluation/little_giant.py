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
from xianxing.toolbox.evaluation.evaluation import Evaluation, Item, judge_by_items
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
from xianxing.toolbox.evaluation.terms import Growth, Now, Total
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


def judge(facts: FirmFacts, version: Version) -> Evaluation:
    """By the items of 2026; by the rules of 2022, whose lines aren't carried, only a person can say."""
    if "ip" not in version:
        return Evaluation(facts, NAME, version, Result.MANUAL_REVIEW)
    return judge_by_items(NAME, ITEMS, facts, version)
