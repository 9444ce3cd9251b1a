"""What monitoring shows of one case, and of all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.supervision.judging import Alarm, IndicatorStanding, first_due, standings
from xianxing.pilot.supervision.models import (
    AlarmAnswer,
    CommitmentStanding,
    IndicatorPlan,
    MonitoringState,
    ValueBatch,
)
from xianxing.pilot.supervision.permissions import COMMITTED, may_read
from xianxing.pilot.supervision.plans import PlanInForce, plan_on, plans_in_force, plans_of
from xianxing.pilot.supervision.values import batches_of, series_of
from xianxing.procedure.meanings import ON_TRIAL, Stage
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class Monitoring:
    """A case's monitoring as it stands on a day: plans, batches, each indicator, what stands out."""

    plans: Sequence[IndicatorPlan]
    current: PlanInForce | None
    batches: Sequence[ValueBatch]
    standings: Sequence[IndicatorStanding]
    first_due: date | None = None

    @property
    def alarms(self) -> list[Alarm]:
        """What stands out and wasn't set aside, the latest first."""
        found = [alarm for one in self.standings for alarm in one.alarms if not alarm.muted]
        return sorted(found, key=lambda alarm: alarm.period, reverse=True)


def institution_names(view: CaseView) -> dict[str, str]:
    """The names of the case's institutions by the key of their unit, also of those that have left."""
    rows = Unit.objects.filter(filing=view.filing, institution__isnull=False)
    return dict(rows.values_list("key", "institution__name"))


def monitoring_of(case: Case, today: date) -> Monitoring:
    """The monitoring of a case, whoever asks; of one that has ended, as it stood on its last day."""
    plans, batches = plans_of(case.pk), batches_of(case.pk)
    answers = list(AlarmAnswer.objects.filter(case=case).select_related("given_by").order_by("pk"))
    forces, calendar, day = plans_in_force(plans), calendar_of(case.call), _last_day(case, today)
    found = standings(forces, series_of(batches), answers, calendar, day)
    return Monitoring(plans, plan_on(forces, day), batches, found, first_due(forces, calendar, day))


def _last_day(case: Case, today: date) -> date:
    if not procedure_of(case.call).states[case.state].final:
        return today
    ended = Event.objects.filter(case=case, target_state=case.state).order_by("sequence")
    first = ended.values_list("at", flat=True).first()
    return min(today, day_of(first)) if first else today


def monitoring_to_read(view: CaseView, *, at: datetime) -> Monitoring:
    """The monitoring of a case for who reads it; Stranger for others, such as experts."""
    if not may_read(view):
        raise Stranger("monitoring")
    return monitoring_of(view.case, day_of(at))


def plans_to_read(view: CaseView) -> list[IndicatorPlan]:
    """The plans of a case for who reads its monitoring; Stranger for others."""
    if not may_read(view):
        raise Stranger("monitoring")
    return list(plans_of(view.case.pk))


class MonitoredCase(NamedTuple):
    """A project on trial in the list of all: how many values are red, amber, to be explained.

    All of them are None while no plan was agreed.
    """

    case: UUID
    red: int | None
    amber: int | None
    unanswered: int | None
    late: bool

    @property
    def planned(self) -> bool:
        """Whether a plan was agreed, so that something is counted."""
        return self.red is not None

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """For sorting: the most serious first."""
        if not self.planned:
            return (0, 0, 1, 0)
        return (-(self.red or 0), -(self.amber or 0), 0 if self.late else 1, -(self.unanswered or 0))


def monitored_cases(today: date) -> list[MonitoredCase]:
    """Every project on trial, the most serious first; none that is stopped. One query a call."""
    kept = ("pk", "monitoring__red", "monitoring__amber", "monitoring__unanswered", "monitoring__late_from")
    found = [
        MonitoredCase(case, red, amber, unanswered, bool(since and since <= today))
        for call in Call.objects.defer("calendar")
        for case, red, amber, unanswered, since in _cases_in(call, ON_TRIAL).values_list(*kept)
    ]
    return sorted(found, key=lambda one: (*one.weight, str(one.case)))


def values_due(cases: Collection[UUID]) -> dict[UUID, date]:
    """The last day for the next values of these cases, as of their last renewal; of those with a plan."""
    rows = MonitoringState.objects.filter(case__in=cases).values_list("case", "late_from")
    return {case: since - timedelta(days=1) for case, since in rows if since}


def committed_cases(call: Call) -> QuerySet[Case]:
    """The cases of a call from the permission to start to their end; none that is stopped."""
    return _cases_in(call, COMMITTED).select_related("call").order_by("pk")


def unsigned_standings(*, cases: Collection[UUID] | None = None) -> list[CommitmentStanding]:
    """The cases in which an institution has yet to sign what it is held to, as of their last renewal.

    `cases`: of these only.
    """
    rows = CommitmentStanding.objects.exclude(unsigned=[]).exclude(case__in=stopped_cases().values("pk"))
    if cases is not None:
        rows = rows.filter(case__in=cases)
    return [
        standing
        for call in Call.objects.defer("calendar")
        for standing in rows.filter(case__call=call, case__state__in=_states(call, COMMITTED))
        .select_related("case__call")
        .order_by("pk")
    ]


def _cases_in(call: Call, stages: Collection[Stage]) -> QuerySet[Case]:
    found = Case.objects.filter(call=call, state__in=_states(call, stages))
    return found.exclude(pk__in=stopped_cases().values("pk"))


def _states(call: Call, stages: Collection[Stage]) -> list[str]:
    states = procedure_of(call).states.items()
    return [name for name, one in states if one.stage in stages and not one.final]
