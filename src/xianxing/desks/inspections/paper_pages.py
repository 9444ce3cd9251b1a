"""The work paper of an inspection, line by line, made for a phone; inspectors write, who supervises reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.inspections.views import (
    crumbs,
    files_by_id,
    files_sent,
    inspection_link,
    pilot_choices,
    unit_names,
)
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.inspections.domain.keeping import inspection_in, view_to_read
from xianxing.pilot.inspections.domain.planning import LONGEST, add_own_line
from xianxing.pilot.inspections.domain.working import LONGEST_NAME, ResultTyped, write_result
from xianxing.pilot.inspections.models import Inspection, InspectionState, LineOutcome, LineSource
from xianxing.pilot.inspections.permissions import inspector_in, reads_papers
from xianxing.pilot.inspections.practice import grade_name, practice_on
from xianxing.pilot.inspections.queries import PaperLine, paper_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of

RESULT_TONES = {LineOutcome.IN_ORDER: "good", LineOutcome.FINDING: "bad", LineOutcome.NOT_LOOKED_AT: "quiet"}


@dataclass(frozen=True)
class ChecklistCard:
    """A line as the page shows it: its result in words, files, and the form with what was typed."""

    paper: PaperLine
    source: str
    marks: tuple[ClauseMark, ...]
    outcome: str
    tone: str
    grade: str
    units: str
    files: tuple[Evidence, ...]
    typed: ResultTyped
    problem: str


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """The work paper; POST writes one line, or adds one. What was typed stays where it is refused."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    row = inspection_in(view, number)
    if not reads_papers(view):
        raise Http404
    problem, line, sent = "", "", request.POST
    if request.method == "POST":
        line = sent.get("line", "")
        try:
            place = _written(request, row, line, user, at)
            return redirect(f"{reverse('inspections:paper', args=[case, number])}?done={place}#line-{place}")
        except Refused as refused:
            problem = refused.message
            sent = request.POST
    cards = _cards(view, row, sent, line if problem else "", problem)
    left = [card for card in cards if card.paper.last is None]
    context = {
        "view": view,
        "row": row,
        "cards": cards,
        "left": len(left),
        "next": left[0].paper.line.number if left else 0,
        "done": request.GET.get("done", "") if request.GET.get("done", "").isdecimal() else "",
        "writes": bool(inspector_in(view, row)) and row.state == InspectionState.PLANNED,
        "early": day_of(at) < row.first_day,
        "outcomes": LineOutcome.choices,
        "grades": practice_on(day_of(at)).grades.values(),
        "pilots": pilot_choices(view),
        "kept": [(one.pk, one.name) for one in unused_evidence(user)] if problem else [],
        "ticked": sent.getlist(f"kept.file-{line}"),
        "own_problem": problem if line == "own" else "",
        "own_words": sent.get("own", "") if problem else "",
        "longest": LONGEST,
        "longest_name": LONGEST_NAME,
        "crumbs": crumbs(view, inspection_link(row), Link(gettext("Work paper"), request.path)),
    }
    return render(request, "inspections/paper.html", context, status=422 if problem else 200)


def _written(request: HttpRequest, row: Inspection, line: str, user: User, at: datetime) -> int:
    """Do what was sent; the number of the line that was written."""
    sent = request.POST
    if line == "own":
        return add_own_line(
            case=row.case_id, inspection=row.number, words=sent.get("own", ""), by=user, at=at
        ).number
    number = whole_number(line, None)
    if number is None:
        raise Refused("line", gettext("Choose what is to be done."))
    files = files_sent(request, user, f"file-{line}")
    said = _typed(request.POST, line, tuple(files))
    write_result(case=row.case_id, inspection=row.number, line=number, said=said, by=user, at=at)
    return number


def _typed(sent: QueryDict, line: str, files: tuple[UUID, ...] = ()) -> ResultTyped:
    based_on = sent.get("based", "")
    return ResultTyped(
        sent.get(f"outcome-{line}", ""), sent.get("words", ""), sent.get("told_by", ""),
        sent.get("grade", ""), tuple(sent.getlist("unit")), files,
        whole_number(based_on, 0),
    )  # fmt: skip


def _cards(view: CaseView, row: Inspection, sent: QueryDict, line: str, problem: str) -> list[ChecklistCard]:
    lines, names, guide = paper_of(row), unit_names(view), guide_of(view.case.call)
    files = files_by_id(one for paper in lines if paper.last for one in paper.last.evidence)
    cards = []
    for paper in lines:
        last, here = paper.last, str(paper.line.number) == line
        outcome = LineOutcome(last.outcome) if last else None
        typed = _typed(sent, line) if here else _held(paper)
        cards.append(
            ChecklistCard(
                paper,
                str(LineSource(paper.line.source).label),
                marks(guide, [paper.line.clause] if paper.line.clause else []),
                str(outcome.label) if outcome else "",
                RESULT_TONES[outcome] if outcome else "",
                grade_name(last.grade) if last and last.grade else "",
                gettext(", ").join(names.get(unit, unit) for unit in last.units) if last else "",
                tuple(files[one] for one in last.evidence if one in files) if last else (),
                typed,
                problem if here else "",
            )
        )
    return cards


def _held(paper: PaperLine) -> ResultTyped:
    """What stands on a line, for its form to begin with."""
    last = paper.last
    if last is None:
        return ResultTyped("", "")
    return ResultTyped(last.outcome, last.words, last.told_by, last.grade, tuple(last.units))
