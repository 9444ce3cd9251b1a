"""Sums that several rules share: by group, by product, and of what a cell leaves in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from xianxing.toolbox.inspection.book import ZERO, ManagerBook, Position, Product
from xianxing.toolbox.inspection.measures import DayValue
from xianxing.toolbox.tables import Row

Counts = Callable[[Position, date], bool | None]
MOST_ROWS = 40  # of evidence that one value names
ONE = Decimal(1)


def cell(row: Row, column: str) -> str:
    """A cell by its place, as messages name it."""
    return f"{row.table}:{row.line} {column}"


def by_group(
    product: Product,
    counts: Callable[[Position], bool],
    name: Callable[[Position], str] = lambda holding: holding.asset.group,
) -> Iterator[DayValue]:
    """Market value of each group of assets against the product's net assets, day by day."""
    for day, holdings in product.held_days():
        sums: dict[str, tuple[Decimal, Decimal, list[Row]]] = {}
        for holding in holdings:
            if not counts(holding):
                continue
            key = name(holding)
            value, held, rows = sums.get(key, (ZERO, ZERO, []))
            rows.append(holding.row)
            sums[key] = (value + holding.value, held + holding.quantity, rows)
        net, nav = product.net(day), product.nav[day]
        for key, (value, held, rows) in sums.items():
            yield DayValue(day, value, net, held, (*rows[:MOST_ROWS], nav), key)


def whole(product: Product, counts: Counts, need: str, *, least: bool = False) -> Iterator[DayValue]:
    """Market value of what counts against net assets by day; `counts` gives None where a cell is missing.

    For a line that is a least (`least`) the quantity is taken as negative: holding less is what breaks it.
    """
    for day, holdings in product.held_days():
        value = held = doubt = ZERO
        rows: list[Row] = []
        doubtful: list[str] = []
        for holding in holdings:
            counted = counts(holding, day)
            if counted is None:
                doubt += holding.value
                doubtful.append(cell(holding.asset.row, need))
                rows.append(holding.row)
            elif counted:
                value += holding.value
                held += holding.quantity
                rows.append(holding.row)
        yield DayValue(
            day,
            value,
            product.net(day),
            -held if least else held,
            (*rows[:MOST_ROWS], product.nav[day]),
            most=value + doubt if doubtful else None,
            need=", ".join(sorted(doubtful)[:5]),
        )


def notional(product: Product, kind: str) -> Iterator[DayValue]:
    """Notional of one kind of derivative against net assets by day; a missing cell leaves it in doubt."""
    for day, holdings in product.held_days():
        amount = held = ZERO
        rows: list[Row] = []
        missing: list[str] = []
        for holding in holdings:
            if holding.asset.kind != kind:
                continue
            size = holding.row.number("notional")
            if size is None:
                missing.append(cell(holding.row, "notional"))
            else:
                amount += abs(size)
            held += holding.quantity
            rows.append(holding.row)
        net = product.net(day)
        # beyond any line: what the missing notional might be
        most = amount + 10**6 * net if missing else None
        yield DayValue(
            day,
            amount,
            net,
            held,
            (*rows[:MOST_ROWS], product.nav[day]),
            most=most,
            need=", ".join(missing[:5]),
        )


def leverage(product: Product, *keys: str) -> Iterator[DayValue]:
    """Total assets against net assets; what grew is the difference."""
    for day, nav in product.nav.items():
        total, net = product.total(day), product.net(day)
        if total < net:
            need = f"{cell(nav, 'total_assets')} < net_assets"
            yield DayValue(day, total, ZERO, total - net, (nav,), need=need)
        else:
            yield DayValue(day, total, net, total - net, (nav,), keys=keys)


def across(
    book: ManagerBook,
    products: Iterable[Product],
    counts: Callable[[Position], bool],
    column: str,
) -> Iterator[DayValue]:
    """What all products together hold of each group of assets against a size of the issue in `column`."""
    sums: dict[str, dict[date, tuple[Decimal, list[Row]]]] = {}
    for product in products:
        for day, holdings in product.holdings.items():
            for holding in holdings:
                if counts(holding):
                    days = sums.setdefault(holding.asset.group, {})
                    held, rows = days.get(day, (ZERO, []))
                    rows.append(holding.row)
                    days[day] = (held + holding.quantity, rows)
    for group in sorted(sums):
        size, need = _size(book, group, column)
        for day in sorted(sums[group]):
            held, rows = sums[group][day]
            yield DayValue(day, held, size, held, tuple(rows[:MOST_ROWS]), group, need=need)


def _size(book: ManagerBook, group: str, column: str) -> tuple[Decimal, str]:
    """The one size that the rows of a group give; zero, with the cells, where there is none or two."""
    members = book.members[group]
    given = {size for asset in members if (size := asset.row.number(column)) is not None}
    if len(given) == 1:
        return given.pop(), ""
    places = ", ".join(cell(asset.row, column) for asset in members[:5])
    return ZERO, places
