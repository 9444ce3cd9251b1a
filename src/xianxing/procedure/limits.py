"""The limits that begin with a step: which clocks start, and their last days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xianxing.i18n import gettext
from xianxing.procedure.events import CaseState, ClockStart, prolonged
from xianxing.procedure.model import GIVEN, PERIODS, Procedure, ProcedureParameter, Step
from xianxing.procedure.store import WorkdayCalendar
from xianxing.procedure.ticking import limit_of


@dataclass(frozen=True)
class BegunLimit:
    """A limit that begins: its clock, its last day, whether the calendar of that year isn't announced; its
    length where the case has one of its own.
    """

    clock: str
    day: date
    provisional: bool
    length: int | None = None


def limits_begun(
    procedure: Procedure,
    step: Step,
    state: str,
    today: date,
    calendar: WorkdayCalendar,
    ends: Mapping[str, date] | None = None,
    numbers: Mapping[str, int] | None = None,
) -> Iterator[BegunLimit]:
    """The limits that begin when a step is taken today in a state; `ends` are last days given with it,
    `numbers` those by which clocks of the case run.

    A clock whose end is given with the step and isn't known yet is left out.
    """
    known, target = ends or {}, procedure.target(step, state)
    own, begun = procedure.states[target].clock, [*step.starts, *(ends or {})]
    if target != state and own and own not in procedure.started_by_steps and not _set(procedure, own):
        begun.append(own)
    for clock in dict.fromkeys(begun):
        end = known.get(clock)
        if end is None and parameter_of(procedure, clock).unit == GIVEN:
            continue
        length = (numbers or {}).get(procedure.clocks[clock].given)
        limit = limit_of(procedure, clock, ClockStart(today, 0, end, length), calendar)
        yield BegunLimit(clock, limit.day, limit.provisional, length)


def prolonged_limits(
    procedure: Procedure, step: Step, state: CaseState, calendar: WorkdayCalendar
) -> Iterator[BegunLimit]:
    """The limits of a case to which a step adds what was decided, as they will be."""
    for clock in step.prolongs:
        start = prolonged(procedure, state, clock, 0)
        limit = limit_of(procedure, clock, start, calendar)
        yield BegunLimit(clock, limit.day, limit.provisional, start.length)


def parameter_of(procedure: Procedure, clock: str) -> ProcedureParameter:
    """The number that a clock counts by."""
    return procedure.parameters[procedure.clocks[clock].parameter]


def length_of(procedure: Procedure, clock: str, started: date, own: int | None = None) -> str:
    """How long a clock runs that started on a day, in words such as 5个工作日; "" where its end is a day.

    `own` is the length that the case has for it, if any.
    """
    parameter = parameter_of(procedure, clock)
    words = {
        "workdays": gettext("for {count} working days"),
        "days": gettext("for {count} days"),
        "months": gettext("for {count} months"),
        PERIODS: gettext("to the end of the calendar period of {count} months"),
    }
    found = words.get(parameter.unit)
    count = own if own is not None or not found else procedure.number(parameter.id, started)
    return found.format(count=count) if found else ""


def _set(procedure: Procedure, clock: str) -> bool:
    return parameter_of(procedure, clock).unit == "date"
