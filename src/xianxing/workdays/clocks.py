"""Instants and days: whose day it is, when a limit ends, and clocks that can be set.

Days are those of Asia/Shanghai, wherever the machine stands. A limit ends at 24:00 of its last day, which is
00:00 of the day after (民法典 201–203 by analogy: the first day isn't counted, the last one ends at 24:00).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import Span

CHINA_TIME = ZoneInfo("Asia/Shanghai")
EARLIEST_DAY = dt.date(1900, 1, 1)  # of a check or a run: rules reckon years back, papers bear no day before


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> dt.datetime:
        """The present instant, with a time zone."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """The present instant, in Asia/Shanghai."""
        return dt.datetime.now(CHINA_TIME)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still, for tests and for replaying a case as of a day."""

    instant: dt.datetime

    def __post_init__(self) -> None:
        day_of(self.instant)

    def now(self) -> dt.datetime:
        """The instant it was set to, in Asia/Shanghai."""
        return self.instant.astimezone(CHINA_TIME)


@dataclass(frozen=True)
class OffsetClock:
    """Another clock moved by a fixed amount, for the demonstration."""

    base: Clock
    offset: dt.timedelta

    def now(self) -> dt.datetime:
        """The base's instant plus the offset."""
        return self.base.now() + self.offset


def day_of(instant: dt.datetime) -> dt.date:
    """The day in Asia/Shanghai on which an instant lies; ValueError for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(CHINA_TIME).date()


def today(clock: Clock) -> dt.date:
    """The day in Asia/Shanghai by this clock."""
    return day_of(clock.now())


def end_of(day: dt.date) -> dt.datetime:
    """24:00 of a day in Asia/Shanghai: the first instant that no longer belongs to it."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CHINA_TIME)


@dataclass(frozen=True)
class Deadline:
    """A limit with its last day, the instant at which it ends and the days it was counted by."""

    last_day: dt.date
    ends_at: dt.datetime
    span: Span

    @property
    def provisional(self) -> bool:
        """Whether a notice still to come may move it."""
        return self.span.provisional

    def passed(self, instant: dt.datetime) -> bool:
        """Whether the limit is over at `instant`; 24:00 itself is over."""
        return instant >= self.ends_at


@dataclass(frozen=True)
class Window:
    """Whole days from `first` to `last`, both open from 00:00 to 24:00 in Asia/Shanghai."""

    first: dt.date
    last: dt.date

    def holds(self, instant: dt.datetime) -> bool:
        """Whether `instant` lies in the window."""
        return self.first <= day_of(instant) <= self.last

    @property
    def ends_at(self) -> dt.datetime:
        """24:00 of the last day."""
        return end_of(self.last)


def deadline(calendar: Calendar, start: dt.datetime, days: int) -> Deadline:
    """The limit of `days` working days (at least 1) that an act at `start` sets running.

    The day of the act in Asia/Shanghai isn't counted, however early in the day it was. ValueError for fewer
    than one day or an instant without a time zone.
    """
    if days < 1:
        raise ValueError("a limit has at least one day")
    span = calendar.add(day_of(start), days)
    return Deadline(span.date, end_of(span.date), span)


def notice_window(calendar: Calendar, published: dt.datetime, days: int) -> tuple[Window, Deadline]:
    """A public notice of `days` whole working days: open from its publication, closing at 24:00 of the last.

    Comments are taken from the day of publication; that day isn't one of the counted ones.
    """
    limit = deadline(calendar, published, days)
    return Window(day_of(published), limit.last_day), limit
