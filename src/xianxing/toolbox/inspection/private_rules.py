"""Rules for private securities funds (AMAC 运作指引 arts. 12, 15, 17, 19); never cited against a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import Position, Product
from xianxing.toolbox.inspection.lines import DatedLines
from xianxing.toolbox.inspection.measures import DayValue, Driver, ProductRule
from xianxing.toolbox.inspection.plan_rules import counts_as_asset, snowballs
from xianxing.toolbox.inspection.sums import by_group, leverage, notional, whole

WIDE, NARROW = "pv-leverage", "pv-leverage-low-liquidity"
ABOVE_AA = frozenset({"AAA", "AA+"})
LETTERS = ("BBB", "BB", "B", "CCC", "CC", "C", "D")
AA_OR_LOWER = frozenset(
    ("AA", "AA-", "A+", "A", "A-", *(letter + sign for letter in LETTERS for sign in ("+", "", "-")))
)


def is_private(product: Product) -> bool:
    """A private securities fund."""
    return product.kind == "private_fund"


def same_asset(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Each asset but those of exempt kinds against net assets."""
    return by_group(product, counts_as_asset)


def exempt_asset(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Each asset of an exempt kind against net assets: the exemption isn't confirmed."""
    return by_group(product, lambda holding: not counts_as_asset(holding))


def private_leverage(product: Product, lines: DatedLines) -> Iterator[DayValue]:
    """Total against net assets, by the lower line where much of net assets is hard to sell or rated low."""
    low = {one.day: one for one in whole(product, is_low, "illiquid, rating")}
    for one in leverage(product, WIDE):
        part, trigger = low.get(one.day), lines.on(f"{WIDE}.trigger", one.day)
        if part is not None and trigger is not None:
            much = part.holds_under(trigger)
            one.keys = {True: (NARROW,), False: (WIDE,), None: (WIDE, NARROW)}[much]
            one.need = one.need or part.need
            one.rows = (*one.rows, *part.rows[:-1]) if much else one.rows
        yield one


def is_low(holding: Position, _day: date) -> bool | None:
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


def dma(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Notional of DMA swaps against net assets."""
    return notional(product, "dma_swap")


def one_bond(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Each bond of the four kinds against net assets."""
    return by_group(product, lambda holding: holding.asset.kind in kinds.ONE_BOND)


RULES = (
    ProductRule(
        "pv-same-asset", "One asset against the fund's net assets", applies=is_private, measure=same_asset
    ),
    ProductRule(
        "pv-same-asset",
        "One asset of an exempt kind against the fund's net assets",
        note="That these kinds are exempt isn't confirmed; a person looks at the text.",
        quiet=True,
        key="pv-same-asset.exempt",
        applies=is_private,
        measure=exempt_asset,
    ),
    ProductRule(
        "pv-leverage",
        "Total assets against net assets",
        by_positions=False,
        driver=Driver.OWED,
        applies=is_private,
        measure=private_leverage,
    ),
    ProductRule(
        "pv-snowball-25",
        "Notional of snowballs against the fund's net assets",
        applies=is_private,
        measure=snowballs,
    ),
    ProductRule(
        "pv-dma-2", "Notional of DMA swaps against the fund's net assets", applies=is_private, measure=dma
    ),
    ProductRule(
        "pv-one-bond-10", "One bond against the fund's net assets", applies=is_private, measure=one_bond
    ),
)
