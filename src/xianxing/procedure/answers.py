"""The facts that are answered with a step: given in plain words, or worked out from what was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xianxing.i18n import gettext
from xianxing.procedure.events import JSON, CaseState
from xianxing.procedure.model import Fact, Procedure, Value
from xianxing.procedure.refusals import RefusedError
from xianxing.procedure.registry import Guard
from xianxing.procedure.store import WorkdayCalendar
from xianxing.procedure.ticking import limit_of


def unmet(procedure: Procedure, guards: Sequence[Guard], payload: Mapping[str, JSON], today: date) -> str:
    """The conditions that don't hold, all at once; a number that decided one stands beside the one set."""
    known = [procedure.facts[name] for guard in guards for name in guard.reads if name in procedure.facts]
    numbers = [
        gettext("{fact}: given {given}, set {limit}.").format(
            fact=fact.zh, given=payload[fact.id], limit=procedure.number(fact.threshold, today)
        )
        for fact in dict.fromkeys(known)
        if fact.threshold and fact.id in payload
    ]
    conditions = "".join(guard.zh for guard in guards)
    said = gettext("Conditions that don’t hold: {conditions}").format(conditions=conditions)
    return "".join((said, *numbers))


def answer(
    procedure: Procedure,
    fact: Fact,
    payload: Mapping[str, JSON],
    state: CaseState,
    today: date,
    calendar: WorkdayCalendar,
) -> Value:
    """The value of an asked fact; raises RefusedError when it is missing or outside the domain.

    A setting comes from the procedure's parameter; a fact with `from_clock` from the calendar; one with
    `threshold` from a whole number; one with `items` from a checklist that names each item.
    """
    if fact.setting:
        return str(procedure.parameters[fact.id].on(today))
    if fact.from_clock:
        start = state.clocks.get(fact.from_clock)
        limit = limit_of(procedure, fact.from_clock, start, calendar) if start else None
        passed = limit is not None and not limit.provisional and today > limit.day
        return fact.domain[1] if passed else fact.domain[0]
    given = payload.get(fact.id)
    if fact.threshold:
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise _missing(fact)
        return fact.domain[0] if given <= procedure.number(fact.threshold, today) else fact.domain[1]
    if fact.items:
        if not isinstance(given, dict) or set(given) != set(fact.items):
            raise _missing(fact)
        return fact.domain[0] if all(value is True for value in given.values()) else fact.domain[1]
    if not isinstance(given, str) or given not in fact.domain:
        raise _missing(fact)
    return given


def _missing(fact: Fact) -> RefusedError:
    return RefusedError("answer", gettext("{fact} is missing.").format(fact=fact.zh))
