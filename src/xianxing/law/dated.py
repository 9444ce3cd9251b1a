"""Numbers and choices that come from law or practice: dated, sourced, never a constant in code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xianxing.law.findings import Basis
from xianxing.law.text import NO_TEXT, Text

Plain = str | int | float | bool | tuple[str, ...]


class NoValueError(LookupError):
    """No value of a parameter, or no name of an organ, is in force on the day asked for."""


@dataclass(frozen=True)
class DatedValue:
    """One value in force from `since` up to and including `until` (None: open), with where it was read.

    `checked_until` is the last day for which a person confirmed that it still holds; `name` is what people
    call a value that is a word of ours.
    """

    value: Plain
    since: date
    until: date | None
    source: Text
    checked_until: date | None
    name: Text = NO_TEXT

    def covers(self, on: date) -> bool:
        """Whether the value is in force on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Parameter:
    """A number or choice with its whole history.

    `open` marks what the guide leaves open: then the value is working-group practice, shown as such and never
    as law. `comparator` is one of `<=`, `>=`, `=` or "" (a choice); `unit` a short Chinese and English word.
    """

    key: str
    label: Text
    clause: str
    basis: Basis
    comparator: str
    unit: Text
    open: bool
    values: tuple[DatedValue, ...]
    note: Text

    def on(self, day: date) -> DatedValue:
        """The value in force on this day; NoValueError when there is none."""
        for value in self.values:
            if value.covers(day):
                return value
        raise NoValueError(f"parameter {self.key!r} has no value in force on {day.isoformat()}")

    @property
    def latest(self) -> DatedValue:
        """The value with the latest start, whatever the day."""
        return max(self.values, key=lambda value: value.since)
