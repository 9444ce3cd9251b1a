"""What is open in trials: signatures, incidents, rectifications, changes, reports; who acts until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import cases_as_they_stand
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.changes.queries import undecided_changes
from xianxing.pilot.filings.models import Cell, Filing, Unit
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.incidents.domain.reporting import handed_in_here
from xianxing.pilot.incidents.queries import open_incidents
from xianxing.pilot.inspections.queries import (
    findings_of,
    inspections_under_way,
    open_rectifications,
    unanswered_units,
    units_to_report,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import institutions_of
from xianxing.pilot.reports.queries import ReportStanding, due_reports, reports_under_review
from xianxing.pilot.supervision.periods import period_words
from xianxing.pilot.supervision.queries import unsigned_standings
from xianxing.procedure.meanings import ON_TRIAL
from xianxing.workdays.clocks import day_of

Cases = Collection[UUID] | None  # None: of all cases

NAME = "project.name"
MONITORING, INSPECTION, INCIDENT, CHANGE = "5.2.1", "5.2.2", "5.2.4", "3.1.c"


@dataclass(frozen=True)
class OpenMatter:
    """Something open in a trial: of which project, what is to be done, by whom, until when, on which clause.

    `units` are the keys of the units that act, empty where the working group does; `due` is None without a
    limit; `practice` where the guide doesn't ask for it.
    """

    case: Case
    what: str
    units: tuple[str, ...]
    due: date | None
    late: bool
    clause: str
    url: str
    practice: bool = False
    project: str = ""
    who: str = ""
    marks: tuple[ClauseMark, ...] = ()


def matters_of_group(*, at: datetime) -> list[OpenMatter]:
    """Everything that is open in all trials, the nearest limit first; nothing of a stopped case."""
    return _named(_matters(at, None))


def matters_of_institution(user: User, *, at: datetime) -> list[OpenMatter]:
    """What the person's institutions have to do in their trials, the nearest limit first."""
    held = institutions_of(user, at=at)
    cases = readable_filings(user, at=at).values("pk")
    rows = Unit.objects.filter(filing__in=cases, institution__in=held, left_at=None)
    opened = rows.filter(filing__case__sequence__gt=0).select_related("institution", "filing__case")
    listed = opened.prefetch_related("filing__case__call").order_by("filing", "pk")  # once, not once a unit
    own = {(one.filing_id, one.key): one for one in listed}
    if not own:  # of drafts nothing is open
        return []
    matters = _matters(at, {case for case, _unit in own})
    return _named(one for one in matters if any((one.case.pk, unit) in own for unit in one.units))


def _matters(at: datetime, cases: Cases) -> Iterator[OpenMatter]:
    yield from _signatures(cases)
    yield from _incidents(at, cases)
    yield from _inspections(day_of(at), cases)
    yield from _rectifications(day_of(at), cases)
    yield from _changes(day_of(at), cases)
    yield from _due_reports(at, cases)
    yield from _reports(day_of(at), cases)


def _signatures(cases: Cases) -> Iterator[OpenMatter]:
    for one in unsigned_standings(cases=cases):
        what = _("Sign version {version} of the list of commitments").format(version=one.version)
        url = reverse("supervision:commitments", args=[one.case.pk])
        yield OpenMatter(one.case, what, tuple(one.unsigned), None, False, MONITORING, url, practice=True)


def _incidents(at: datetime, cases: Cases) -> Iterator[OpenMatter]:
    for standing in open_incidents(at, cases=cases):
        row, nearest = standing.incident, standing.nearest
        url = reverse("incidents:incident", args=[row.case_id, row.number])
        if nearest and nearest.due:
            what = _("Report on incident {number}: {title}").format(number=row.number, title=row.title)
            late = bool(standing.overdue)
            yield OpenMatter(row.case, what, (row.unit,), nearest.due.day, late, INCIDENT, url)
        if any(handed_in_here(one) and not hasattr(one, "receipt") for one in row.reports.all()):
            what = _("Receive a report on incident {number}, or return it").format(number=row.number)
            yield OpenMatter(row.case, what, (), None, False, INCIDENT, url)
        if standing.unset:
            what = _("Set the limits for reports on incident {number}").format(number=row.number)
            yield OpenMatter(row.case, what, (), None, False, INCIDENT, url)


def _inspections(today: date, cases: Cases) -> Iterator[OpenMatter]:
    rows = inspections_under_way()
    for row in rows if cases is None else rows.filter(case__in=cases):
        url = reverse("inspections:inspection", args=[row.case_id, row.number])
        if row.told_at is None:
            what = _("Make inspection {number} and tell its findings").format(number=row.number)
            yield OpenMatter(row.case, what, (), row.last_day, row.last_day < today, INSPECTION, url)
            continue
        open_findings = [one for one in findings_of(row) if not one.decision]
        units = tuple(dict.fromkeys(unit for one in open_findings for unit in unanswered_units(one)))
        late = row.answer_due is not None and row.answer_due < today
        if units:
            what = _("Answer what inspection {number} found").format(number=row.number)
            yield OpenMatter(row.case, what, units, row.answer_due, late, INSPECTION, url)
        if not units or late:
            what = _("Decide about what inspection {number} found, or close it").format(number=row.number)
            yield OpenMatter(row.case, what, (), None, False, INSPECTION, url)


