"""What is to be reported in a case, what was, and where each report stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.reports.forms import TrialReportForm, form_of_step, practice
from xianxing.pilot.reports.models import RemarkKind, ReportDraft, ReportRemark, TrialReport
from xianxing.pilot.reports.permissions import may_read, may_read_report, own_units
from xianxing.pilot.supervision.catalogue import Cadence
from xianxing.pilot.supervision.periods import Period, period_of
from xianxing.procedure.events import ClockStart, OpenItem
from xianxing.procedure.model import Step
from xianxing.procedure.ticking import ClockLimit, limit_of
from xianxing.workdays.clocks import day_of

ON_LIST = 200


class ReportStanding(StrEnum):
    """Where the review of a report stands."""

    HANDED_IN = "handed_in"
    RECEIVED = "received"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


_STANDINGS = {
    None: ReportStanding.HANDED_IN,
    RemarkKind.RECEIVED: ReportStanding.RECEIVED,
    RemarkKind.QUESTION: ReportStanding.ASKED,
    RemarkKind.ANSWER: ReportStanding.ANSWERED,
    RemarkKind.CLOSED: ReportStanding.CLOSED,
}


@dataclass(frozen=True)
class ReportToWrite:
    """A report that can be written now: its kind and step, the item that fell due, its period and last day.

    A kind that nobody waits for has neither item nor last day. `draft` is what was written so far.
    """

    form: TrialReportForm
    step: Step
    item: OpenItem | None
    period: Period | None
    limit: ClockLimit | None
    draft: ReportDraft | None

    @property
    def key(self) -> str:
        """The number of the item, "" without one."""
        return self.item.id if self.item else ""


@dataclass(frozen=True)
class ListedReport:
    """A report in a list with where it stands, of one of a period when it was due, and of one that was asked
    about the last day to answer.
    """

    report: TrialReport
    form: TrialReportForm | None
    standing: ReportStanding
    answer_due: date | None
    provisional: bool
    late: bool
    limit: ClockLimit | None
    handed_in_late: bool


def to_write(view: CaseView, unit: str) -> list[ReportToWrite]:
    """What the institution can report now, what fell due first at the head.

    Where the procedure's steps don't lead from here, nothing; permission is asked with the act.
    """
    drafts = {(one.form, one.item): one for one in ReportDraft.objects.filter(case=view.case, unit=unit)}
    return _to_write(view, drafts)


def due_reports(view: CaseView) -> list[ReportToWrite]:
    """The regular reports that fell due in a case, the earliest first, whatever was written so far."""
    return [one for one in _to_write(view, {}) if one.item] if view.state.items else []


def _to_write(view: CaseView, drafts: Mapping[tuple[str, str], ReportDraft]) -> list[ReportToWrite]:
    due, free = [], []
    for step in view.procedure.steps_from(view.state.state):
        form = form_of_step(view, step.id)
        if form is None:
            continue
        if not step.item_from:
            free.append(ReportToWrite(form, step, None, None, None, drafts.get((form.id, ""))))
        for item in view.state.items_of(step) if step.item_from else ():
            due.append(_due(view, form, step, item, drafts.get((form.id, item.id))))
    return [*sorted(due, key=lambda one: one.item.opened if one.item else date.max), *free]


def _due(
    view: CaseView, form: TrialReportForm, step: Step, item: OpenItem, draft: ReportDraft | None
) -> ReportToWrite:
    calendar = calendar_of(view.case.call)
    limits = [limit_of(view.procedure, clock, start, calendar) for clock, start in item.clocks.items()]
    limit = min(limits, key=lambda one: one.day, default=None)
    return ReportToWrite(form, step, item, period_before(item.opened), limit, draft)


def period_before(opened: date) -> Period:
    """The quarter that was over when a regular report fell due."""
    return period_of(opened - timedelta(days=1), Cadence.QUARTER)


def reports_of(view: CaseView, *, today: date) -> list[ListedReport]:
    """The reports of a case, the latest first, of an institution its own; Stranger for who reads none."""
    if not may_read(view):
        raise Stranger("reports")
    rows = TrialReport.objects.filter(case=view.case)
    if not view.is_group:
        rows = rows.filter(unit__in=own_units(view))
    return _listed(_with_last(rows), today)


def report_to_read(case: UUID, number: int, user: User, *, at: datetime) -> tuple[TrialReport, CaseView]:
    """A report with the case as the person reads it; Stranger for others and for one that isn't there."""
    view = case_to_read(case, user, at=at)
    row = TrialReport.objects.filter(case=case, number=number).select_related("handed_in_by").first()
    if row is None or not may_read_report(view, row.unit):
        raise Stranger(_("There is no such report on the trial."))
    return row, view


