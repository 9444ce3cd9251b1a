"""Periods of the calendar for which values are reported: 2024-03 is a month, 2024Q1 a quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from xianxing.pilot.supervision.catalogue import Cadence

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"(20\d\d)Q([1-4])")


@dataclass(frozen=True, order=True)
class Period:
    """A month or a quarter of the calendar, both days included."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """As people and programs write it."""
        if self.first.month == self.last.month:
            return f"{self.first.year}-{self.first.month:02}"
        return f"{self.first.year}Q{(self.first.month + 2) // 3}"

    @property
    def after(self) -> Period:
        """The next one of the same length."""
        return period_of(self.last + timedelta(days=1), _cadence(self))


def period_words(period: Period, language: str) -> str:
    """A month or a quarter as people name it: 2024年7月, 2024年第三季度; July 2024, Q3 2024."""
    year, quarter = period.first.year, (period.first.month + 2) // 3
    if period.first.month == period.last.month:
        return f"{period.first:%B} {year}" if language == "en" else f"{year}年{period.first.month}月"
    return f"Q{quarter} {year}" if language == "en" else f"{year}年第{'一二三四'[quarter - 1]}季度"


@lru_cache(maxsize=1024)
def read_period(text: str, cadence: Cadence) -> Period | None:
    """The period that a text names; None where it names none of this cadence."""
    if cadence is Cadence.MONTH:
        found = MONTH.fullmatch(text)
        return period_of(date(int(found[1]), int(found[2]), 1), cadence) if found else None
    found = QUARTER.fullmatch(text)
    return period_of(date(int(found[1]), int(found[2]) * 3, 1), cadence) if found else None


@lru_cache(maxsize=4096)
def period_of(day: date, cadence: Cadence) -> Period:
    """The period in which a day lies."""
    months = 1 if cadence is Cadence.MONTH else 3
    begin = (day.month - 1) // months * months + 1
    first = date(day.year, begin, 1)
    over = begin + months - 1
    last = date(day.year + over // 12, over % 12 + 1, 1) - timedelta(days=1)
    return Period(first, last)


def first_from(day: date, cadence: Cadence) -> Period:
    """The first period that begins on a day or later.

    One that is under way when an indicator comes into force isn't asked for.
    """
    found = period_of(day, cadence)
    return found if found.first >= day else found.after


def periods_over(since: date, today: date, cadence: Cadence) -> list[Period]:
    """The periods that began on or after a day and are over, the oldest first."""
    found, one = [], first_from(since, cadence)
    while one.last < today:
        found.append(one)
        one = one.after
    return found


def _cadence(period: Period) -> Cadence:
    return Cadence.MONTH if period.first.month == period.last.month else Cadence.QUARTER
