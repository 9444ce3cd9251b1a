"""Lessons of a case: proposed with their evidence, taken up or not."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.lessons.tabs import case_tabs, crumbs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.lessons.domain.keeping import LONGEST_WORDS, view_to_read
from xianxing.pilot.lessons.domain.reviewing import decide_lesson, propose_lesson
from xianxing.pilot.lessons.models import Lesson, LessonSource, LessonState
from xianxing.pilot.lessons.permissions import decider_in, proposer_in
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.lessons.queries import CLAUSE, evidence_numbers, lesson_in, lessons_of, subjects_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.values import started_on
from xianxing.pilot.words import whole_number

TONES = {LessonState.PROPOSED: "watch", LessonState.ACCEPTED: "good", LessonState.DECLINED: "info"}
ROOMS = {
    LessonSource.REPORT: "reports:report",
    LessonSource.INSPECTION: "inspections:inspection",
    LessonSource.INCIDENT: "incidents:incident",
}


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The lessons of a project; POST proposes one."""
    user, at = acting(request), now()
    view, problem = view_to_read(case, user, at=at), ""
    if request.method == "POST":
        try:
            row = _propose(request, view, user)
            return redirect("lessons:lesson", case, row.number)
        except Refused as refused:
            problem = refused.message
    subjects = subjects_of(view)
    context = {
        "view": view, "project": project_of_view(view), "tabs": case_tabs(view, request.path),
        "rows": [
            (one, subjects.get(one.subject, one.subject), TONES[LessonState(one.state)])
            for one in lessons_of(view)
        ],
        "proposes": proposer_in(view) is not None and started_on(view.case) is not None,
        "sources": _sources(view), "longest": LONGEST_WORDS, "typed": request.POST, "problem": problem,
        "settings": [(key, one) for key, one in subjects.items() if not key.startswith(CLAUSE)],
        "clauses": [(key, _short(str(one))) for key, one in subjects.items() if key.startswith(CLAUSE)],
        "marks": marks(guide_of(view.case.call), cited(view)), "source": practice().source,
        "crumbs": crumbs(view),
    }  # fmt: skip
    return render(request, "lessons/case.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """One lesson with its evidence; POST takes it up, or doesn't."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    lesson_in(view, number)
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = _decided(request, case, number, user)
            if not code_problem:
                return redirect("lessons:lesson", case, number)
        except Refused as refused:
            problem = refused.message
    row = lesson_in(view, number)
    open_ = row.state == LessonState.PROPOSED
    context = {
        "view": view, "project": project_of_view(view), "row": row, "tone": TONES[LessonState(row.state)],
        "subject": subjects_of(view).get(row.subject, row.subject),
        "guide_page": reverse("public:guide", args=[row.guide]),
        "evidence": evidence_address(view, row),
        "decides": open_ and decider_in(view) is not None and row.proposed_by_id != user.pk,
        "typed": request.POST, "problem": problem, "code_problem": code_problem, "longest": LONGEST_WORDS,
        "crumbs": crumbs(view, Link(gettext("Lesson {number}").format(number=number), request.path)),
    }  # fmt: skip
    return render(request, "lessons/lesson.html", context, status=422 if problem or code_problem else 200)


def evidence_address(view: CaseView, row: Lesson) -> str:
    """Where the evidence of a lesson is read."""
    source = LessonSource(row.source)
    if source in ROOMS:
        return reverse(ROOMS[source], args=[view.case.pk, row.source_number])
    return reverse("exits:room" if source is LessonSource.EXIT else "acts:case", args=[view.case.pk])


def cited(view: CaseView) -> list[str]:
    """The clauses that this room serves, as the case's guide names them."""
    return [own for clause in practice().serves if (own := view.procedure.cite(clause))]


def _propose(request: HttpRequest, view: CaseView, user: User) -> Lesson:
    kind, _dot, number = request.POST.get("evidence", "").partition(":")
    said = {name: request.POST.get(name, "") for name in ("subject", "words", "change")}
    return propose_lesson(
        case=view.case.pk, source=kind, source_number=whole_number(number, None), by=user,
        at=now(), **said,
    )  # fmt: skip


def _decided(request: HttpRequest, case: UUID, number: int, user: User) -> str:
    """Do what was chosen; what is wrong with the code, "" where it was done."""
    act = request.POST.get("act", "")
    if act not in ("accept", "decline"):
        raise Refused("act", gettext("Choose what is to be done."))
    problem = step_up(request, act="decide-lesson")
    if not problem:
        decide_lesson(
            case=case, number=number, accept=act == "accept", reason=request.POST.get("reason", ""),
            public_words=request.POST.get("public_words", ""), by=user, at=now(),
            step_up=StepUp.just_given(user),
        )  # fmt: skip
    return problem


def _sources(view: CaseView) -> list[tuple[str, str]]:
    """What a lesson can rest on, as the form names it."""
    found = [(LessonSource.PROJECT.value, str(LessonSource.PROJECT.label))]
    for source, numbers in evidence_numbers(view).items():
        label = str(LessonSource(source).label)
        found += [(f"{source}:{number}", f"{label} {number}") for number in numbers]
    return found


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
