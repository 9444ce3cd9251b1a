"""Writing an opinion: the words first, then a score and a sentence for each heading; saved, then sealed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.experts.visiting import expert_of, proof_of
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.experts.domain.access import case_of_expert, has_signed
from xianxing.pilot.experts.domain.opinions import (
    draft_of,
    give_opinion,
    given_by,
    own_opinion,
    save_draft,
)
from xianxing.pilot.experts.opinion_texts import LONGEST_OPINION, LONGEST_SENTENCE, OpinionText
from xianxing.pilot.experts.practice import Criterion, ExpertPractice, practice_of
from xianxing.pilot.experts.rounds import awaits_opinions
from xianxing.pilot.experts.summary import others_of
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class CriterionInput:
    """A criterion on the form: the choices of its score, with the one that was chosen, and the sentence."""

    criterion: Criterion
    choices: tuple[tuple[int, bool], ...]
    reason: str


@audience("expert_or_guest")
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, case: UUID) -> HttpResponse:
    """The form: saving keeps whatever is there; giving asks for all of it and seals it. Typed words stay."""
    user, at, problem = expert_of(request, case), now(), ""
    view = case_of_expert(case, user, at=at)
    if not has_signed(view.case, user):
        return redirect("experts:undertaking", case)
    practice, given = practice_of(guide_of(view.case.call), day_of(at)), given_by(view.case, user)
    text = own_opinion(given) if given else draft_of(view.case, user)
    if request.method == "POST":
        text = _sent(request.POST, practice)
        try:
            if "give" in request.POST:
                give_opinion(case=case, text=text, by=user, at=at, step_up=proof_of(request))
            else:
                save_draft(case=case, text=text, by=user, at=at)
            return redirect(f"{request.path}?saved=1")
        except Refused as refused:
            problem = refused.message
    unsent = None
    if given and problem:  # what was typed isn't what was sealed
        unsent, text = text, own_opinion(given)
    context = {
        "crumbs": [
            Link(gettext("Expert opinions"), reverse("experts:home")),
            Link(case_number(view.filing), reverse("experts:reading", args=[case])),
            Link(gettext("My opinion"), request.path),
        ],
        "case": case, "number": case_number(view.filing), "text": text, "given": given, "problem": problem,
        "criteria": [_input(criterion, text, practice.scale) for criterion in practice.criteria],
        "others": others_of(given, practice) if given else (),
        "unsent": unsent,
        "unsent_scores": [_input(one, unsent, practice.scale) for one in practice.criteria] if unsent else (),
        "scale": practice.scale, "open": awaits_opinions(view.procedure, view.state.state),
        "longest": LONGEST_OPINION, "sentence": LONGEST_SENTENCE, "saved": "saved" in request.GET,
    }  # fmt: skip
    return render(request, "experts/opinion.html", context, status=422 if problem else 200)


def _input(criterion: Criterion, text: OpinionText, scale: int) -> CriterionInput:
    chosen = text.scores.get(criterion.key, 0)
    choices = tuple((score, score == chosen) for score in range(1, scale + 1))
    return CriterionInput(criterion, choices, text.reasons.get(criterion.key, ""))


def _sent(said: QueryDict, practice: ExpertPractice) -> OpinionText:
    scores, reasons = {}, {}
    for criterion in practice.criteria:
        score = whole_number(said.get(f"score.{criterion.key}", ""), 0)
        if 1 <= score <= practice.scale:
            scores[criterion.key] = score
        reasons[criterion.key] = said.get(f"reason.{criterion.key}", "")
    return OpinionText(said.get("words", ""), scores, reasons)
