"""A project's entry in the case library: written, confirmed by its units, published, taken back."""

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
from xianxing.desks.lessons.lesson_pages import cited
from xianxing.desks.lessons.library_lines import outcome_words, sheet_answers
from xianxing.desks.lessons.tabs import case_tabs, crumbs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.lessons.domain.keeping import LONGEST_WORDS, view_to_read
from xianxing.pilot.lessons.domain.publishing import (
    confirm_entry,
    publish_entry,
    withdraw_entry,
    write_entry,
)
from xianxing.pilot.lessons.library import (
    entries_of,
    entry_in,
    learnt_in,
    must_be_nameless,
    outcome_of,
    unconfirmed_units,
)
from xianxing.pilot.lessons.models import LibraryEntry, LibraryState
from xianxing.pilot.lessons.permissions import confirmer_in, decider_in, writer_in
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

TONES = {LibraryState.WRITTEN: "watch", LibraryState.PUBLISHED: "good", LibraryState.TAKEN_BACK: "info"}


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The entries of a project; POST writes one, by the secretariat."""
    user, at = acting(request), now()
    view, problem = view_to_read(case, user, at=at), ""
    if request.method == "POST":
        try:
            learnt = {key: request.POST.get(key, "") for key in practice().sections}
            row = write_entry(
                case=case, learnt=learnt, nameless="nameless" in request.POST, by=user, at=now()
            )
            return redirect("lessons:entry", case, row.number)
        except Refused as refused:
            problem = refused.message
    rows, ended = entries_of(view), outcome_of(view)
    held = any(one.state != LibraryState.TAKEN_BACK for one in rows)
    context = {
        "view": view, "project": project_of_view(view), "tabs": case_tabs(view, request.path),
        "rows": [(one, TONES[LibraryState(one.state)]) for one in rows],
        "outcome": outcome_words(ended), "is_over": ended is not None,
        "writes": writer_in(view) is not None and ended is not None and not held,
        "must_be_nameless": must_be_nameless(view),
        "sections": [(key, label, request.POST.get(key, "")) for key, label in practice().sections.items()],
        "nameless": "nameless" in request.POST, "longest": LONGEST_WORDS, "problem": problem,
        "marks": marks(guide_of(view.case.call), cited(view)), "source": practice().source,
        "crumbs": crumbs(view, Link(gettext("Case library"), request.path)),
    }  # fmt: skip
    return render(request, "lessons/library.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """An entry as it would be published; POST confirms it, publishes it, or takes it back."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    entry_in(view, number)
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = _acted(request, case, number, user)
            if not code_problem:
                return redirect("lessons:entry", case, number)
        except Refused as refused:
            problem = refused.message
    row = entry_in(view, number)
    context = {
        "view": view, "project": project_of_view(view), "row": row, "tone": TONES[LibraryState(row.state)],
        "answers": sheet_answers(row), "learnt": learnt_in(row),
        "outcome": outcome_words(row.content.get("outcome")),
        "lacking": [one.institution or one.uscc for one in unconfirmed_units(view, row)],
        "may": _may(view, row), "typed": request.POST, "problem": problem, "code_problem": code_problem,
        "longest": LONGEST_WORDS, "names": _names(view),
        "crumbs": crumbs(
            view, Link(gettext("Case library"), reverse("lessons:library", args=[case])),
            Link(row.reference, request.path),
        ),
    }  # fmt: skip
    return render(request, "lessons/entry.html", context, status=422 if problem or code_problem else 200)


def _acted(request: HttpRequest, case: UUID, number: int, user: User) -> str:
    """Do what was chosen; what is wrong with the code, "" where it was done."""
    act = request.POST.get("act", "")
    if act not in ("agree", "object", "publish", "take_back"):
        raise Refused("act", gettext("Choose what is to be done."))
    problem = step_up(request, act="library-entry")
    if problem:
        return problem
    proof, words = StepUp.just_given(user), request.POST.get("words", "")
    if act in ("agree", "object"):
        confirm_entry(
            case=case, number=number, agree=act == "agree", words=words, by=user, at=now(), step_up=proof
        )
    elif act == "publish":
        publish_entry(case=case, number=number, by=user, at=now(), step_up=proof)
    else:
        withdraw_entry(case=case, number=number, reason=words, by=user, at=now(), step_up=proof)
    return ""


def _may(view: CaseView, row: LibraryEntry) -> dict[str, bool]:
    """What the person may do with an entry, as the page offers it."""
    waits, head = row.state == LibraryState.WRITTEN, decider_in(view) is not None
    signer = confirmer_in(view)
    answered = {one.unit for one in row.confirmations.all()}
    return {
        "confirm": waits and signer is not None and signer.unit not in answered,
        "publish": waits and head and not unconfirmed_units(view, row),
        "take_back": row.state != LibraryState.TAKEN_BACK
        and (head or (waits and writer_in(view) is not None)),
    }


def _names(view: CaseView) -> dict[str, str]:
    units = view.filing.units.select_related("institution")
    return {one.key: str(one.institution or one.uscc) for one in units}
