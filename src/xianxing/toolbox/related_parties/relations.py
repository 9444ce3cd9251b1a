"""Who is related to the firm on a day, or was in the months before, or is agreed to be in those ahead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from xianxing.law.findings import Result
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.days import (
    YEAR,
    birthday,
    day_before,
    months_off,
)
from xianxing.toolbox.related_parties.exchange import Definition, Exchange
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.register import Register
from xianxing.toolbox.related_parties.rules import number, rule
from xianxing.toolbox.related_parties.ties import Tie, Ties

NOW, PAST, COMING = "now", "past", "coming"
Epoch = tuple[int, int, int, int, bool]  # stretches at the ends of the windows and now, ages, supervisors
_ADULT, _HOLDER, _STATE = Fraction(18), Fraction(1, 20), Fraction(1, 2)  # where no pack reaches a day


@dataclass
class Relations:
    """The firm's related parties over time; each stretch of days is worked out once."""

    register: Register
    firm: str
    _ties: dict[tuple[int, int, bool], Ties] = field(default_factory=dict)
    _epochs: dict[date, Epoch] = field(default_factory=dict)
    _owned: dict[int, tuple[Control, Ownership]] = field(default_factory=dict)

    def control(self, day: date) -> Control:
        """Who controls whom on a day."""
        return self._ownership(self.register.stretch(day))[0]

    def ownership(self, day: date) -> Ownership:
        """Who owns what of whom on a day."""
        return self._ownership(self.register.stretch(day))[1]

    def own(self, day: date) -> frozenset[str]:
        """The firm and what it controls."""
        return self.control(day).own(self.firm)

    def parties(self, day: date) -> Iterator[tuple[str, Tie]]:
        """Every party by the exchanges' definition with its window, one an entity and limb."""
        kept: dict[tuple[str, str], tuple[str, Tie]] = {}
        for window, ties in self._windows(day):
            for tie in ties:
                held = kept.get((tie.entity, tie.limb))
                if held is None or (held[1].result is not Result.MET and tie.result is Result.MET):
                    kept[tie.entity, tie.limb] = (window, tie)
        own = self.own(day)
        for key in sorted(kept):
            if key[0] not in own:
                yield kept[key]

    def standing(self, entity: str, day: date) -> tuple[str, Tie] | None:
        """The surest tie of one entity on a day with its window; None where it isn't related."""
        if entity in self.own(day):
            return None
        unsure: tuple[str, Tie] | None = None
        for window, ties in self._windows(day):
            tie = ties.best(entity)
            if tie is not None and tie.result is Result.MET:
                return window, tie
            if tie is not None and unsure is None:
                unsure = (window, tie)
        return unsure

    def stretches(self, day: date) -> Epoch:
        """Whatever of a day decides who is related on it: days that are alike here have the same parties."""
        if day not in self._epochs:
            months = int(number("window_months", day) or YEAR)
            first, final = (self.register.stretch(months_off(day, off)) for off in (-months, months))
            ages, supervisors = bisect_right(self._birthdays, day), rule("supervisors", day) is not None
            self._epochs[day] = (first, self.register.stretch(day), final, ages, supervisors)
        return self._epochs[day]

    def _windows(self, day: date) -> Iterator[tuple[str, Ties]]:
        """The ties now, then those of the stretches of the year before, the latest first, then the coming."""
        first, here, final, _ages, supervisors = self.stretches(day)
        yield NOW, self._of(here, day, supervisors=supervisors)
        changes = self.register.changes
        for stretch in range(here - 1, first - 1, -1):
            last = day_before(changes[stretch + 1])
            yield PAST, self._of(stretch, last, supervisors=supervisors)
        for stretch in range(here + 1, final + 1):
            yield COMING, self._of(stretch, day, supervisors=supervisors)

    def _of(self, stretch: int, day: date, *, supervisors: bool) -> Ties:
        """The ties of a stretch, with the ages of a day."""
        key = (stretch, bisect_right(self._birthdays, day), supervisors)
        if key not in self._ties:
            control, ownership = self._ownership(stretch)
            group = self.register.during(stretch)
            definition = Definition(
                adult=int(number("adult_age", day) or _ADULT),
                holder=number("holder", day) or _HOLDER,
                state_directors=number("state_directors", day) or _STATE,
                supervisors=supervisors,
            )
            self._ties[key] = Exchange(group, control, ownership, self.firm, day, definition).ties()
        return self._ties[key]

    @cached_property
    def _birthdays(self) -> list[date]:
        kin = self.register.tables["kin"]
        named = {row.text(column) for row in kin for column in ("person", "relative")}
        rows = (row for one in named if (row := self.register.entities.get(one)) is not None)
        born = (row.day("born") for row in rows)
        return sorted(birthday(day, int(_ADULT)) for day in born if day is not None)

    @cached_property
    def _ownership_changes(self) -> list[date]:
        return self.register.changes_of(("holdings", "concert"))

    def _ownership(self, stretch: int) -> tuple[Control, Ownership]:
        key = bisect_right(self._ownership_changes, self.register.changes[stretch])
        if key not in self._owned:
            group = self.register.during(stretch)
            self._owned[key] = (Control(group), Ownership(group))
        return self._owned[key]


def is_related(standing: tuple[str, Tie] | None) -> bool | None:
    """Whether a standing makes a party; None where data can't tell."""
    if standing is None:
        return False
    return True if standing[1].result is Result.MET else None
