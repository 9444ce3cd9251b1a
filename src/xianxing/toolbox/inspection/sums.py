"""Sums that several rules share: by group, by product, and of what a cell leaves in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xianxing.toolbox.inspection.book import ZERO, ManagerBook, Position, Product
from xianxing.toolbox.inspection.lines import DatedLines
from xianxing.toolbox.inspection.measures import DayValue
from xianxing.toolbox.tables import Row

Counts = Callable[[Position, date, DatedLines], bool | None]
MOST_ROWS, MOST_CELLS = 40, 5  # of evidence that one value names, and that its message does
ONE = Decimal(1)


def cell(row: Row, column: str) -> str:
    """A cell by its place, as messages name it."""
    return f"{row.table}:{row.line} {column}"


def some(cells: Sequence[str]) -> str:
    """The first of many cells, as messages name them."""
    return ", ".join(cells[:MOST_CELLS])


def _group(holding: Position) -> str:
    return holding.asset.group


@dataclass(frozen=True)
class GroupSum:
    """Market value of each group of assets against the product's net assets, day by day."""

    counts: Callable[[Position], bool]
    name: Callable[[Position], str] = _group

    def of(self, product: Product, _lines: DatedLines) -> Iterator[DayValue]:
        """The measures of one product."""
        for day, holdings in product.held_days():
            sums: dict[str, tuple[Decimal, Decimal, list[Row]]] = {}
            for holding in holdings:
                if not self.counts(holding):
                    continue
                key = self.name(holding)
                value, held, rows = sums.get(key, (ZERO, ZERO, []))
                rows.append(holding.row)
                sums[key] = (value + holding.value, held + holding.quantity, rows)
            net, nav = product.net(day), product.nav[day]
            for key, (value, held, rows) in sums.items():
                yield DayValue(day, value, net, held, (*rows[:MOST_ROWS], nav), key)


@dataclass(frozen=True)
class WholeSum:
    """Market value of what counts against net assets by day; `counts` gives None where a cell is missing.

    For a line that is a least (`least`) the quantity is taken as negative: holding less is what breaks it.
    """

    counts: Counts
    need: str
    least: bool = False

    def of(self, product: Product, lines: DatedLines) -> Iterator[DayValue]:
        """The measures of one product."""
        for day, holdings in product.held_days():
            value = held = doubt = ZERO
            rows: list[Row] = []
            doubtful: list[str] = []
            for holding in holdings:
                counted = self.counts(holding, day, lines)
                if counted is None:
                    doubt += holding.value
                    doubtful.append(cell(holding.asset.row, self.need))
                    rows.append(holding.row)
                elif counted:
                    value += holding.value
                    held += holding.quantity
                    rows.append(holding.row)
            yield DayValue(
                day,
                value,
                product.net(day),
                -held if self.least else held,
                (*rows[:MOST_ROWS], product.nav[day]),
                most=value + doubt if doubtful else None,
                need=some(sorted(doubtful)),
            )


@dataclass(frozen=True)
class NotionalSum:
    """Notional of one kind of derivative against net assets by day; a missing cell leaves it in doubt."""

    kind: str

    def of(self, product: Product, _lines: DatedLines) -> Iterator[DayValue]:
        """The measures of one product."""
        for day, holdings in product.held_days():
            amount = held = ZERO
            rows: list[Row] = []
            missing: list[str] = []
            for holding in holdings:
                if holding.asset.kind != self.kind:
                    continue
                size = holding.row.number("notional")
                if size is None:
                    missing.append(cell(holding.row, "notional"))
                else:
                    amount += abs(size)
                held += holding.quantity
                rows.append(holding.row)
            net = product.net(day)
            yield DayValue(
                day,
                amount,
                net,
                held,
                (*rows[:MOST_ROWS], product.nav[day]),
                most=beyond_any_line(amount, net) if missing else None,
                need=some(missing),
            )


def beyond_any_line(amount: Decimal, net: Decimal) -> Decimal:
    """What an amount might be with what is missing."""
    return amount + 10**6 * net


@dataclass(frozen=True)
class TermSum:
    """Days to maturity, weighted by market value; money raised by repo is left out of both sums."""

    def of(self, product: Product, _lines: DatedLines) -> Iterator[DayValue]:
        """The measures of one product."""
        for day, holdings in product.held_days():
            weighted = value = held = ZERO
            missing: list[str] = []
            for holding in holdings:
                if holding.asset.kind == "repo":
                    continue
                days = _term(holding, day)
                if days is None:
                    missing.append(cell(holding.asset.row, "matures"))
                    days = ZERO
                value += holding.value
                weighted += holding.value * days
                # what has a term: cash that turns into it doesn't shrink it
                held += holding.quantity if holding.asset.kind != "demand_deposit" else 0
            rows = (*(holding.row for holding in holdings[:MOST_ROWS]), product.nav[day])
            sure = value if not missing and value > 0 else ZERO
            yield DayValue(day, weighted, sure, held, rows, need=some(missing))


