"""A figure: what was counted, the whole of which it is a part, and every row behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from xianxing.pilot.figures.definitions import FigureDefinition, figure_book
from xianxing.workdays.clocks import day_of

AN_INSTANT = timedelta(microseconds=1)
DAYS, WORKDAYS, MONTHS, POINTS = "days", "workdays", "months", "points"


class FigureRow(NamedTuple):
    """One thing that a figure counts, or counts as part of the whole where `counted` is False.

    `case` is None for what concerns no case. `since` and `until` bound what was measured; `until` is None
    while it goes on. `amount` is the time or spread in the figure's unit, `limit` the last day where there is
    one. `reference` names a thing of its own, such as a complaint by its number.
    """

    case: UUID | None
    since: datetime | date
    until: datetime | date | None = None
    amount: int | None = None
    limit: date | None = None
    counted: bool = True
    reference: str = ""


class RowKind(NamedTuple):
    """What is told of a row once nobody asks which case it was: rows of one kind are only counted."""

    counted: bool = True
    amount: int | None = None
    limited: bool = False
    over: bool = False


@dataclass(frozen=True)
class Tally:
    """The rows behind a figure by their kind, and how many things still go on."""

    kinds: Mapping[RowKind, int]
    running: int = 0


class FigureNumbers(ABC):
    """A figure as numbers, or one of its parts: `part` is its key, `label` its name; "" for the whole.

    Of a rate `whole` is the number of rows and `count` of those that are counted. Of times the rows are those
    that ended; `running` are those that still go on, which no amount is taken of; `length` is what the limit
    allows now, in the figure's unit, `owner` the name of the role that must act.
    """

    definition: FigureDefinition
    part: str
    label: str
    unit: str
    length: int | None
    owner: str

    @property
    @abstractmethod
    def tally(self) -> Tally:
        """Its rows by their kind."""

    @property
    def running(self) -> int:
        """How many of what is measured still go on."""
        return self.tally.running

    @cached_property
    def count(self) -> int:
        """How many rows are counted."""
        return sum(n for kind, n in self.tally.kinds.items() if kind.counted)

    @cached_property
    def whole(self) -> int:
        """How many rows there are: the denominator of a rate, the sample of times."""
        return sum(self.tally.kinds.values())

    @property
    def share(self) -> Fraction | None:
        """The part of the whole; None where the whole is smaller than a share may be told of."""
        if self.whole < figure_book().least_for_percent:
            return None
        return Fraction(self.count, self.whole)

    @cached_property
    def amounts(self) -> list[int]:
        """The amounts, the least first."""
        found: Counter[int] = Counter()
        for kind, n in self.tally.kinds.items():
            if kind.amount is not None:
                found[kind.amount] += n
        return [amount for amount in sorted(found) for _each in range(found[amount])]

    @property
    def middle(self) -> Fraction | None:
        """The median amount; None without any."""
        return _at_quarter(self.amounts, 2) if self.amounts else None

    @property
    def quartiles(self) -> tuple[Fraction, Fraction] | None:
        """The first and the third quartile, both ends included; None for too few amounts."""
        if len(self.amounts) < figure_book().least_for_quartiles:
            return None
        return _at_quarter(self.amounts, 1), _at_quarter(self.amounts, 3)

    @property
    def longest(self) -> int | None:
        """The largest amount; None without any."""
        return self.amounts[-1] if self.amounts else None

    @property
    def limited(self) -> int:
        """How many of the rows had a limit."""
        return sum(n for kind, n in self.tally.kinds.items() if kind.limited)

    @property
    def over(self) -> int:
        """How many of the rows ended after their limit."""
        return sum(n for kind, n in self.tally.kinds.items() if kind.over)


@dataclass(frozen=True)
class Figure(FigureNumbers):
    """A figure with every row behind it; `open` are the rows of what still goes on."""

    definition: FigureDefinition
    rows: Sequence[FigureRow]
    part: str = ""
    label: str = ""
    unit: str = ""
    open: Sequence[FigureRow] = ()
    length: int | None = None
    owner: str = ""

    @cached_property
    def tally(self) -> Tally:
        """Its rows by their kind."""
        return Tally(Counter(map(_kind, self.rows)), len(self.open))


@dataclass(frozen=True)
class TalliedFigure(FigureNumbers):
    """A figure whose rows were counted before, so that only their numbers are at hand."""

    definition: FigureDefinition
    counted: Tally
    part: str = ""
    label: str = ""
    unit: str = ""
    length: int | None = None
    owner: str = ""

    @property
    def tally(self) -> Tally:
        """What was counted."""
        return self.counted


def _kind(row: FigureRow) -> RowKind:
    return RowKind(row.counted, row.amount, row.limit is not None, is_over(row))


def _at_quarter(amounts: Sequence[int], quarter: int) -> Fraction:
    """The value at so many quarters of the way from the least to the largest, between neighbours in line."""
    place, rest = divmod((len(amounts) - 1) * quarter, 4)
    following = amounts[min(place + 1, len(amounts) - 1)]
    return amounts[place] + Fraction((following - amounts[place]) * rest, 4)


def is_over(row: FigureRow, today: date | None = None) -> bool:
    """Whether a row ended after its limit, or goes on after it as of `today`."""
    end = row.until if row.until is not None else today
    return row.limit is not None and end is not None and last_day(end) > row.limit


def last_day(end: datetime | date) -> date:
    """The day with which something ended, in Asia/Shanghai: what ends at 00:00 ended with the day before."""
    return day_of(end - AN_INSTANT) if isinstance(end, datetime) else end
