"""The lines of the rule packs by the day that a rule looks at, or all by those of one other day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from xianxing.toolbox.packs import Packs, RulePack
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import UnknownYearError


@dataclass(frozen=True)
class DatedLines:
    """Packs by day; with `rules_as_of` the packs of that day judge every day (what if)."""

    packs: Packs
    rules_as_of: date | None = None
    _found: dict[tuple[str, date], RulePack | None] = field(default_factory=dict)

    def on(self, key: str, day: date) -> RulePack | None:
        """The number that judges a day, None where none is in force."""
        day = self.rules_as_of or day
        place = (key, day)
        if place not in self._found:
            self._found[place] = self.packs.find(key, day)
        return self._found[place]


@dataclass(frozen=True)
class TradingDays:
    """Days on which the exchanges trade, by the calendar that ships: the same for everyone who runs this."""

    calendar: Calendar = field(default_factory=Calendar.packaged)
    _trades: dict[date, bool] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Whether the exchanges trade; UnknownYearError where the calendar doesn't reach."""
        if day not in self._trades:
            self._trades[day] = bool(self.calendar.is_trading_day(day).value)
        return self._trades[day]

    def after(self, day: date, count: int) -> date | None:
        """The `count`-th trading day after a day; None where the calendar doesn't reach so far."""
        try:
            while count:
                day += timedelta(days=1)
                count -= self.is_open(day)
        except (UnknownYearError, OverflowError):
            return None
        return day

    def between(self, first: date, last: date) -> int | None:
        """Trading days after `first` up to `last`, at least 1 between two days; None beyond the calendar."""
        count, day = 0, first
        try:
            while day < last:
                day += timedelta(days=1)
                count += self.is_open(day)
        except UnknownYearError:
            return None
        return max(count, 1) if last > first else 0
