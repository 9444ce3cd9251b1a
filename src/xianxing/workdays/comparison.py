"""Two calendars side by side: the days that one counts and the other doesn't."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import JSON, Day


@dataclass(frozen=True)
class DayChange:
    """A day that another calendar reads differently."""

    before: Day
    after: Day

    def as_json(self) -> dict[str, JSON]:
        """The date, both kinds with their names, and whether the old reading was provisional."""
        return {
            "date": self.before.date.isoformat(),
            "from": {"kind": self.before.kind.value, "name": self.before.name},
            "to": {"kind": self.after.kind.value, "name": self.after.name},
            "was_provisional": self.before.provisional,
        }


def changes(old: Calendar, new: Calendar) -> tuple[DayChange, ...]:
    """Every day that counts in one and not in the other, over the years that both know, in order."""
    pairs = (
        DayChange(old.day(day), new.day(day))
        for day in sorted(old.named_days | new.named_days)
        if old.knows(day.year) and new.knows(day.year)
    )
    return tuple(pair for pair in pairs if pair.before.counted != pair.after.counted)
