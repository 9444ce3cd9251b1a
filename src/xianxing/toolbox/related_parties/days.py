"""Days as this tool counts them: months back and ahead, birthdays, and the days on which a group changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from xianxing.toolbox.tables import Row

YEAR = 12  # months


def months_off(day: date, months: int) -> date:
    """The same day some months later, or earlier; the month's last where it has no such day.

    Beyond the calendar it is its first or last day.
    """
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def day_after(day: date) -> date:
    """The next day; the calendar's last has none and stays."""
    return day if day == date.max else day + timedelta(1)


def day_before(day: date) -> date:
    """The day before; the calendar's first has none and stays."""
    return day if day == date.min else day - timedelta(1)


def birthday(born: date, years: int) -> date:
    """The day on which somebody reaches an age."""
    return months_off(born, 12 * years)


def begin(row: Row) -> date:
    """The first day on which a row counts."""
    return row.day("from") or date.min


def days_of_change(rows: Iterable[Row]) -> list[date]:
    """The first day of each stretch over which the same of these rows count, the earliest among them."""
    found = {date.min}
    for row in rows:
        found.add(begin(row))
        last = row.day("to")
        if last is not None:
            found.add(day_after(last))
    return sorted(found)
