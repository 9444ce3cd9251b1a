"""The earlier filing that a draft follows: named by the lead, so that the working group sees what changed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.i18n import gettext
from xianxing.pilot.filings.draft.predecessors import name_predecessor, possible_predecessors
from xianxing.pilot.filings.permissions import why_closed_to
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def show(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The earlier filings of the lead that ended without a trial; POST names one of them, or none."""
    chosen, problem = str(scene.filing.predecessor_id or ""), ""
    kept = gettext("It is kept, and goes to the working group with the filing.")
    if request.method == "POST":
        chosen = request.POST.get("earlier", "")
        try:
            name_predecessor(case=scene.filing.pk, earlier=_sent(chosen), by=scene.user, at=scene.at)
            return redirect(f"{request.path}?done=1")
        except Refused as refused:
            problem = refused.message
    known = possible_predecessors(scene.who) if scene.who.own else []
    numbers = case_numbers(known)
    context = {
        "crumbs": scene.crumbs(Link(gettext("Earlier filing"), "")),
        "earlier": [(str(one.pk), numbers.get(one.pk, ""), one.case.call.title) for one in known],
        "chosen": chosen,
        "writes": scene.who.steers and why_closed_to(scene.who, at=scene.at) is None,
        "problem": problem,
        "done": kept if "done" in request.GET else "",
    }
    return page(request, "predecessor.html", scene, context, status=422 if problem else 200)


def _sent(text: str) -> UUID | None:
    """The filing that was chosen, None for none; Refused for what is no filing."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Refused("predecessor", gettext("Choose one of the filings.")) from None


urls: list[URLPattern] = [path("filings/<uuid:case>/earlier/", show, name="earlier")]
