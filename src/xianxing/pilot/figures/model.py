"""A figure: what was counted, the whole of which it is a part, and every row behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median, quantiles
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


@dataclass(frozen=True)
class Figure:
    """A figure, or one of its parts: `part` is the part's key, `label` its name; "" for the whole.

    Of a rate `whole` is the number of rows and `count` of those that are counted. Of times the rows are those
    that ended; `open` are those that still go on, which no amount is taken of; `length` is what the limit
    allows now, in the figure's unit, `owner` the name of the role that must act.
    """

    definition: FigureDefinition
    rows: Sequence[FigureRow]
    part: str = ""
    label: str = ""
    unit: str = ""
    open: Sequence[FigureRow] = ()
    length: int | None = None
    owner: str = ""

    @property
    def count(self) -> int:
        """How many rows are counted."""
        return sum(row.counted for row in self.rows)

    @property
    def whole(self) -> int:
        """How many rows there are: the denominator of a rate, the sample of times."""
        return len(self.rows)

    @property
    def share(self) -> Fraction | None:
        """The part of the whole; None where the whole is smaller than a share may be told of."""
        if self.whole < figure_book().least_for_percent:
            return None
        return Fraction(self.count, self.whole)

    @property
    def amounts(self) -> list[int]:
        """The amounts, the least first."""
        return sorted(row.amount for row in self.rows if row.amount is not None)

    @property
    def middle(self) -> Fraction | None:
        """The median amount; None without any."""
        amounts = self.amounts
        return Fraction(median(amounts)) if amounts else None

    @property
    def quartiles(self) -> tuple[Fraction, Fraction] | None:
        """The first and the third quartile; None for too few amounts."""
        amounts = self.amounts
        if len(amounts) < figure_book().least_for_quartiles:
            return None
        first, _second, third = quantiles([Fraction(one) for one in amounts], n=4, method="inclusive")
        return first, third

    @property
    def longest(self) -> int | None:
        """The largest amount; None without any."""
        return max(self.amounts, default=None)

    @property
    def limited(self) -> int:
        """How many of the rows had a limit."""
        return sum(row.limit is not None for row in self.rows)

    @property
    def over(self) -> int:
        """How many of the rows ended after their limit."""
        return sum(is_over(row) for row in self.rows)


def is_over(row: FigureRow, today: date | None = None) -> bool:
    """Whether a row ended after its limit, or goes on after it as of `today`."""
    end = row.until if row.until is not None else today
    return row.limit is not None and end is not None and last_day(end) > row.limit


def last_day(end: datetime | date) -> date:
    """The day with which something ended, in Asia/Shanghai: what ends at 00:00 ended with the day before."""
    return day_of(end - AN_INSTANT) if isinstance(end, datetime) else end
