"""The correction notice on the units' side: what is asked, item by item, and the answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.finding_pages import way_to
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.public.filed_findings import names_of
from xianxing.desks.public.places import ResultPlace, place
from xianxing.i18n import gettext
from xianxing.pilot.casework.domain.answers import answer_items, asked_now
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.casework.permissions import may_answer
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.refusal import Refused


@dataclass(frozen=True)
class AskedItem:
    """An item of a notice with its place, the way there, its clause, and what stands in its input."""

    item: CorrectionItem
    place: ResultPlace
    url: str
    clause: Link
    answer: str
    mine: bool


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """What the last notice asks with its answers, and the notices before it; POST keeps the answers."""
    problem, now_asked = "", asked_now(scene.filing)
    if request.method == "POST":
        sent = {
            one.number: request.POST[f"answer.{one.number}"]
            for one in now_asked
            if f"answer.{one.number}" in request.POST
        }
        try:
            answer_items(filing=scene.filing, answers=sent, by=scene.user, at=scene.at)
            return redirect(f"{request.path}?done=saved")
        except Refused as refused:
            problem = refused.message
    shown = _rounds(request, scene, open_now={one.pk for one in now_asked})
    context = {
        "crumbs": scene.crumbs(Link(gettext("Correction notice"), "")),
        "rounds": shown,
        "open_round": now_asked[0].round if now_asked else 0,
        "answers": any(one.mine for _round, items in shown for one in items),
        "left": sum(not one.answer for one in now_asked),
        "problem": problem,
    }
    return page(request, "correction.html", scene, context, status=422 if problem else 200)


def _rounds(
    request: HttpRequest, scene: FilingContext, open_now: set[int]
) -> list[tuple[int, list[AskedItem]]]:
    """Every notice with its items, the newest first."""
    rows = CorrectionItem.objects.filter(case=scene.filing.case).select_related("body", "answered_by")
    ordered = list(rows.order_by("-round", "number"))
    form, names = load_form(scene.filing), {one.body_id: names_of(one.body) for one in ordered}
    shown = [
        AskedItem(
            one, place(one.location, scene.guide, names[one.body_id]), way_to(scene, form, one.location),
            scene.clause(one.clause), request.POST.get(f"answer.{one.number}", one.answer)
            if one.pk in open_now else one.answer,
            one.pk in open_now and may_answer(scene.who, one),
        )
        for one in ordered
    ]  # fmt: skip
    return [(number, list(items)) for number, items in groupby(shown, key=lambda one: one.item.round)]


urls: list[URLPattern] = [path("filings/<uuid:case>/correction/", index, name="correction")]
