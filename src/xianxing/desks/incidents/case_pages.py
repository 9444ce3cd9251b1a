"""The incidents of a case, and one of them: its instants, clocks, grades, reports, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.case_pages import homes, project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.incidents.typed import grade_typed, instant_typed
from xianxing.desks.incidents.words import clock_cards, instants_of
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.incidents.clocks import grades_now
from xianxing.pilot.incidents.documents import report_words
from xianxing.pilot.incidents.domain.grading import change_grade
from xianxing.pilot.incidents.domain.receiving import (
    close_incident,
    excuse_clock,
    hindrances,
    receive_report,
    set_limit,
)
from xianxing.pilot.incidents.domain.reporting import handed_in_here, state_restoration
from xianxing.pilot.incidents.domain.writing import LONGEST_WORDS, SERVES
from xianxing.pilot.incidents.limbs import limbs_of
from xianxing.pilot.incidents.models import Incident, IncidentGrade, IncidentReport, ReceiptKind
from xianxing.pilot.incidents.permissions import reporter_in, secretariat_in, signer_in
from xianxing.pilot.incidents.queries import (
    IncidentStanding,
    incident_to_read,
    incidents_to_read,
    items_without_account,
)
from xianxing.pilot.incidents.regulations import Regulation, ReportKind, regulations
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number

Typed = Mapping[str, str]


@dataclass(frozen=True)
class GradeCard:
    """A rule under which an incident is graded: the rule, the grades given so far, the last one first."""

    rule: Regulation
    rows: list[tuple[IncidentGrade, str, str]]


@dataclass(frozen=True)
class IncidentReportCard:
    """A report with its parts in words; `waits` for the secretariat's receipt."""

    report: IncidentReport
    kind: str
    recipient: str
    parts: list[tuple[str, str]]
    waits: bool


@audience("anyone_logged_in")
@require_safe
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The incidents and drills of a case, the last first."""
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    found = incidents_to_read(view, at=at)
    decides = secretariat_in(view) is not None
    context = {
        "view": view,
        "project": project_of_view(view),
        "rows": [(one, clock_cards(list(one.clocks), at, decides=decides)) for one in found],
        "reports": signer_in(view) is not None,
        "drills": reporter_in(view) is not None,
        "hears": signer_in(view) is None and any(actor.unit for actor in view.actors),
        "untold": items_without_account(view, [one.incident for one in found]),
        "marks": clause_marks(view),
        "crumbs": crumbs(view),
    }
    return render(request, "incidents/case.html", context)


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """One incident; a POST does something about it, and what was typed stays where that is refused."""
    at, user = now(), acting(request)
    problem, act = "", request.POST.get("act", "")
    if request.method == "POST":
        if act not in ACTS:
            raise Http404
        try:
            ACTS[act](case, number, request.POST, user, at)
            return redirect("incidents:incident", case, number)
        except Refused as refused:
            problem = refused.message
    view = case_to_read(case, user, at=at)
    context = {
        **incident_context(view, incident_to_read(view, number, at=at), at),
        "problem": problem,
        "typed": request.POST if problem else {},
        "typed_act": f"{act}{request.POST.get('about', '')}" if problem else "",
        "crumbs": crumbs(view, number),
    }
    return render(request, "incidents/incident.html", context, status=422 if problem else 200)


def incident_context(view: CaseView, standing: IncidentStanding, at: datetime) -> dict[str, object]:
    """What the page of an incident shows to the person of the view, and what this person may do."""
    incident, reporter = standing.incident, reporter_in(view)
    own = reporter is not None and reporter.unit == incident.unit
    decides, closed = secretariat_in(view) is not None, standing.closed
    return {
        "view": view,
        "project": project_of_view(view),
        "standing": standing,
        "incident": incident,
        "unit": unit_names(view).get(incident.unit, incident.unit),
        "clocks": clock_cards(list(standing.clocks), at, decides=decides and not closed),
        "instants": instants_of(incident),
        "grades": grade_cards(incident),
        "reports": [_report_card(one) for one in sorted(incident.reports.all(), key=lambda one: -one.number)],
        "recipients": list(regulations().recipients.values()),
        "kinds": [(str(kind), report_words(kind)) for kind in ReportKind],
        "own": own and not closed,
        "decides": decides and not closed,
        "regrades": (own or decides) and not closed and not incident.drill,
        "restores": own and not closed and not hasattr(incident, "restoration"),
        "tolerance": not incident.drill and bool(limbs_of(view)),
        "hindered": hindrances(standing) if decides and not closed else [],
        "reads_evidence": view.is_group,
        "received": ReceiptKind.RECEIVED,
        "longest": LONGEST_WORDS,
        "marks": clause_marks(view),
    }


def unit_names(view: CaseView) -> dict[str, str]:
    """The names of the project's units by their keys."""
    return {
        unit.key: unit.institution.name if unit.institution else unit.uscc
        for unit in present_units(view.filing)
    }


