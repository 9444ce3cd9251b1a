"""Taking a step on a page, and confirming or returning what another person entered."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import homes, project_of_view
from xianxing.desks.acts.consequences import consequences, step_marks
from xianxing.desks.acts.inputs import entry_of, form_of, said_back
from xianxing.desks.acts.obstacle_words import obstacle_words
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.evidence import bring_evidence, unused_evidence
from xianxing.pilot.acts.domain.pending import (
    confirm_act,
    pending_to_read,
    return_act,
    take_back_act,
)
from xianxing.pilot.acts.domain.seconds import why_not_second
from xianxing.pilot.acts.domain.step_rules import rule_for
from xianxing.pilot.acts.domain.taking import Taken, chosen, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import Evidence, PendingAct, PendingState
from xianxing.pilot.acts.offers import StepOffer, needs_second_factor, offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.delegations.queries import name_behind
from xianxing.pilot.exits.course import ACTS as EXIT_ACTS
from xianxing.pilot.exits.permissions import may_read as reads_exit
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.papers.previews import previews
from xianxing.pilot.papers.texts import PaperText
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step
from xianxing.workdays.clocks import day_of

# Steps, by their meaning, whose work has a page of its own that ends in the same act.
OWN_PAGES: dict[str, str] = {
    Means.INVITE_EXPERTS: "experts:staffing",
    Means.GIVE_OPINION: "experts:opinion",
    Means.RECUSE: "experts:step-aside",
    Means.REPORT_REGULARLY: "reports:case",
    Means.REPORT_WHEN_NEEDED: "reports:case",
    Means.REPORT_ON_CONDITIONS: "reports:case",
    Means.INSPECT: "inspections:case",
    Means.FIND_INCIDENT: "incidents:new",
    Means.REPORT_INCIDENT_PROCESS: "incidents:case",
    Means.REPORT_INCIDENT_RESULT: "incidents:case",
    Means.SUBMIT_TOLERANCE_EVIDENCE: "incidents:case",
}
# Steps, by their meaning, that take along what was prepared on another page.
PREPARATION_PAGES: dict[str, tuple[str, Promise]] = {
    Means.REQUEST_CORRECTION: ("desk:formality", gettext_lazy("Work list of the formality check")),
    Means.PASS_FORMALITY: ("desk:formality", gettext_lazy("Work list of the formality check")),
    Means.COMPLETE_RISK_ASSESSMENT: ("desk:risks", gettext_lazy("Sheet of the risk assessment")),
}


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, case: UUID, step: str) -> HttpResponse:
    """A step's page: what it asks, what it will bring about, and the button that does it.

    What was typed stays on the page whatever is refused; a file that was sent is kept and ticked.
    """
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    offer = _offer(view, step)
    own = OWN_PAGES.get(view.procedure.meaning(view.procedure.steps[step].act))
    if own and offer is not None:
        return redirect(own, view.case.pk)
    problem = code_problem = ""
    if request.method == "POST" and offer is not None:
        code_problem, problem, answer = _taken(request, view, offer, user)
        if answer is not None:
            return answer
    letters = [(one.pk, one.name) for one in unused_evidence(user)]
    shown = offer or chosen(view, step, Entry(), user)
    context = {
        "view": view, "project": project_of_view(view), "behalf": name_behind(shown.actor.behalf),
        "offer": shown, "open": offer is not None, "problem": problem,
        "hindered": () if offer else obstacle_words(view, shown.step),
        "code_problem": code_problem, "name": shown.step.name(current_language()),
        "along": rule_for(view, shown.step).said(view), "marks": step_marks(view, shown.step),
        "preparation": _preparation(view, shown.step) if offer else None, "room": _room(view, shown.step),
        "follows": consequences(view, shown.step, day_of(at)), "previews": _previews(request, view, offer),
        "form": form_of(view, shown, request.POST if request.method == "POST" else None, letters),
        "state": view.procedure.states[view.state.state].name(current_language()),
        "crumbs": [*homes(view), _case_link(view), Link(shown.step.name(current_language()), request.path)],
    }  # fmt: skip
    return render(request, "acts/act.html", context, status=422 if problem or code_problem else 200)


def _room(view: CaseView, step: Step) -> str:
    """The room in which conditions and records of an exit stand, for a step of one; "" for another step."""
    in_exit = view.procedure.meaning(step.act) in EXIT_ACTS and reads_exit(view)
    return reverse("exits:room", args=[view.case.pk]) if in_exit else ""


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def pending(request: HttpRequest, pending: UUID) -> HttpResponse:
    """What a first person entered, whole, for the second one: to confirm with the own code, or to return."""
    at, user = now(), acting(request)
    row, view = pending_to_read(pending, user, at=at)
    problem = code_problem = ""
    if request.method == "POST":
        try:
            if "return" in request.POST:
                return_act(pending=pending, reason=request.POST.get("reason", ""), by=user, at=at)
                return redirect("acts:case", view.case.pk)
            seen = request.POST.get("sequence", "")
            code_problem = step_up(request, act="confirm")
            if not code_problem:
                done = confirm_act(
                    pending=pending, sequence=whole_number(seen, None), by=user, at=at,
                    step_up=StepUp.just_given(user),
                )  # fmt: skip
                return _after(view, done)
        except Refused as refused:
            problem = refused.message
            row, view = pending_to_read(pending, user, at=at)
    step = view.procedure.steps[row.step]
    context = {
        "row": row, "view": view, "project": project_of_view(view),
        "behalf": name_behind(row.entry.get("behalf")),
        "name": step.name(current_language()), "marks": step_marks(view, step),
        "practice": step.practice, "room": _room(view, step),
        "said": said_back(view, row.entry), "reason": row.entry.get("reason", ""),
        "letters": Evidence.objects.filter(pk__in=row.entry.get("evidence", ())),
        "along": rule_for(view, step).said(view), "follows": consequences(view, step, day_of(at)),
        "previews": []
        if view.procedure.states[view.state.state].final
        else previews(
            view, step, at=at, reason=row.entry.get("reason", ""), said=row.entry.get("answers", {})
        ),
        "own": row.entered_by_id == user.pk,
        "barred": why_not_second(row, user, at=at),
        "waits": row.state == PendingState.WAITING, "moved": row.sequence != view.case.sequence,
        "problem": problem, "code_problem": code_problem, "typed": request.POST.get("reason", ""),
        "crumbs": [*homes(view), _case_link(view), Link(step.name(current_language()), request.path)],
    }  # fmt: skip
    return render(request, "acts/pending.html", context, status=422 if problem or code_problem else 200)


@audience("anyone_logged_in")
@require_POST
def take_back(request: HttpRequest, pending: UUID) -> HttpResponse:
    """The first person takes an act back while it waits."""
    row = take_back_act(pending=pending, by=acting(request), at=now())
    return redirect("acts:case", row.case_id)


def _previews(request: HttpRequest, view: CaseView, offer: StepOffer | None) -> list[PaperText]:
    """The papers of a step that is open, with the reason as far as it was typed."""
    return (
        previews(view, offer.step, at=now(), reason=request.POST.get("reason", ""))
        if offer and not offer.after_end
        else []
    )


def _preparation(view: CaseView, step: Step) -> Link | None:
    """Where what the step takes along is prepared, if anywhere."""
    found = PREPARATION_PAGES.get(view.procedure.meaning(step.act))
    return Link(str(found[1]), reverse(found[0], args=[view.filing.pk])) if found else None


def _offer(view: CaseView, step: str) -> StepOffer | None:
    """The step as it is open to the person; None where it isn't now; Http404 where there is no such step."""
    found = next((offer for offer in offers(view) if offer.step.id == step), None)
    if found is None and (step not in view.procedure.steps or view.procedure.steps[step].by_time):
        raise Http404
    return found


