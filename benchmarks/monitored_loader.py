"""Loaded cases as monitored projects: a plan of twenty indicators each, and values month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from tests.pilot.cast import Cast

from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.upkeep.tables import without_triggers
from xianxing.pilot.supervision.catalogue import Cadence, catalogue
from xianxing.pilot.supervision.domain.keeping import renew_monitoring
from xianxing.pilot.supervision.models import IndicatorPlan, MonitoringState, PlanState, ReportWay, ValueBatch
from xianxing.pilot.supervision.periods import Period, first_from
from xianxing.pilot.supervision.values import started_on

INDICATORS = 20
MONTHS = 36
TURN = 97  # values go from 0 to 96
AMBER, RED = 95, 96  # of values from 0 to 96: one in fifty stands out
Values = list[dict[str, str]]


def indicators() -> list[str]:
    """The first monthly indicators of the catalogue that get worse as they rise, or fall."""
    monthly = [one.id for one in catalogue().indicators.values() if one.cadence is Cadence.MONTH]
    return monthly[:INDICATORS]


def months(case: Case) -> list[Period]:
    """The first whole months of a trial, as many as are measured."""
    started = started_on(case)
    assert started is not None
    found = [first_from(started + timedelta(days=31), Cadence.MONTH)]
    while len(found) < MONTHS:
        found.append(found[-1].after)
    return found


def values(number: int, over: Sequence[Period]) -> Values:
    """What a project reports of these months: every indicator of its plan, drawn without chance."""
    return [
        {"indicator": name, "period": month.name, "value": str((number * 7 + place * 13 + at * 5) % TURN)}
        for at, month in enumerate(over)
        for place, name in enumerate(indicators())
    ]


def with_plans(cast: Cast, cases: Sequence[Case]) -> None:
    """Agreed plans that count from the first day of each trial; rows that no event names."""
    lines = [_line(name) for name in indicators()]
    at = _after_all()
    since = min(day for day in map(started_on, cases[:1]) if day)
    with transaction.atomic(), without_triggers():
        IndicatorPlan.objects.bulk_create(
            [
                IndicatorPlan(
                    case=case, number=1, lines=lines, effective_on=since, unit="broker", signed_by=cast.zhou,
                    signed_at=at, state=PlanState.AGREED, decided_by=cast.wen, decided_at=at,
                )
                for case in cases
            ],
            batch_size=500,
        )  # fmt: skip


def with_values(cast: Cast, cases: Sequence[Case], at: datetime) -> None:
    """A batch for each month of each project, in bulk, and how each project stands by them.

    Values come again after `TURN` projects, and with them how a project stands: it is counted once a turn.
    """
    over = months(cases[0])
    with transaction.atomic(), without_triggers():
        for start in range(0, len(cases), TURN):
            ValueBatch.objects.bulk_create(_batches(cast, cases, over, start), batch_size=500)
        for case in cases[:TURN]:
            renew_monitoring(case, at=at)
        kept = MonitoringState.objects.in_bulk([case.pk for case in cases[:TURN]])
        MonitoringState.objects.bulk_create(
            [
                MonitoringState(
                    case=case, red=one.red, amber=one.amber, unanswered=one.unanswered,
                    late_from=one.late_from, changed_at=at,
                )
                for number, case in enumerate(cases[TURN:], TURN)
                for one in (kept[cases[number % TURN].pk],)
            ],
            batch_size=500,
        )  # fmt: skip


def _batches(cast: Cast, cases: Sequence[Case], over: Sequence[Period], start: int) -> Iterator[ValueBatch]:
    at = _after_all()
    for number, case in enumerate(cases[start : start + TURN], start):
        for place, month in enumerate(over, 1):
            told = [{**one, "late": False, "corrects": False} for one in values(number + place, [month])]
            yield ValueBatch(
                case=case, number=place, values=told, unit="broker", way=ReportWay.PROGRAM,
                reported_by=cast.zhou, reported_at=at,
            )  # fmt: skip


def _line(name: str) -> dict[str, str]:
    high = catalogue().indicators[name].worse == "high"
    return {"indicator": name, "amber": str(AMBER if high else 1), "red": str(RED if high else 0)}


def _after_all() -> datetime:
    return Event.objects.latest("place").at + timedelta(minutes=1)


def day_after(over: Sequence[Period]) -> date:
    """A day on which the last of the months can be reported."""
    return over[-1].last + timedelta(days=2)
