"""Rules for private securities funds (AMAC 运作指引 arts. 12, 15, 17, 19); never cited against a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import Position, Product
from xianxing.toolbox.inspection.lines import DatedLines
from xianxing.toolbox.inspection.measures import DayValue, Driver, ProductRule
from xianxing.toolbox.inspection.plan_rules import counts_as_asset
from xianxing.toolbox.inspection.sums import GroupSum, NotionalSum, WholeSum, leverage

WIDE, NARROW = "pv-leverage", "pv-leverage-low-liquidity"
ABOVE_AA = frozenset({"AAA", "AA+"})
LETTERS = ("BBB", "BB", "B", "CCC", "CC", "C", "D")
AA_OR_LOWER = frozenset(
    ("AA", "AA-", "A+", "A", "A-", *(letter + sign for letter in LETTERS for sign in ("+", "", "-")))
)


def is_private(product: Product) -> bool:
    """A private securities fund."""
    return product.kind == "private_fund"


def is_exempt_asset(holding: Position) -> bool:
    """Whether a holding is of an exempt kind: the exemption isn't confirmed."""
    return not counts_as_asset(holding)


def private_leverage(product: Product, measures: Iterable[DayValue], lines: DatedLines) -> Iterator[DayValue]:
    """Total against net assets, by the lower line where much of net assets is hard to sell or rated low."""
    low = {one.day: one for one in measures}
    for one in leverage(product, WIDE):
        part, trigger = low.get(one.day), lines.on(f"{WIDE}.trigger", one.day)
        if part is not None and trigger is not None:
            much = part.holds_under(trigger)
            one.keys = {True: (NARROW,), False: (WIDE,), None: (WIDE, NARROW)}[much]
            one.need = one.need or part.need
            one.rows = (*one.rows, *part.rows[:-1]) if much else one.rows
        yield one


def is_low(holding: Position, _day: date, _lines: DatedLines) -> bool | None:
    """Whether a holding is illiquid, or credit debt rated AA or lower; None where its cells don't say."""
    row, kind = holding.asset.row, holding.asset.kind
    if row.flag("illiquid"):
        return True
    if kind == "credit_bond":
        rating = row.text("rating").upper()
        if rating in AA_OR_LOWER:
            return True
        if rating not in ABOVE_AA:
            return None
    if row.flag("illiquid") is None:
        if kind in kinds.RESTRICTED:
            return True
        return None if kind in kinds.RESTRICTABLE else False
    return False


def _is_one_bond(holding: Position) -> bool:
    return holding.asset.kind in kinds.ONE_BOND


RULES = (
    ProductRule(
        "pv-same-asset",
        "One asset against the fund's net assets",
        applies=is_private,
        sums=GroupSum(counts_as_asset),
    ),
    ProductRule(
        "pv-same-asset",
        "One asset of an exempt kind against the fund's net assets",
        note="That these kinds are exempt isn't confirmed; a person looks at the text.",
        quiet=True,
        key="pv-same-asset.exempt",
        applies=is_private,
        sums=GroupSum(is_exempt_asset),
    ),
    ProductRule(
        "pv-leverage",
        "Total assets against net assets",
        by_positions=False,
        driver=Driver.OWED,
        applies=is_private,
        sums=WholeSum(is_low, "illiquid, rating"),
        refine=private_leverage,
    ),
    ProductRule(
        "pv-snowball-25",
        "Notional of snowballs against the fund's net assets",
        applies=is_private,
        sums=NotionalSum("snowball"),
    ),
    ProductRule(
        "pv-dma-2",
        "Notional of DMA swaps against the fund's net assets",
        applies=is_private,
        sums=NotionalSum("dma_swap"),
    ),
    ProductRule(
        "pv-one-bond-10",
        "One bond against the fund's net assets",
        applies=is_private,
        sums=GroupSum(_is_one_bond),
    ),
)
