"""What a day is, and what counting days gives back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from xianxing.i18n import current_language, gettext
from xianxing.workdays.names import english_name

JSON = str | int | bool | None | list["JSON"] | dict[str, "JSON"]


class CalendarError(ValueError):
    """A date, table or file that the calendar can't take; the message is for people."""


class UnknownYearError(CalendarError):
    """A year for which there is neither a table nor an estimate."""


class DayKind(StrEnum):
    """The four things a day can be; the first two count."""

    WORKDAY = "workday"
    MAKEUP = "makeup_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar; `name` is the festival, empty for a plain workday or weekend.

    `source` is the notice that arranged the year, or what the estimate rests on.
    """

    date: dt.date
    kind: DayKind
    name: str
    provisional: bool
    source: str

    @property
    def counted(self) -> bool:
        """Whether the day counts as a working day."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKEUP)

    @property
    def why(self) -> str:
        """In the current language, why the day counts or doesn't; says so when that is provisional."""
        name = english_name(self.name) if current_language() == "en" else self.name
        if self.kind is DayKind.MAKEUP:
            text = gettext("make-up workday ({name})").format(name=name)
        elif self.kind is DayKind.HOLIDAY:
            text = gettext("day off ({name})").format(name=name)
        elif self.kind is DayKind.WEEKEND:
            text = gettext("weekend")
        else:
            text = gettext("workday")
        return gettext("{text}, provisional").format(text=text) if self.provisional else text

    def as_json(self) -> dict[str, JSON]:
        """The day as the command line and the pages write it."""
        return {
            "date": self.date.isoformat(),
            "kind": self.kind.value,
            "name": self.name,
            "why": self.why,
            "counted": self.counted,
            "provisional": self.provisional,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no about one day, and whether a notice to come may turn it; true when the answer is yes."""

    value: bool
    provisional: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days from `start` (never counted) to `date`, with every day that was counted or skipped.

    `count` is negative when the run goes back. `provisional` holds when any day passed over is. `unsettled`
    holds when a day, though arranged, lies so late in December that the next year's notice may still move it.
    """

    start: dt.date
    date: dt.date
    count: int
    provisional: bool
    unsettled: bool
    days: tuple[Day, ...]
    skipped: tuple[Day, ...]

    def as_json(self) -> dict[str, JSON]:
        """Start, end, the counted and the skipped days; the calendar itself is the caller's to add."""
        return {
            "start": self.start.isoformat(),
            "date": self.date.isoformat(),
            "count": self.count,
            "provisional": self.provisional,
            "unsettled": self.unsettled,
            "days": [day.as_json() for day in self.days],
            "skipped": [day.as_json() for day in self.skipped],
        }