def _term(holding: Position, day: date) -> Decimal | None:
    if holding.asset.kind == "demand_deposit":
        return ZERO
    matures = holding.asset.day("matures")
    return None if matures is None else Decimal(max((matures - day).days, 0))


@dataclass(frozen=True)
class EachHolding:
    """One measure for each holding that the rule looks at; only its day and quantity differ between days."""

    measure: Callable[[Product, date, Position], DayValue | None]

    def of(self, product: Product, _lines: DatedLines) -> Iterator[DayValue]:
        """The measures of one product."""
        for day, holdings in product.held_days():
            for holding in holdings:
                one = self.measure(product, day, holding)
                if one is not None:
                    yield one


@dataclass(frozen=True)
class NoSum:
    """Nothing of the positions: the rule looks at `nav` alone."""

    def of(self, _product: Product, _lines: DatedLines) -> Iterator[DayValue]:
        """Nothing."""
        return iter(())


ProductSum = GroupSum | WholeSum | NotionalSum | TermSum | EachHolding | NoSum


def leverage(product: Product, *keys: str) -> Iterator[DayValue]:
    """Total assets against net assets; what grew is the difference."""
    for day, nav in product.nav.items():
        total, net = product.total(day), product.net(day)
        if total < net:
            need = f"{cell(nav, 'total_assets')} < net_assets"
            yield DayValue(day, total, ZERO, total - net, (nav,), need=need)
        else:
            yield DayValue(day, total, net, total - net, (nav,), keys=keys)


@dataclass(frozen=True)
class AcrossSum:
    """What chosen products together hold of each group of assets against a size of the issue in `column`."""

    chosen: Callable[[Product], bool]
    counts: Callable[[Position], bool]
    column: str

    def of(self, book: ManagerBook) -> Iterator[DayValue]:
        """The measures of the manager, by group and day."""
        sums = _by_group_and_day(filter(self.chosen, book.products), self.counts)
        for group, day in sorted(sums):
            size, need = size_of(book, group, self.column)
            _value, held, rows = sums[group, day]
            yield DayValue(day, held, size, held, tuple(rows[:MOST_ROWS]), group, need=need)


@dataclass(frozen=True)
class DebtSum:
    """Each nonstandard debt over the chosen products, in yuan."""

    chosen: Callable[[Product], bool]

    def of(self, book: ManagerBook) -> Iterator[DayValue]:
        """The measures of the manager, by group and day."""
        sums = _by_group_and_day(filter(self.chosen, book.products), is_nonstandard_debt)
        for group, day in sorted(sums):
            value, held, rows = sums[group, day]
            yield DayValue(day, value, ONE, held, tuple(rows[:MOST_ROWS]), group)


@dataclass(frozen=True)
class DebtShare:
    """Nonstandard debt of the chosen products against the net assets of all of them."""

    chosen: Callable[[Product], bool]

    def of(self, book: ManagerBook) -> Iterator[DayValue]:
        """The measures of the manager, by day."""
        products = list(filter(self.chosen, book.products))
        for day in book.days:
            value = held = net = ZERO
            rows: list[Row] = []
            for product in products:
                if day not in product.nav:
                    continue
                net += product.net(day)
                for holding in product.holdings.get(day, ()):
                    if is_nonstandard_debt(holding):
                        value += holding.value
                        held += holding.quantity
                        rows.append(holding.row)
            if net:
                yield DayValue(day, value, net, held, tuple(rows[:MOST_ROWS]))


ManagerSum = AcrossSum | DebtSum | DebtShare


def is_nonstandard_debt(holding: Position) -> bool:
    """Whether a holding is debt that isn't standardised."""
    return holding.asset.is_nonstandard_debt


def _by_group_and_day(
    products: Iterable[Product], counts: Callable[[Position], bool]
) -> dict[tuple[str, date], tuple[Decimal, Decimal, list[Row]]]:
    sums: dict[tuple[str, date], tuple[Decimal, Decimal, list[Row]]] = {}
    for product in products:
        for day, holdings in product.holdings.items():
            for holding in holdings:
                if counts(holding):
                    place = (holding.asset.group, day)
                    value, held, rows = sums.get(place, (ZERO, ZERO, []))
                    rows.append(holding.row)
                    sums[place] = (value + holding.value, held + holding.quantity, rows)
    return sums


def size_of(book: ManagerBook, group: str, column: str) -> tuple[Decimal, str]:
    """The one size that the rows of a group give; zero, with the cells, where there is none or two."""
    members = book.members[group]
    given = {size for asset in members if (size := asset.row.number(column)) is not None}
    if len(given) == 1:
        return given.pop(), ""
    places = some([cell(asset.row, column) for asset in members])
    return ZERO, places
