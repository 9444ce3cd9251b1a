"""Proposed rules of a case: opened from its insight, taken from stage to stage, published."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.acts.case_pages import project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.lessons.lesson_pages import cited
from xianxing.desks.lessons.tabs import case_tabs, crumbs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.lessons.domain.keeping import LONGEST_WORDS, view_to_read
from xianxing.pilot.lessons.domain.proposing_rules import (
    LONGEST_TITLE,
    StepTyped,
    enter_proposal_step,
    open_proposal,
    publish_proposal,
)
from xianxing.pilot.lessons.models import RuleProposal
from xianxing.pilot.lessons.permissions import decider_in, keeper_in
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.lessons.tracks import insight_filed, proposal_in, proposals_of, standing_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The proposed rules that a project gave rise to; POST opens one."""
    user, at = acting(request), now()
    view, problem = view_to_read(case, user, at=at), ""
    rows = proposals_of(view)
    if request.method == "POST":
        try:
            first = _step(request, user)
            made = open_proposal(
                case=case, title=request.POST.get("title", ""), first=first, by=user, at=now()
            )
            return redirect("lessons:rule", case, made.number)
        except Refused as refused:
            problem = refused.message
    context = {
        "view": view, "project": project_of_view(view), "tabs": case_tabs(view, request.path),
        "rows": [(one, stage_label(one)) for one in rows],
        "keeps": bool(keeper_in(view)), "stages": practice().stages_after(""),
        "typed": request.POST or {"words": insight_filed(view)}, "problem": problem,
        "marks": marks(guide_of(view.case.call), cited(view)), "source": practice().source,
        "crumbs": crumbs(view, Link(gettext("Proposed rules"), request.path)), **_form(request, user),
    }  # fmt: skip
    return render(request, "lessons/rules.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """A proposed rule with its way so far; POST enters the next step, or publishes it."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    proposal_in(view, number)
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = _acted(request, case, number, user)
            if not code_problem:
                return redirect("lessons:rule", case, number)
        except Refused as refused:
            problem = refused.message
    row = proposal_in(view, number)
    steps = sorted(row.steps.all(), key=lambda one: one.number)
    context = {
        "view": view, "project": project_of_view(view), "row": row, "stage": stage_label(row),
        "steps": [(one, label_of(one.stage)) for one in steps],
        "keeps": bool(keeper_in(view)), "publishes": decider_in(view) is not None,
        "stages": practice().stages_after(standing_of(steps)), "typed": request.POST,
        "unpublished": row.published_at is None or any(one.entered_at > row.published_at for one in steps),
        "problem": problem, "code_problem": code_problem,
        "crumbs": crumbs(
            view, Link(gettext("Proposed rules"), reverse("lessons:rules", args=[case])),
            Link(row.reference, request.path),
        ),
        **_form(request, user),
    }  # fmt: skip
    return render(request, "lessons/rule.html", context, status=422 if problem or code_problem else 200)


def stage_label(row: RuleProposal) -> str:
    """Where a proposed rule stands, in words."""
    return label_of(standing_of(row.steps.all()))


def label_of(stage: str) -> str:
    """What a stage is called; its key where the data don't know it any more."""
    found = practice().stages.get(stage)
    return str(found.label) if found else stage


def _acted(request: HttpRequest, case: UUID, number: int, user: User) -> str:
    """Do what was chosen; what is wrong with the code, "" where it was done."""
    act = request.POST.get("act", "")
    if act == "step":
        enter_proposal_step(case=case, number=number, step=_step(request, user), by=user, at=now())
        return ""
    if act != "publish":
        raise Refused("act", gettext("Choose what is to be done."))
    problem = step_up(request, act="publish-rule")
    if not problem:
        publish_proposal(
            case=case, number=number, title=request.POST.get("public_title", ""),
            words=request.POST.get("public_words", ""), by=user, at=now(), step_up=StepUp.just_given(user),
        )  # fmt: skip
    return problem


def _step(request: HttpRequest, user: User) -> StepTyped:
    kept = letters_sent(request, user)
    typed = request.POST
    try:
        day = date.fromisoformat(typed.get("happened_on", ""))
    except ValueError:
        raise Refused("happened_on", gettext("Say on which day it was.")) from None
    said = {name: typed.get(name, "") for name in ("stage", "authors", "words", "organ", "document")}
    return StepTyped(happened_on=day, evidence=kept, **said)


def _form(request: HttpRequest, user: User) -> dict[str, object]:
    ticked = set(request.POST.getlist("evidence"))
    return {
        "letters": [(one.pk, one.name, str(one.pk) in ticked) for one in unused_evidence(user)],
        "longest": LONGEST_WORDS,
        "longest_title": LONGEST_TITLE,
    }
