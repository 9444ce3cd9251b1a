"""How long a case stood in each state, and by which limit: worked out from its events and pinned calendar.

The clocks follow the rules of `procedure.events`; only events that move a case or touch a clock are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from xianxing.procedure.events import NUMBERS, SINCE, ClockStart, state_clock
from xianxing.procedure.model import Procedure, ProcedureParameter, Step
from xianxing.procedure.ticking import limit_of
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of
from xianxing.workdays.days import UnknownYearError

FIXED_LENGTHS = ("=", ">=")  # how a parameter says that so much time runs, or that much at least
NOTHING: Mapping[str, Any] = {}


class RecordedAct(NamedTuple):
    """An event of a case as figures need it: the state after it, its place in the log, and the procedure's
    part of its payload.
    """

    case: UUID
    sequence: int
    step: str
    at: datetime
    state: str
    place: int
    said: Mapping[str, Any] = NOTHING


class StateStay(NamedTuple):
    """A time that a case spent in one state; `until` is None while it is there.

    `limit` is the last day by the state's own clock; None without one, where the clock is a length and no
    limit, and where it rests on a calendar that isn't announced.
    """

    case: UUID
    state: str
    since: datetime
    until: datetime | None
    limit: date | None


class PinnedDays:
    """The days of a call's calendar and the limits of its procedure: each is counted once for all cases."""

    def __init__(self, procedure: Procedure, calendar: Calendar, since: date) -> None:
        """Count by what a call is pinned to, from the year of a day on."""
        self.procedure, self.calendar = procedure, calendar
        self.by_steps = procedure.started_by_steps
        self.meanings = {step.id: procedure.meaning(step.act) for step in procedure.steps.values()}
        self._workday_states = frozenset(
            state.id
            for state in procedure.states.values()
            if not state.clock or self._parameter(state.clock).unit == "workdays"
        )
        self._last = date(max(calendar.first_year, since.year), 1, 1)
        self._counted = {self._last: 0}
        self._ends: dict[tuple[object, ...], date | None] = {}

    def workdays(self, first: date, last: date) -> int | None:
        """The working days after `first` up to and with `last`; None in years that nobody knows."""
        try:
            while self._last < last:
                following = self._last + timedelta(days=1)
                self._counted[following] = self._counted[self._last] + bool(
                    self.calendar.is_workday(following)
                )
                self._last = following
        except UnknownYearError:
            return None
        if first not in self._counted:
            return None
        return self._counted[last] - self._counted[first]

    def end(self, clock: str, start: ClockStart) -> date | None:
        """The last day of a clock that started so; None where nobody knows it for certain yet."""
        key = (clock, start.day, start.until, start.length)
        if key not in self._ends:
            try:
                limit = limit_of(self.procedure, clock, start, self.calendar)
                self._ends[key] = None if limit.provisional else limit.day
            except UnknownYearError:
                self._ends[key] = None
        return self._ends[key]

    def counts_workdays(self, state: str) -> bool:
        """Whether time in a state is told in working days: by its limit's unit, or for want of a limit."""
        return state in self._workday_states

    def bounds(self, clock: str) -> bool:
        """Whether a clock is a limit by which somebody must act, and no length that must run its course."""
        return self._parameter(clock).comparator not in FIXED_LENGTHS

    def _parameter(self, clock: str) -> ProcedureParameter:
        return self.procedure.parameters[self.procedure.clocks[clock].parameter]


def stays_of(acts: Sequence[RecordedAct], days: PinnedDays) -> Iterator[StateStay]:
    """The stays of one case in order; its acts come in order, the one that opened it first."""
    clocks: dict[str, ClockStart] = {}
    numbers: dict[str, int] = {}
    here: RecordedAct | None = None
    for act in acts:
        entered = here is None or act.state != here.state
        if here is not None and entered:
            yield _stay(here, act.at, clocks, days)
        numbers |= act.said.get(NUMBERS) or {}
        _start_clocks(act, entered, clocks, numbers, days)
        if entered:
            here = act
    if here is not None:
        yield _stay(here, None, clocks, days)


def _stay(
    here: RecordedAct, until: datetime | None, clocks: Mapping[str, ClockStart], days: PinnedDays
) -> StateStay:
    clock = days.procedure.states[here.state].clock
    limit = days.end(clock, clocks[clock]) if clock in clocks and days.bounds(clock) else None
    return StateStay(here.case, here.state, here.at, until, limit)


def _start_clocks(
    act: RecordedAct,
    entered: bool,
    clocks: dict[str, ClockStart],
    numbers: Mapping[str, int],
    days: PinnedDays,
) -> None:
    """Start, put off and prolong the case's clocks as `procedure.events.apply` does."""
    p = days.procedure
    step = p.steps.get(act.step)
    own = p.states[act.state].clock
    fixed = bool(own) and p.parameters[p.clocks[own].parameter].unit == "date"
    until, day = act.said.get("until") or {}, _day(act, step)
    begin = set(p.started_for_case(step)) if step else set()
    if entered and own and ((fixed and own not in clocks) or own not in days.by_steps):
        begin.add(own)
    longer = {state_clock(p, clock, act.state) for clock in step.lengthens} if step else set()
    begin |= {clock for clock in until if clock in p.clocks and not p.clocks[clock].item}
    for clock in begin:
        since = clocks[clock].day if clock in longer and clock in clocks else day
        end = date.fromisoformat(until[clock]) if clock in until else None
        clocks[clock] = ClockStart(since, act.sequence, end, numbers.get(p.clocks[clock].given))
    for clock in step.prolongs if step else ():
        start = clocks[clock]
        length = start.length if start.length is not None else p.number(p.clocks[clock].parameter, start.day)
        added = numbers.get(p.clocks[clock].added, 0)
        clocks[clock] = ClockStart(start.day, act.sequence, None, length + added)


def _day(act: RecordedAct, step: Step | None) -> date:
    """The day from which clocks run that begin with an act."""
    earlier = act.said.get(SINCE)
    if isinstance(earlier, str) and not (step and step.by_time):
        return date.fromisoformat(earlier)
    return day_of(act.at)
