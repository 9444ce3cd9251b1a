"""The exit plan: each institution's measures beside the filed plan, their proofs, and the checking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.audience import audience
from xianxing.desks.exits.lines import OfferLine, PartLine, exit_crumbs, offer_lines, part_lines
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.exits.course import ExitStep, exit_now, stands_at
from xianxing.pilot.exits.domain.proving import LONGEST_WORDS, check_proof, prove_measure
from xianxing.pilot.exits.permissions import checker_in
from xianxing.pilot.exits.plan import PlanRow, plan_rows
from xianxing.pilot.exits.practice import practice
from xianxing.pilot.exits.queries import MeasureStanding, readable
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

PARTS = (Means.TAKE_INTO_REGULAR_SYSTEM, Means.CARRY_OUT_EXIT_PLAN)
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class MeasureCard:
    """A measure in words: how it stands, what the filing's plan says of it."""

    standing: MeasureStanding
    name: str
    planned: Sequence[PlanRow]


@dataclass(frozen=True)
class PartCard:
    """An institution with its measures, and the step by which it declares its part carried out."""

    part: PartLine
    measures: Sequence[MeasureCard]
    step: OfferLine | None


@audience("anyone_logged_in")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every institution's measures with their proofs; each brings its own, the secretariat checks them."""
    view = readable(case_to_read(case, acting(request), at=now()))
    return _page(request, view)


@audience("anyone_logged_in")
@require_POST
def prove(request: HttpRequest, case: UUID, unit: str, measure: str) -> HttpResponse:
    """Bring a proof; what was written stays where it is refused, and a file that came is kept."""
    user, at = acting(request), now()
    typed = {"place": f"{unit}-{measure}", "words": request.POST.get("words", "")}
    typed["applies"] = request.POST.get("applies", "yes")
    try:
        kept = letters_sent(request, user)
        prove_measure(
            case=case, unit=unit, measure=measure, applies=typed["applies"] != "no", words=typed["words"],
            evidence=kept, by=user, at=at,
        )  # fmt: skip
    except Refused as refused:
        view = readable(case_to_read(case, user, at=at))
        return _page(request, view, refused.message, typed)
    return redirect(f"{reverse('exits:measures', args=[case])}#{typed['place']}")


@audience("anyone_logged_in")
@require_POST
def check(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """Accept a proof or return it with a reason; by the secretariat."""
    user, at = acting(request), now()
    reason = request.POST.get("reason", "")
    try:
        check_proof(
            case=case,
            number=number,
            accept=request.POST.get("act") == "accept",
            reason=reason,
            by=user,
            at=at,
        )
    except Refused as refused:
        view = readable(case_to_read(case, user, at=at))
        return _page(request, view, refused.message, {"checked": str(number), "reason": reason})
    return redirect("exits:measures", case)


def _page(
    request: HttpRequest, view: CaseView, problem: str = "", typed: Mapping[str, str] = NOTHING
) -> HttpResponse:
    exit_, user = exit_now(view), acting(request)
    ticked = set(request.POST.getlist("evidence"))
    context = {
        "view": view, "exit": exit_, "kind": exit_.kind.label if exit_ and exit_.kind else "",
        "cards": [_card(view, part) for part in part_lines(view)],
        "rows": plan_rows(view.filing), "problem": problem, "typed": typed,
        "open": stands_at(view, ExitStep.CARRYING_OUT), "checks": checker_in(view) is not None,
        "letters": [(one.pk, one.name, str(one.pk) in ticked) for one in unused_evidence(user)],
        "longest": LONGEST_WORDS, "source": practice().source(current_language()),
        "crumbs": exit_crumbs(view, Link(gettext("Exit plan"), request.path)),
    }  # fmt: skip
    return render(request, "exits/measures.html", context, status=422 if problem else 200)


def _card(view: CaseView, part: PartLine) -> PartCard:
    language, rows = current_language(), plan_rows(view.filing)
    measures = [
        MeasureCard(
            one,
            one.measure.name(language),
            [row for row in rows if one.measure.column and row.column == one.measure.column],
        )
        for one in part.measures
    ]
    own = [
        offer
        for offer in offers(view)
        if view.procedure.meaning(offer.step.act) in PARTS and offer.actor.unit == part.unit
    ]
    step = next(iter(offer_lines(view, own)), None) if part.ready else None
    return PartCard(part, measures, step)
