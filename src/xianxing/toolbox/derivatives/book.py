"""The dealers' trades as rules look at them: with their counterparty and underlying, and which are live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.tables import Row

NOTHING = Row("", 0)


@dataclass(frozen=True)
class Trade:
    """One trade with the rows that it names; a row that isn't there has no cells."""

    row: Row
    counterparty: Row
    underlying: Row

    @cached_property
    def kind(self) -> str:
        """Option, swap, forward or note."""
        return self.row.text("kind")

    @cached_property
    def day(self) -> date:
        """The day of the trade."""
        return self.row.day("trade_date") or date.min

    @cached_property
    def notional(self) -> Fraction:
        """What the trade is about, in yuan."""
        return amount(self.row, "notional")

    @cached_property
    def on_a_stock(self) -> bool:
        """Whether it is about a single stock."""
        return self.underlying.text("kind") == "stock"

    def is_live(self, day: date) -> bool:
        """Whether it runs on a day: traded, not ended, not matured; the day of maturity doesn't count."""
        matures = self.row.day("matures") or date.max
        return self.day <= day < matures and self.row.flag("ended") is not True


@dataclass(frozen=True)
class Book:
    """All trades, by what they name."""

    trades: tuple[Trade, ...]
    counterparties: Mapping[str, Row]
    underlyings: Mapping[str, Row]
    as_of: date

    def live(self) -> tuple[Trade, ...]:
        """The trades that run on the day looked at."""
        return self._live

    def of(self, counterparty: str, kind: str) -> tuple[Trade, ...]:
        """The trades of one kind with one counterparty, up to the day looked at."""
        return self._by_counterparty.get((counterparty, kind), ())

    @cached_property
    def _live(self) -> tuple[Trade, ...]:
        return tuple(trade for trade in self.trades if trade.is_live(self.as_of))

    @cached_property
    def _by_counterparty(self) -> Mapping[tuple[str, str], tuple[Trade, ...]]:
        found: dict[tuple[str, str], list[Trade]] = defaultdict(list)
        for trade in self.trades:
            if trade.day <= self.as_of:
                found[trade.row.text("counterparty"), trade.kind].append(trade)
        return {key: tuple(trades) for key, trades in found.items()}


def book_of(inputs: Inputs) -> Book:
    """The trades of a folder in the order of their ids."""
    counterparties = {row.text("id"): row for row in inputs.rows("counterparties")}
    underlyings = {row.text("id"): row for row in inputs.rows("underlyings")}
    rows = sorted(inputs.rows("trades"), key=lambda row: row.text("uti"))
    trades = tuple(
        Trade(
            row,
            counterparties.get(row.text("counterparty"), NOTHING),
            underlyings.get(row.text("underlying"), NOTHING),
        )
        for row in rows
    )
    return Book(trades, counterparties, underlyings, inputs.as_of)


def amount(row: Row, column: str) -> Fraction:
    """An amount; what is missing counts as nothing, where a rule sums what is there."""
    value = row.number(column)
    return Fraction(value) if value is not None else Fraction(0)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """A sum without rounding; quick where denominators are few, as amounts of money have them."""
    numerators: dict[int, int] = defaultdict(int)
    for value in values:
        numerators[value.denominator] += value.numerator
    return sum((Fraction(own, denominator) for denominator, own in numerators.items()), Fraction(0))


def rows_of(*rows: Row) -> tuple[Row, ...]:
    """The rows that there are, as evidence."""
    return tuple(dict.fromkeys(row for row in rows if row.table))


def traded(trades: Iterator[Trade] | tuple[Trade, ...]) -> tuple[Row, ...]:
    """The rows of trades, as evidence: the first twenty."""
    return tuple(trade.row for trade in trades)[:20]
