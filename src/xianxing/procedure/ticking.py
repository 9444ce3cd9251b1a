"""Time: which limits have passed by a day, worked out from the dates of the events and a calendar.

Pure and idempotent: a time step carries the moment at which it fell due, not the night in which somebody
looked, so a missed night changes nothing. A limit that rests on a provisional calendar never fires. Time
opens, closes, reminds and marks; the properties hold it to that.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from xianxing.procedure.events import JSON, SINCE, CaseState, ClockStart, ProcedureEvent, apply
from xianxing.procedure.model import PERIODS, STATE_CLOCK, TIME, Facts, Procedure, Step
from xianxing.procedure.next_steps import reminded_before, role_ahead, standing_facts
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.store import WorkdayCalendar

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True)
class ClockLimit:
    """The last day of a running clock; `provisional` where the calendar of that year is not announced."""

    clock: str
    day: date
    provisional: bool


@dataclass(frozen=True)
class StateDuty:
    """Who must act in the present state, and by when; no day where nothing limits it.

    `facts` are those by which a list tells what can follow (`next_steps.standing_facts`).
    """

    role: str
    state: str
    clock: str
    due: date | None
    provisional: bool
    overdue: bool
    facts: Facts


def limit_of(procedure: Procedure, clock: str, start: ClockStart, calendar: WorkdayCalendar) -> ClockLimit:
    """The last day of a clock: fixed with the act, a set day, or counted; the first day is not counted.

    It is counted by the case's own length where it has one, else by the number in force on the day on which
    the clock started, whatever changed since.
    """
    parameter = procedure.parameters[procedure.clocks[clock].parameter]
    value = parameter.value
    if start.until is not None:
        return ClockLimit(clock, start.until, False)
    if isinstance(value, date):
        return ClockLimit(clock, value, False)
    number = procedure.number(parameter.id, start.day) if start.length is None else start.length
    if parameter.unit == "workdays":
        day, provisional = calendar.add_workdays(start.day, number)
        return ClockLimit(clock, day, provisional)
    if parameter.unit == "months":
        return ClockLimit(clock, add_months(start.day, number), False)
    if parameter.unit == PERIODS:
        return ClockLimit(clock, end_of_period(start.day, number), False)
    return ClockLimit(clock, start.day + timedelta(days=number), False)


def spans_of(
    procedure: Procedure, state: CaseState, calendar: WorkdayCalendar
) -> dict[str, tuple[date, date]]:
    """The first and the last day of every clock that runs or ran, and of the state's own as `@state`."""
    found = {
        clock: (start.day, limit_of(procedure, clock, start, calendar).day)
        for clock, start in state.clocks.items()
        if clock in procedure.clocks
    }
    own = procedure.states[state.state].clock
    return found | ({STATE_CLOCK: found[own]} if own in found else {})


def add_months(day: date, number: int) -> date:
    """The same day that many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def end_of_period(day: date, number: int) -> date:
    """The last day of the calendar period of so many months (3: a quarter) in which a day lies."""
    past = (day.month - 1) % number
    return add_months(day.replace(day=1), number - past) - timedelta(days=1)


def tick(
    procedure: Procedure, state: CaseState, today: date, calendar: WorkdayCalendar
) -> tuple[ProcedureEvent, ...]:
    """The time steps that have fallen due by `today`, in order, none twice; changes nothing itself."""
    found: list[ProcedureEvent] = []
    while event := _next(procedure, state, today, calendar):
        found.append(event)
        state = apply(procedure, state, event)
    return tuple(found)


def next_day(procedure: Procedure, state: CaseState, calendar: WorkdayCalendar) -> date | None:
    """The first day on which time brings something about here; None where nothing runs, or only limits that
    rest on a calendar not announced yet.
    """
    return min((found[0] for found in _waiting(procedure, state, calendar)), default=None)


def duties(procedure: Procedure, state: CaseState, calendar: WorkdayCalendar) -> tuple[StateDuty, ...]:
    """Who must act now; nothing for a case that has ended.

    In a state of whose end people are reminded beforehand, such as a trial, the duty is the one with a day
    that comes first: an open item's with a limit of its own, or that end.
    """
    place = procedure.states[state.state]
    if place.final:
        return ()
    facts = standing_facts(procedure, state.facts)
    role = role_ahead(procedure, place.id, state.facts)
    start = state.clocks.get(place.clock)
    if start is None:
        return (StateDuty(role, place.id, place.clock, None, False, False, facts),)
    limit = limit_of(procedure, place.clock, start, calendar)
    limits = [(limit, place.clock in state.overdue)]
    if reminded_before(procedure, place.id):
        limits += _item_limits(procedure, state, calendar)
    first, late = min(limits, key=lambda one: one[0].day)
    return (StateDuty(role, place.id, first.clock, first.day, first.provisional, late, facts),)


def _item_limits(
    p: Procedure, state: CaseState, calendar: WorkdayCalendar
) -> Iterator[tuple[ClockLimit, bool]]:
    """The limits of the items that are open, each with whether time has marked it as overdue."""
    marks = {step.id for step in p.steps.values() if step.time_effect == "marks_overdue"}
    passed = {(clock, number) for step, clock, number, _before in state.fired if step in marks}
    for item in state.items.values():
        for clock, start in item.clocks.items():
            yield limit_of(p, clock, start, calendar), (clock, start.sequence) in passed


def _next(p: Procedure, state: CaseState, today: date, calendar: WorkdayCalendar) -> ProcedureEvent | None:
    ripe = [found for found in _waiting(p, state, calendar) if found[0] <= today]
    if not ripe:
        return None
    day, step, clock, before, item = min(ripe, key=lambda found: found[0])
    at = max(datetime.combine(day, time(), CHINA), state.at)
    payload: dict[str, JSON] = {"clock": clock, "before_days": before, **({"item": item} if item else {})}
    if p.started_with_item(step) and not step.before_days:
        period_ended = day - timedelta(days=1)  # what is due after a period counts from its last day
        payload[SINCE] = period_ended.isoformat()
    return ProcedureEvent(
        state.sequence + 1, step.id, step.act, TIME, at, state.version, step.basis or step.serves,
        payload=payload,
    )  # fmt: skip


Waiting = tuple[date, Step, str, int, str]  # when, the step, its clock, how many days before, the item


def _waiting(p: Procedure, state: CaseState, calendar: WorkdayCalendar) -> Iterator[Waiting]:
    for step in p.steps_from(state.state):
        if step.by_time and not compile_step(p, step).refusals(state.facts):
            for item, clock, start in _running(p, step, state):
                for day, before in _due(p, step, clock, start, state, calendar):
                    yield day, step, clock, before, item


def _running(p: Procedure, step: Step, state: CaseState) -> Iterator[tuple[str, str, ClockStart]]:
    """The running clocks by which a time step falls due: the case's, or that of each item it acts on."""
    clock = p.states[state.state].clock if step.clock == STATE_CLOCK else step.clock
    if clock and p.clocks[clock].item:
        for item in state.items_of(step):
            if clock in item.clocks:
                yield item.id, clock, item.clocks[clock]
    elif clock in state.clocks:
        yield "", clock, state.clocks[clock]


def _due(
    p: Procedure, step: Step, clock: str, start: ClockStart, state: CaseState, calendar: WorkdayCalendar
) -> Iterator[tuple[date, int]]:
    limit = limit_of(p, clock, start, calendar)
    if limit.provisional:
        return
    for before in step.before_days or (-1,):
        day = limit.day - timedelta(days=before)
        key = (step.id, clock, start.sequence, before if step.before_days else 0)
        if key not in state.fired and day >= start.day:
            yield day, key[3]
