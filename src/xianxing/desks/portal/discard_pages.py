"""Discarding a draft after a second look, and bringing a discarded one back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.form_data import as_uuid
from xianxing.desks.portal.scene import NAME, FilingContext, done_words, page, with_scene
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.discarding import bring_back, discard_draft, discarded_drafts
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.permissions import may_discard
from xianxing.pilot.refusal import Refused

MOST = 100


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def discard(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """What discarding brings about, and the reason; POST discards. 404 for those who don't decide it."""
    if not may_discard(scene.who):
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            discard_draft(
                filing=scene.filing, reason=request.POST.get("reason", ""), by=scene.user, at=scene.at
            )
            return redirect(reverse("portal:discarded") + "?done=discarded")
        except Refused as refused:
            problem = refused.message
    context = {
        "crumbs": scene.crumbs(Link(gettext("Discard this draft"), "")),
        "frozen_once": bool(scene.filing.case.sequence),
        "others": [unit for unit in scene.who.units if not unit.lead],
        "problem": problem,
        "problem_at": "reason",
        "reason": request.POST.get("reason", ""),
    }
    return page(request, "discard.html", scene, context, status=400 if problem else 200)


@audience("member")
@require_http_methods(["GET", "HEAD", "POST"])
def discarded(request: HttpRequest) -> HttpResponse:
    """The discarded drafts that the person may bring back; POST brings one back."""
    user, at = acting(request), now()
    drafts = discarded_drafts(user, at=at)
    if request.method == "POST":
        found = get_object_or_404(drafts, pk=as_uuid(request.POST.get("case", "")))
        bring_back(filing=found, by=user, at=at)
        return redirect("portal:home", case=found.pk)
    listed = list(drafts[:MOST])
    held = Cell.objects.filter(filing__in=listed, path=NAME, removed=False).values_list("filing", "value")
    names = {case: str(value) for case, value in held if value}
    context = {
        "crumbs": [
            Link(gettext("My filings"), reverse("portal:filings")),
            Link(gettext("Discarded drafts"), ""),
        ],
        "drafts": [(one, names.get(one.pk, gettext("Filing without a name yet"))) for one in listed],
        "done": done_words(request.GET.get("done", "")),
    }
    return render(request, "portal/discarded.html", context)


urls: list[URLPattern] = [
    path("filings/discarded/", discarded, name="discarded"),
    path("filings/<uuid:case>/discard/", discard, name="discard"),
]
