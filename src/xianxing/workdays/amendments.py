"""Moving running limits from one pinned calendar version to another, with a trace for each.

A case keeps the calendar version it was pinned to. When a year is announced, an amendment says for every
limit what it was, what it is, and which days made the difference. It is a proposal to be recorded; nothing
here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xianxing.workdays.calendar import Calendar
from xianxing.workdays.comparison import DayChange, changes
from xianxing.workdays.days import JSON


class LimitOutcome(StrEnum):
    """What became of a limit under the new calendar."""

    KEPT = "kept"  # the same date, perhaps no longer provisional
    MOVED = "moved"
    PASSED = "passed"  # its last day lies before today: it never moves
    NOT_INTO_PAST = "not_into_past"  # the new date lies before today: the old one stands
    SET_BY_HAND = "set_by_hand"  # its date isn't what the old calendar gives: a person decides


@dataclass(frozen=True)
class Limit:
    """A running limit: `days` working days from the day after `start`, to the end of `due`."""

    key: str
    start: dt.date
    days: int
    due: dt.date


@dataclass(frozen=True)
class Move:
    """The trace of one limit: its dates before and after, and the days that read differently on the way."""

    limit: Limit
    outcome: LimitOutcome
    due: dt.date
    was_provisional: bool
    provisional: bool
    because: tuple[DayChange, ...]

    def as_json(self) -> dict[str, JSON]:
        """The move as the record keeps it."""
        return {
            "limit": self.limit.key,
            "start": self.limit.start.isoformat(),
            "days": self.limit.days,
            "from": self.limit.due.isoformat(),
            "to": self.due.isoformat(),
            "outcome": self.outcome.value,
            "was_provisional": self.was_provisional,
            "provisional": self.provisional,
            "because": [change.as_json() for change in self.because],
        }


@dataclass(frozen=True)
class Amendment:
    """The proposal to move a pinned calendar: versions, day, reason and one trace a limit."""

    old_version: str
    new_version: str
    today: dt.date
    reason: str
    moves: tuple[Move, ...]

    @property
    def moved(self) -> tuple[Move, ...]:
        """Only the limits whose date changes."""
        return tuple(move for move in self.moves if move.outcome is LimitOutcome.MOVED)

    def as_json(self) -> dict[str, JSON]:
        """The amendment as the record keeps it."""
        return {
            "old_version": self.old_version,
            "new_version": self.new_version,
            "today": self.today.isoformat(),
            "reason": self.reason,
            "moves": [move.as_json() for move in self.moves],
        }


def amend(limits: Iterable[Limit], old: Calendar, new: Calendar, today: dt.date, *, reason: str) -> Amendment:
    """What moving `limits` from `old` to `new` on `today` does to each.

    A limit whose last day is before `today` stays as it was, and none moves to a day before `today`, which is
    a day of Asia/Shanghai. Raises ValueError for an empty reason. Pure: the same input gives the same trace.
    """
    if not reason.strip():
        raise ValueError("an amendment needs a reason")
    differences = changes(old, new)
    moves = tuple(_move(limit, old, new, today, differences) for limit in limits)
    return Amendment(old.version, new.version, today, reason.strip(), moves)


def _move(
    limit: Limit, old: Calendar, new: Calendar, today: dt.date, differences: tuple[DayChange, ...]
) -> Move:
    before, after = old.add(limit.start, limit.days), new.add(limit.start, limit.days)
    outcome = _outcome(limit, before.date, after.date, today)
    due = after.date if outcome is LimitOutcome.MOVED else limit.due
    settled = outcome in (LimitOutcome.MOVED, LimitOutcome.KEPT)
    low, high = sorted((limit.start, max(before.date, after.date)))
    because = tuple(change for change in differences if low <= change.before.date <= high)
    return Move(
        limit, outcome, due, before.provisional, after.provisional if settled else before.provisional, because
    )


def _outcome(limit: Limit, before: dt.date, after: dt.date, today: dt.date) -> LimitOutcome:
    if limit.due < today:
        return LimitOutcome.PASSED
    if limit.due != before:
        return LimitOutcome.SET_BY_HAND
    if before == after:
        return LimitOutcome.KEPT
    return LimitOutcome.NOT_INTO_PAST if after < today else LimitOutcome.MOVED
