"""Giving up and withdrawing: proposed by the lead, joined by every pilot institution, each with a code."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.i18n import current_language, gettext
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.next_steps import next_steps
from xianxing.pilot.filings.submit.withdrawing import (
    drop_withdrawal,
    give_up,
    join_withdrawal,
    propose_withdrawal,
    withdraw,
)
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

OFFERED = (
    Means.ABANDON_DRAFT,
    Means.PROPOSE_WITHDRAWAL,
    Means.JOIN_WITHDRAWAL,
    Means.DROP_WITHDRAWAL,
    Means.WITHDRAW,
)


@dataclass(frozen=True)
class WithdrawalStep:
    """A step that the person can take here."""

    act: str
    unit: Unit
    label: str
    unit_name: str
    reasoned: bool


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """What can be taken back where the case stands; POST takes the step with the second factor."""
    offers = offers_of(scene)
    problem = code_problem = ""
    if request.method == "POST":
        key = request.POST.get("unit", "")
        offer = next((o for o in offers if o.act == request.POST.get("act") and o.unit.key == key), None)
        if offer is None:
            raise Http404
        code_problem = step_up(request, act=offer.act)
        if not code_problem:
            try:
                _take(request, scene, offer)
                return redirect(scene.url("home"))
            except Refused as refused:
                problem = refused.message
    context = {
        "crumbs": scene.crumbs(Link(ending_label(scene), "")),
        "title": ending_label(scene),
        "offers": offers,
        "recorded": bool(scene.filing.case.sequence),
        "problem": problem,
        "code_problem": code_problem,
        "reason": request.POST.get("reason", ""),
    }
    return page(request, "withdraw.html", scene, context, status=400 if problem or code_problem else 200)


def ending_label(scene: FilingContext) -> str:
    """What taking the filing back is called: what was not handed in is given up, all else withdrawn."""
    return gettext("Give up the filing") if scene.drafting else gettext("Withdraw the filing")


def offers_of(scene: FilingContext) -> list[WithdrawalStep]:
    """The steps of taking back that are open to the person now."""
    found = next_steps(scene.filing, scene.user, at=scene.at).possible
    return [
        WithdrawalStep(
            one.act,
            one.unit,
            one.step.name(current_language()),
            name_of(one.unit),
            one.act == Means.PROPOSE_WITHDRAWAL,
        )
        for one in found
        if one.act in OFFERED and one.step is not None
    ]


def _take(request: HttpRequest, scene: FilingContext, offer: WithdrawalStep) -> None:
    filing, by, at, factor = scene.filing, scene.user, scene.at, StepUp.just_given(scene.user)
    if offer.act == Means.ABANDON_DRAFT:
        give_up(filing=filing, by=by, at=at, step_up=factor)
    elif offer.act == Means.PROPOSE_WITHDRAWAL:
        reason = request.POST.get("reason", "")
        propose_withdrawal(filing=filing, reason=reason, by=by, at=at, step_up=factor)
    elif offer.act == Means.JOIN_WITHDRAWAL:
        join_withdrawal(filing=filing, unit=offer.unit, by=by, at=at, step_up=factor)
    elif offer.act == Means.DROP_WITHDRAWAL:
        drop_withdrawal(filing=filing, by=by, at=at, step_up=factor)
    else:
        withdraw(filing=filing, by=by, at=at, step_up=factor)


urls: list[URLPattern] = [path("filings/<uuid:case>/withdraw/", index, name="withdraw")]
