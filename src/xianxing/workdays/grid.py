"""A month as a grid of text, aligned for a terminal in which a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from xianxing.i18n import gettext
from xianxing.workdays.days import Day, DayKind

CELL = 6


def width(text: str) -> int:
    """Columns that a terminal needs for `text`."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    """`text` with spaces after it up to `columns`."""
    return text + " " * max(0, columns - width(text))


def weekday_names() -> list[str]:
    """Monday to Sunday, short."""
    return gettext("Mon Tue Wed Thu Fri Sat Sun").split()


def mark(day: Day) -> str:
    """A number with its mark: 班 for a make-up workday, 休 for a day off, nothing for the rest."""
    marks = {DayKind.MAKEUP: gettext("{number}w"), DayKind.HOLIDAY: gettext("{number}off")}
    return marks.get(day.kind, "{number}").format(number=f"{day.date.day:2}")


def month_lines(days: Sequence[Day]) -> list[str]:
    """The grid of a month, Monday first; no line ends in a space."""
    cells = [""] * days[0].date.weekday() + [mark(day) for day in days]
    rows = [weekday_names(), *(cells[start : start + 7] for start in range(0, len(cells), 7))]
    return ["".join(padded(cell, CELL) for cell in row).rstrip() for row in rows]