def _taken(
    request: HttpRequest, view: CaseView, offer: StepOffer, user: User
) -> tuple[str, str, HttpResponse | None]:
    """What is wrong with the code, what is wrong else, and where to go when it was done."""
    seen = request.POST.get("sequence", "")
    try:
        kept = letters_sent(request, user)
        entry = entry_of(view, offer, request.POST, kept)
        needed = needs_second_factor(view.procedure, offer.step, offer.four_eyes)
        code_problem = step_up(request, act=offer.step.id) if needed else ""
        if code_problem:
            return code_problem, "", None
        done = take_step(
            case=view.case.pk, step=offer.step.id, entry=entry, by=user, at=now(),
            sequence=whole_number(seen, view.case.sequence),
            step_up=StepUp.just_given(user) if needed else None,
        )  # fmt: skip
    except Refused as refused:
        return "", refused.message, None
    return "", "", _after(view, done)


def letters_sent(request: HttpRequest, user: User) -> list[UUID]:
    """The files that the act names: those ticked, and the one that came with the form, which is kept now."""
    own = {str(one.pk): one.pk for one in unused_evidence(user)}
    found = [own[one] for one in request.POST.getlist("evidence") if one in own]
    sent = request.FILES.get("file")
    if isinstance(sent, UploadedFile):
        brought = bring_evidence(name=sent.name or "", content=sent, by=user, at=now())
        found.append(brought.pk)
        kept = request.POST.copy()
        kept.appendlist("evidence", str(brought.pk))
        request.POST = kept  # type: ignore[assignment]
    return found


def _after(view: CaseView, done: Taken | PendingAct) -> HttpResponse:
    if isinstance(done, PendingAct):
        return redirect("acts:pending", done.pk)
    return redirect(f"{reverse('acts:case', args=[view.case.pk])}?done={done.event.sequence}")


def _case_link(view: CaseView) -> Link:
    return Link(gettext("Acting in the case"), reverse("acts:case", args=[view.case.pk]))
