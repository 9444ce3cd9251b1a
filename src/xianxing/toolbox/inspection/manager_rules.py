"""Rules for all products of the manager together.

运作管理规定 arts. 15, 16; 资管新规 art. 16; 公募运作办法 art. 32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import ZERO, ManagerBook, Position, Product
from xianxing.toolbox.inspection.fund_rules import is_spread_fund
from xianxing.toolbox.inspection.measures import DayValue, ManagerRule, Shape
from xianxing.toolbox.inspection.plan_rules import is_plan, is_spread
from xianxing.toolbox.inspection.sums import MOST_ROWS, ONE, across
from xianxing.toolbox.tables import Row

Chosen = Callable[[Product], bool]


def _some(chosen: Chosen) -> Callable[[ManagerBook], bool]:
    return lambda book: any(map(chosen, book.products))


def _no_index(product: Product) -> bool:
    return not product.says("index_tracking")


def _issued(holding: Position) -> bool:
    if holding.asset.kind in kinds.EXEMPT:
        return False
    return holding.asset.kind in kinds.ISSUED or holding.asset.row.number("issue_size") is not None


def _is_stock(holding: Position) -> bool:
    return holding.asset.kind == "stock"


def _is_security(holding: Position) -> bool:
    return holding.asset.kind in kinds.SECURITIES


def _across(
    chosen: Chosen, counts: Callable[[Position], bool], column: str
) -> Callable[[ManagerBook], Iterator[DayValue]]:
    return lambda book: across(book, filter(chosen, book.products), counts, column)


def nonstandard_share(book: ManagerBook) -> Iterator[DayValue]:
    """Nonstandard debt of all plans against the net assets of all plans."""
    plans = [product for product in book.products if is_plan(product)]
    for day in book.days:
        value = held = net = ZERO
        rows: list[Row] = []
        for plan in plans:
            if day not in plan.nav:
                continue
            net += plan.net(day)
            for holding in plan.holdings.get(day, ()):
                if holding.asset.is_nonstandard_debt:
                    value += holding.value
                    held += holding.quantity
                    rows.append(holding.row)
        if net:
            yield DayValue(day, value, net, held, tuple(rows[:MOST_ROWS]))


def nonstandard_single(book: ManagerBook) -> Iterator[DayValue]:
    """Each nonstandard debt over all plans, in yuan."""
    sums: dict[tuple[str, date], tuple[Decimal, Decimal, list[Row]]] = {}
    for plan in filter(is_plan, book.products):
        for day, holdings in plan.holdings.items():
            for holding in holdings:
                if holding.asset.is_nonstandard_debt:
                    place = (holding.asset.group, day)
                    value, held, rows = sums.get(place, (ZERO, ZERO, []))
                    rows.append(holding.row)
                    sums[place] = (value + holding.value, held + holding.quantity, rows)
    for (group, day), (value, held, rows) in sorted(sums.items(), key=lambda item: item[0]):
        yield DayValue(day, value, ONE, held, tuple(rows[:MOST_ROWS]), group)


RULES = (
    ManagerRule(
        "pm-same-asset-manager",
        "What all collective plans hold of one asset",
        by_positions=False,
        applies=_some(is_spread),
        measure=_across(is_spread, _issued, "issue_size"),
    ),
    ManagerRule(
        "pm-tradable-30",
        "What all products hold of one company's tradable shares",
        by_positions=False,
        applies=_some(_no_index),
        measure=_across(_no_index, _is_stock, "tradable_shares"),
    ),
    ManagerRule(
        "pm-nonstandard-35",
        "Nonstandard debt of all plans against their net assets",
        note="When it is passive it is reported, and nothing new may be added until it is cured.",
        by_positions=False,
        applies=_some(is_plan),
        measure=nonstandard_share,
    ),
    ManagerRule(
        "pm-nonstandard-single",
        "One nonstandard debt over all plans",
        shape=Shape.MONEY,
        by_positions=False,
        applies=_some(is_plan),
        measure=nonstandard_single,
    ),
    ManagerRule(
        "mf-security-10",
        "What all public funds hold of one security",
        by_positions=False,
        applies=_some(is_spread_fund),
        measure=_across(is_spread_fund, _is_security, "issue_size"),
    ),
)