def reports_under_review(today: date, *, cases: Collection[UUID] | None = None) -> list[ListedReport]:
    """Reports of all cases whose review isn't closed, the oldest first; none of a stopped case.

    `cases`: of these only.
    """
    closed = ReportRemark.objects.filter(report=OuterRef("pk"), kind=RemarkKind.CLOSED)
    rows = TrialReport.objects.filter(~Exists(closed)).exclude(case__in=stopped_cases().values("pk"))
    if cases is not None:
        rows = rows.filter(case__in=cases)
    return _listed(_with_last(rows).order_by("handed_in_at", "pk")[:ON_LIST], today)


def standing_of(report: TrialReport) -> ReportStanding:
    """Where the review of a report stands."""
    last = report.remarks.order_by("pk").values_list("kind", flat=True).last()
    return _STANDINGS[RemarkKind(last) if last else None]


def handed_in_without_form(view: CaseView) -> list[Event]:
    """Reports handed in by the bare act, with a file as evidence: their events, the latest first."""
    steps = [
        step.id for form in practice().forms.values() for step in view.procedure.steps_meaning(form.means)
    ]
    with_form = TrialReport.objects.filter(case=view.case).values("act")
    rows = Event.objects.filter(case=view.case, step__in=steps).exclude(sequence__in=with_form)
    if not view.is_group:
        rows = rows.filter(procedural__unit__in=own_units(view))
    return list(rows.order_by("-sequence"))


def limit_of_report(report: TrialReport) -> ClockLimit | None:
    """The last day on which a report of a period was to be handed in; None for one that nobody waited for.

    Its clock begins with the last day of the period.
    """
    if report.period_last is None:
        return None
    call, start = report.case.call, ClockStart(report.period_last, 0)
    procedure, form = procedure_of(call), practice().forms.get(report.form)
    kinds = {step.item for step in (procedure.steps_meaning(form.means) if form else ())} - {""}
    clocks = [name for name, clock in procedure.clocks.items() if clock.item in kinds]
    limits = [limit_of(procedure, name, start, calendar_of(call)) for name in clocks]
    return min(limits, key=lambda one: one.day, default=None)


def is_handed_in_late(report: TrialReport) -> bool:
    """Whether a report of a period came after its last day."""
    limit = limit_of_report(report)
    return limit is not None and day_of(report.handed_in_at) > limit.day


def answer_due(asked_at: datetime, report: TrialReport) -> tuple[date, bool]:
    """The last day for answering a question, and whether it may still move.

    Working-group practice, counted from the day after the question.
    """
    return calendar_of(report.case.call).add_workdays(day_of(asked_at), practice().answer_days)


def _with_last(rows: QuerySet[TrialReport]) -> QuerySet[TrialReport]:
    remarks = ReportRemark.objects.filter(report=OuterRef("pk")).order_by("-pk")
    return (
        rows.select_related("case__call", "handed_in_by")
        .defer("sections", "figures")
        .annotate(
            last_kind=Subquery(remarks.values("kind")[:1]), last_at=Subquery(remarks.values("said_at")[:1])
        )
        .order_by("-number")
    )


def _listed(rows: Sequence[TrialReport] | QuerySet[TrialReport], today: date) -> list[ListedReport]:
    found = []
    for row in rows:
        last = getattr(row, "last_kind", None)
        standing = _STANDINGS[RemarkKind(last) if last else None]
        due, provisional = None, False
        if standing is ReportStanding.ASKED:
            due, provisional = answer_due(getattr(row, "last_at"), row)  # noqa: B009 — an annotation
        form, late = practice().forms.get(row.form), due is not None and due < today
        found.append(
            ListedReport(
                row, form, standing, due, provisional, late, limit_of_report(row), is_handed_in_late(row)
            )
        )
    return found
