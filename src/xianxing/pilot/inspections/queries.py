"""What is shown of inspections and rectifications: of one case, and of all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, guide_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.actors import is_pilot
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionLine,
    InspectionState,
    LineResult,
    RectificationReport,
    ReportCheck,
)
from xianxing.procedure.events import CaseState, OpenItem
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure
from xianxing.procedure.runner import current
from xianxing.procedure.ticking import ClockLimit, limit_of
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class PaperLine:
    """A line of the work paper with its results, the first first; `last` is the one that counts."""

    line: InspectionLine
    results: Sequence[LineResult]

    @property
    def last(self) -> LineResult | None:
        """The result that counts; None while there is none."""
        return self.results[-1] if self.results else None


@dataclass(frozen=True)
class Rectification:
    """A rectification that was ordered: its number in the procedure, the open item, its limit, its reports.

    `item` is None once it was confirmed; `finding` None where no inspection led to it.
    """

    number: str
    case: Case
    ordered: date
    item: OpenItem | None
    limit: ClockLimit | None
    finding: InspectionFinding | None = None
    reports: Sequence[RectificationReport] = field(default=())

    @property
    def waiting(self) -> list[RectificationReport]:
        """The reports that wait for the re-check."""
        return [one for one in self.reports if one.state == ReportCheck.WAITING]

    def late(self, today: date) -> bool:
        """Whether it is open and its limit has passed."""
        return self.item is not None and self.limit is not None and self.limit.day < today

    def accepted(self, unit: str) -> bool:
        """Whether a report of this unit was accepted."""
        return any(one.unit == unit and one.state == ReportCheck.ACCEPTED for one in self.reports)

    @property
    def unready(self) -> list[str]:
        """The units that the finding concerns and of which no report was accepted yet."""
        units = self.finding.units if self.finding else ()
        return [unit for unit in units if not self.accepted(unit)]


def inspections_of(case: Case) -> QuerySet[Inspection]:
    """The inspections of a case, the latest first."""
    return Inspection.objects.filter(case=case).order_by("-number")


def paper_of(row: Inspection) -> list[PaperLine]:
    """The work paper, line by line; in two queries."""
    results = LineResult.objects.select_related("by").order_by("number")
    lines = InspectionLine.objects.filter(inspection=row).order_by("number")
    return [
        PaperLine(one, list(one.results.all()))
        for one in lines.prefetch_related(Prefetch("results", results))
    ]


def findings_of(row: Inspection) -> list[InspectionFinding]:
    """The findings that were told, with their answers and the lines they come from."""
    rows = InspectionFinding.objects.filter(inspection=row).select_related("line", "decided_by")
    return list(rows.prefetch_related("answers__by").order_by("number"))


def unanswered_units(found: InspectionFinding) -> list[str]:
    """The units that a finding concerns and that haven't answered it."""
    there = {one.unit for one in found.answers.all()}
    return [unit for unit in found.units if unit not in there]


def rectifications_in(view: CaseView) -> list[Rectification]:
    """The rectifications of a case, the latest first."""
    return list(reversed(list(_of_case(view.case, view.procedure, view.state))))


def open_rectifications(*, cases: Collection[UUID] | None = None) -> list[Rectification]:
    """Every rectification that isn't confirmed, of every case that isn't stopped; the nearest limit first.

    `cases`: of these only.
    """
    found: list[Rectification] = []
    for call in Call.objects.defer("calendar"):
        steps = [one.id for one in procedure_of(call).steps_meaning(Means.ORDER_RECTIFICATION)]
        confirming = [one.id for one in procedure_of(call).steps_meaning(Means.CONFIRM_RECTIFIED)]
        events = Event.objects.filter(step__in=[*steps, *confirming], case__call=call)
        if cases is not None:
            events = events.filter(case__in=cases)
        counted = events.values("case").annotate(
            ordered=Count("pk", Q(step__in=steps)), confirmed=Count("pk", Q(step__in=confirming))
        )
        held = Case.objects.filter(pk__in=counted.filter(ordered__gt=F("confirmed")).values("case"))
        for case in held.exclude(pk__in=stopped_cases().values("pk")).select_related("call"):
            store = CaseStore(case)
            state = current(store, str(case.pk))
            procedure = store.procedures(str(case.pk))[state.version]
            found += [one for one in _of_case(case, procedure, state) if one.item is not None]
    return sorted(found, key=lambda one: (one.limit.day if one.limit else date.max, one.ordered))


def all_inspections() -> QuerySet[Inspection]:
    """Every inspection of every case that isn't stopped, the latest first."""
    rows = Inspection.objects.exclude(case__in=stopped_cases().values("pk")).select_related("case__call")
    return rows.order_by("-planned_at", "-pk")


def inspections_under_way() -> QuerySet[Inspection]:
    """Every inspection that is neither closed nor called off, of every case that isn't stopped."""
    over = (InspectionState.CLOSED, InspectionState.CALLED_OFF)
    return all_inspections().exclude(state__in=over)


def units_to_report(one: Rectification) -> tuple[str, ...]:
    """The units that have yet to report what they put right: no report of theirs waits or was accepted.

    Of a rectification that no inspection led to, every pilot institution reports.
    """
    wanted = one.unready
    if one.finding is None:
        guide, filing = guide_of(one.case.call), Filing.objects.get(pk=one.case.pk)
        pilots = [unit.key for unit in present_units(filing) if is_pilot(guide, unit)]
        wanted = [unit for unit in pilots if not one.accepted(unit)]
    there = {report.unit for report in one.waiting}
    return tuple(unit for unit in wanted if unit not in there)


def rectification_kinds(procedure: Procedure) -> frozenset[str]:
    """The kinds of items that an order of a rectification opens."""
    return frozenset(step.item for step in procedure.steps_meaning(Means.ORDER_RECTIFICATION))


def _of_case(case: Case, procedure: Procedure, state: CaseState) -> Iterator[Rectification]:
    steps = [one.id for one in procedure.steps_meaning(Means.ORDER_RECTIFICATION)]
    findings = InspectionFinding.objects.filter(case=case).exclude(item="").select_related("inspection")
    by_item = {one.item: one for one in findings}
    reports: dict[str, list[RectificationReport]] = {}
    for row in (
        RectificationReport.objects.filter(case=case).select_related("by", "checked_by").order_by("number")
    ):
        reports.setdefault(row.item, []).append(row)
    ordered = Event.objects.filter(case=case, step__in=steps).order_by("sequence")
    for sequence, at in ordered.values_list("sequence", "at"):
        number = str(sequence)
        item = state.items.get(number)
        yield Rectification(
            number, case, day_of(at), item, _limit(procedure, case, item) if item else None,
            by_item.get(number), reports.get(number, ()),
        )  # fmt: skip


def _limit(procedure: Procedure, case: Case, item: OpenItem) -> ClockLimit | None:
    calendar = calendar_of(case.call)
    limits = [limit_of(procedure, clock, start, calendar) for clock, start in item.clocks.items()]
    return min(limits, key=lambda limit: limit.day, default=None)