def grade_cards(incident: Incident) -> list[GradeCard]:
    """The rules under which people chose a grade, each with all that were given."""
    known = regulations().versions
    rows = sorted(incident.grades.all(), key=lambda one: -one.pk)
    return [
        GradeCard(
            known[rule],
            [(one, *_grade_words(known[rule], one)) for one in rows if one.regulation == rule],
        )
        for rule in grades_now(rows)
        if rule in known and len(known[rule].grades) > 1
    ]


def clause_marks(view: CaseView, serves: str = SERVES) -> tuple[ClauseMark, ...]:
    """The guide's own clause on which incidents rest."""
    own = view.procedure.cite(serves)
    return marks(guide_of(view.case.call), [own] if own else [])


def crumbs(view: CaseView, number: int = 0, *more: Link) -> list[Link]:
    """Where a page of incidents stands."""
    here = reverse("incidents:case", args=[view.case.pk])
    found = [*homes(view), Link(gettext("Incidents"), here)]
    if number:
        name = gettext("Incident {number}").format(number=number)
        found.append(Link(name, reverse("incidents:incident", args=[view.case.pk, number])))
    return [*found, *more]


def _grade_words(rule: Regulation, row: IncidentGrade) -> tuple[str, str]:
    grade, capacity = rule.grades.get(row.grade), rule.capacities.get(row.capacity)
    return str(grade.label) if grade else row.grade, str(capacity.label) if capacity else ""


def _report_card(report: IncidentReport) -> IncidentReportCard:
    known = regulations()
    recipient = known.recipients.get(report.recipient)
    return IncidentReportCard(
        report,
        report_words(report.kind),
        str(recipient.label) if recipient else report.recipient,
        [
            (str(known.sections[part].label) if part in known.sections else part, words)
            for part, words in report.content.items()
        ],
        handed_in_here(report) and not hasattr(report, "receipt"),
    )


def _receipt(kind: str) -> Callable[[UUID, int, Typed, User, datetime], object]:
    def act(case: UUID, number: int, typed: Typed, by: User, at: datetime) -> object:
        about = typed.get("about", "")
        return receive_report(
            case=case, number=number, report=whole_number(about, 0), kind=kind,
            words=typed.get("words", ""), by=by, at=at,
        )  # fmt: skip

    return act


def _limit(case: UUID, number: int, typed: Typed, by: User, at: datetime) -> object:
    return set_limit(
        case=case, number=number, clock=typed.get("about", ""), due_at=instant_typed(typed.get("due_at", "")),
        reason=typed.get("words", ""), by=by, at=at,
    )  # fmt: skip


def _excuse(case: UUID, number: int, typed: Typed, by: User, at: datetime) -> object:
    return excuse_clock(
        case=case, number=number, clock=typed.get("about", ""), reason=typed.get("words", ""), by=by, at=at
    )


def _grade(case: UUID, number: int, typed: Typed, by: User, at: datetime) -> object:
    rule = typed.get("about", "")
    return change_grade(
        case=case, number=number, regulation=rule, proposed=grade_typed(typed, rule),
        reason=typed.get("words", ""), by=by, at=at,
    )  # fmt: skip


def _restored(case: UUID, number: int, typed: Typed, by: User, at: datetime) -> object:
    restored_at = instant_typed(typed.get("restored_at", ""))
    return state_restoration(case=case, number=number, restored_at=restored_at, by=by, at=at)


def _close(case: UUID, number: int, typed: Typed, by: User, at: datetime) -> object:
    return close_incident(case=case, number=number, words=typed.get("words", ""), by=by, at=at)


ACTS: dict[str, Callable[[UUID, int, Typed, User, datetime], object]] = {
    "receive": _receipt(ReceiptKind.RECEIVED),
    "return": _receipt(ReceiptKind.RETURNED),
    "limit": _limit,
    "excuse": _excuse,
    "grade": _grade,
    "restored": _restored,
    "close": _close,
}