def _rectifications(today: date, cases: Cases) -> Iterator[OpenMatter]:
    for one in open_rectifications(cases=cases):
        url = reverse("inspections:rectification", args=[one.case.pk, one.number])
        due, late, units = one.limit.day if one.limit else None, one.late(today), units_to_report(one)
        if one.waiting:
            what = _("Re-check what was put right")
            yield OpenMatter(one.case, what, (), due, late, INSPECTION, url)
        if units:
            what = _("Put right what was ordered, and report it")
            yield OpenMatter(one.case, what, units, due, late, INSPECTION, url)
        elif not one.waiting:
            what = _("Confirm a rectification")
            yield OpenMatter(one.case, what, (), due, late, INSPECTION, url)


def _due_reports(at: datetime, cases: Cases) -> Iterator[OpenMatter]:
    """The regular reports that fell due in trials and weren't handed in, of who is to hand them in."""
    rows = Filing.objects.filter(case__reduced__plain__has_key="items")
    rows = rows.filter(_running()) if cases is None else rows.filter(pk__in=cases)
    rows = rows.exclude(pk__in=stopped_cases().values("pk")).order_by("pk")
    listed = [
        one
        for one in rows.select_related("case").prefetch_related("case__call")
        if procedure_of(one.case.call).states[one.case.state].stage in ON_TRIAL
    ]
    for view in cases_as_they_stand(listed, at=at):
        for one in due_reports(view):
            if one.limit:
                groups = {view.procedure.roles[role].of for role in one.step.actors}
                units = sorted({unit for group in groups for unit in view.state.members.get(group, ())})
                what = _("Hand in the report for {period}").format(
                    period=period_words(one.period, current_language()) if one.period else ""
                )
                url = reverse("reports:write-item", args=[view.case.pk, one.form.id, one.key])
                late = one.limit.day < day_of(at)
                yield OpenMatter(view.case, what, tuple(units), one.limit.day, late, MONITORING, url)


def _running() -> Q:
    """The filings whose cases stand in a trial, by what each call's procedure calls its states."""
    found = Q(pk__in=())
    for call in Call.objects.defer("calendar"):
        states = [name for name, one in procedure_of(call).states.items() if one.stage in ON_TRIAL]
        found |= Q(case__call=call, case__state__in=states)
    return found


def _changes(today: date, cases: Cases) -> Iterator[OpenMatter]:
    rows = undecided_changes()
    for row in rows if cases is None else rows.filter(case__in=cases):
        url = reverse("changes:change", args=[row.case_id, row.number])
        what = _("Decide about change {number}").format(number=row.number)
        yield OpenMatter(row.case, what, (), row.effective_on, row.effective_on <= today, CHANGE, url)


def _reports(today: date, cases: Cases) -> Iterator[OpenMatter]:
    for one in reports_under_review(today, cases=cases):
        row = one.report
        url = reverse("reports:report", args=[row.case_id, row.number])
        if one.standing is ReportStanding.ASKED:
            what = _("Answer the question about report {number}").format(number=row.number)
            yield OpenMatter(row.case, what, (row.unit,), one.answer_due, one.late, MONITORING, url)
        else:
            what = _("Review report {number}").format(number=row.number)
            yield OpenMatter(row.case, what, (), None, False, MONITORING, url)


def _named(matters: Iterable[OpenMatter]) -> list[OpenMatter]:
    """With the names of project and units and the clause as its guide writes it; in two queries."""
    found = sorted(matters, key=lambda one: (one.due is None, one.due or date.max, str(one.case.pk)))
    cases = {one.case.pk for one in found}
    cells = Cell.objects.filter(filing__in=cases, path=NAME).values_list("filing", "value")
    names: dict[UUID, str] = {case: str(value or "") for case, value in cells}
    rows = Unit.objects.filter(filing__in=cases, institution__isnull=False)
    units = {(case, key): name for case, key, name in rows.values_list("filing", "key", "institution__name")}
    return [
        OpenMatter(
            one.case, one.what, one.units, one.due, one.late, one.clause, one.url, one.practice,
            project=names.get(one.case.pk, ""),
            who=_("; ").join(units.get((one.case.pk, unit), unit) for unit in one.units)
            or _("The working group"),
            marks=_marks(one),
        )
        for one in found
    ]  # fmt: skip


def _marks(one: OpenMatter) -> tuple[ClauseMark, ...]:
    clause = procedure_of(one.case.call).cite(one.clause)
    return marks(guide_of(one.case.call), [clause] if clause else [])
