"""Reported values as they count: by indicator and period the one reported last, with all before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.supervision.catalogue import Indicator, catalogue
from xianxing.pilot.supervision.models import ValueBatch
from xianxing.pilot.supervision.periods import Period, read_period
from xianxing.procedure.meanings import Stage
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ReportedValue:
    """A value of an indicator for a period, in which batch it came and when, and whether it came late."""

    indicator: Indicator
    period: Period
    value: Decimal
    late: bool
    batch: int
    at: datetime


@dataclass(frozen=True)
class PeriodValues:
    """Everything that was reported for one indicator and period, the earliest first; the last counts."""

    told: tuple[ReportedValue, ...]

    @property
    def counts(self) -> ReportedValue:
        """The value that counts: the one reported last."""
        return self.told[-1]

    @property
    def corrected(self) -> tuple[ReportedValue, ...]:
        """Those that a later one corrects."""
        return self.told[:-1]


Series = Mapping[str, Mapping[Period, PeriodValues]]


def batches_of(case: UUID) -> list[ValueBatch]:
    """All batches of a case, the first first."""
    return list(ValueBatch.objects.filter(case=case).select_related("reported_by").order_by("number"))


def series_of(batches: Iterable[ValueBatch]) -> Series:
    """The values of batches in order, by indicator and period, the periods in order."""
    known, found = catalogue().indicators, dict[str, dict[Period, list[ReportedValue]]]()
    for batch in batches:
        for one in batch.values:
            indicator = known.get(one["indicator"])
            period = read_period(one["period"], indicator.cadence) if indicator else None
            if indicator is None or period is None:
                continue
            told = ReportedValue(
                indicator, period, Decimal(one["value"]), one["late"], batch.number, batch.reported_at
            )
            found.setdefault(indicator.id, {}).setdefault(period, []).append(told)
    return {
        key: {period: PeriodValues(tuple(periods[period])) for period in sorted(periods)}
        for key, periods in found.items()
    }


def started_on(case: Case) -> date | None:
    """The day on which the trial began; None before."""
    states = procedure_of(case.call).states
    running = [name for name, state in states.items() if state.stage == Stage.RUNNING]
    rows = Event.objects.filter(case=case, target_state__in=running).order_by("sequence")
    first = rows.values_list("at", flat=True).first()
    return day_of(first) if first else None


def numbers(series: Mapping[Period, PeriodValues]) -> Sequence[tuple[Period, Decimal]]:
    """Period and value that counts, in order."""
    return [(period, values.counts.value) for period, values in series.items()]
