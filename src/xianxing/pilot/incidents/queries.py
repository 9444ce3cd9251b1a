"""Incidents as they are read: of a case, one by one, and all open ones with the nearest clock first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.incidents.clocks import ClockStanding, ClockStatus, clock_standings
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.incidents.permissions import may_read
from xianxing.pilot.incidents.regulations import regulations
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.events import OpenItem
from xianxing.procedure.meanings import ON_TRIAL, Means
from xianxing.procedure.model import Procedure, Step

MOST_ON_DESK = 10


@dataclass(frozen=True)
class IncidentStanding:
    """An incident with its clocks as they stand at an instant."""

    incident: Incident
    clocks: Sequence[ClockStanding]

    @property
    def closed(self) -> bool:
        """Whether the secretariat closed it."""
        return hasattr(self.incident, "closing")

    @property
    def overdue(self) -> list[ClockStanding]:
        """The clocks that have passed without what they ask for."""
        return [one for one in self.clocks if one.status is ClockStatus.OVERDUE]

    @property
    def nearest(self) -> ClockStanding | None:
        """Of the clocks that still run the one that ends, or ended, first."""
        open_now = [one for one in self.clocks if one.due and not one.ended]
        return min(open_now, key=lambda one: one.due.at if one.due else one.grade.given_at, default=None)

    @property
    def unset(self) -> list[ClockStanding]:
        """The clocks whose limit the secretariat has yet to set."""
        return [one for one in self.clocks if one.status is ClockStatus.UNSET]


def incidents_of(case: UUID) -> QuerySet[Incident]:
    """The incidents of a case with all that was said of them, the first first; whoever asks."""
    return _whole(Incident.objects.filter(case=case)).order_by("number")


def incidents_to_read(view: CaseView, *, at: datetime) -> list[IncidentStanding]:
    """The incidents of a case for who reads them, the last first; Stranger for others."""
    if not may_read(view):
        raise Stranger("incidents")
    return [standing_of(one, at) for one in incidents_of(view.case.pk).reverse()]


def incident_to_read(view: CaseView, number: int, *, at: datetime) -> IncidentStanding:
    """An incident of a case for who reads it; Stranger for others, and where there is none of the number."""
    found = next((one for one in incidents_to_read(view, at=at) if one.incident.number == number), None)
    if found is None:
        raise Stranger("incident")
    return found


def standing_of(incident: Incident, at: datetime) -> IncidentStanding:
    """An incident with its clocks; the case must come with its call."""
    return IncidentStanding(
        incident, clock_standings(incident, regulations(), calendar_of(incident.case.call), at)
    )


def open_incidents(at: datetime, *, cases: Collection[UUID] | None = None) -> list[IncidentStanding]:
    """Every open incident, the nearest clock first; no drill, and none of a case that is stopped.

    `cases`: of these only.
    """
    rows = _whole(Incident.objects.filter(drill=False, closing=None)).exclude(case__in=stopped_cases())
    if cases is not None:
        rows = rows.filter(case__in=cases)
    found = [standing_of(one, at) for one in rows]
    never = timedelta.max
    return sorted(
        found,
        key=lambda one: (one.nearest.left(at) if one.nearest else never, one.incident.reported_at),
    )


def overdue_incidents(at: datetime) -> list[IncidentStanding]:
    """Of the open incidents the first with a clock that has passed, for the desk's first page."""
    return [one for one in open_incidents(at) if one.overdue][:MOST_ON_DESK]


def step_meaning(procedure: Procedure, means: Means) -> Step | None:
    """The procedure's step of a meaning; None where the guide has none."""
    return next((one for one in procedure.steps.values() if procedure.meaning(one.act) == means), None)


def started_at(view: CaseView) -> datetime | None:
    """When the trial began: the case's first event that led into it; None before the start."""
    trial = [name for name, one in view.procedure.states.items() if one.stage in ON_TRIAL]
    events = Event.objects.filter(case=view.case, target_state__in=trial).order_by("sequence")
    return events.values_list("at", flat=True).first()


def items_without_account(view: CaseView, incidents: Iterable[Incident]) -> list[OpenItem]:
    """The procedure's open incidents of which nobody has given an account here, such as by a program."""
    step = step_meaning(view.procedure, Means.FIND_INCIDENT)
    told = {one.item for one in incidents}
    items = view.state.items.values()
    return [one for one in items if step and one.kind == step.item and one.id not in told]


def _whole(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    related = ("case__call", "restoration", "closing__closed_by", "reported_by")
    return rows.select_related(*related).prefetch_related(
        "grades__rulings__decided_by", "grades__given_by", "reports__receipt", "reports__reported_by",
        "reports__evidence",
    )  # fmt: skip
