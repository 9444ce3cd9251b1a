"""The calendar in use, and its days laid out in weeks for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import Day, DayKind
from xianxing.workdays.home import folder

LOOKS = {
    DayKind.HOLIDAY: "is-off",
    DayKind.WEEKEND: "is-weekend",
    DayKind.MAKEUP: "is-made-up",
    DayKind.WORKDAY: "",
}


@dataclass(frozen=True)
class DayCell:
    """A day in a table of weeks: its classes, and whether it was counted, as a number from 1 (0: not)."""

    day: Day
    look: str
    place: int


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday; None stands for days of the neighbouring months."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    workdays: int


def calendar() -> Calendar:
    """The calendar with the imported years; read again only after an import."""
    home = folder()
    stamps = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in home.glob("*.toml")))
    return _calendar(stamps)


@lru_cache(maxsize=1)
def _calendar(stamps: tuple[tuple[str, int], ...]) -> Calendar:
    del stamps
    return Calendar.load()


def lay_out(source: Calendar, year: int, month: int, today: date, counted: Iterable[Day] = ()) -> Month:
    """The month as a table of weeks; days in `counted` carry their place in the count."""
    places = {day.date: number for number, day in enumerate(counted, start=1)}
    days = source.month(year, month)
    cells: list[DayCell | None] = [None] * days[0].date.weekday()
    cells += [DayCell(day, _look(day, today, places), places.get(day.date, 0)) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(days[0].date, weeks, sum(day.counted for day in days))


def _look(day: Day, today: date, places: dict[date, int]) -> str:
    looks = [LOOKS[day.kind]]
    if day.date in places:
        looks.append("is-counted")
    if day.date == today:
        looks.append("is-today")
    return " ".join(filter(None, looks))
