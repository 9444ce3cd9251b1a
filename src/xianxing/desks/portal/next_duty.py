"""What comes next in a filing's case under its duty, for the list and the page of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xianxing.i18n import gettext
from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.supervision.queries import values_due
from xianxing.procedure.next_steps import names_ahead, reminded_before


@dataclass(frozen=True)
class NextDuty:
    """What comes next by its names, until when, and whether that day is provisional, or has passed."""

    names: tuple[str, ...]
    due: date | None
    provisional: bool
    late: bool


def days_of_values(cases: Iterable[Case]) -> dict[UUID, date]:
    """The last day for the next values, of the cases in a trial; no query where there are none."""
    trials = [case.pk for case in cases if reminded_before(procedure_of(case.call), case.state)]
    return values_due(trials) if trials else {}


def next_duty(case: Case, duty: Duty | None, values: Mapping[UUID, date], *, today: date) -> NextDuty:
    """The case's duty on record, in a trial the next values where they fall due first (`days_of_values`)."""
    value_due = values.get(case.pk)
    if duty is not None and value_due is not None and (duty.due is None or value_due < duty.due):
        provisional = calendar_of(case.call).day(value_due).provisional
        asked = gettext("Report the values of the monitoring")
        return NextDuty((asked,), value_due, provisional, value_due < today)
    clock, due = (duty.clock, duty.due) if duty else ("", None)
    facts = (duty.facts if duty else None) or {}
    names = names_ahead(procedure_of(case.call), case.state, facts, clock=clock, due=due, today=today)
    return NextDuty(names, due, bool(duty and duty.provisional), bool(duty and duty.overdue))
