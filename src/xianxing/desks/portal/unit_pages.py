"""Who takes part: inviting units, lead, scenario provider, taking out, leaving."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.i18n import gettext
from xianxing.pilot.filings.actors import is_pilot
from xianxing.pilot.filings.draft.opening import (
    invite_unit,
    leave_filing,
    remove_unit,
    set_lead,
    set_scenario_provider,
)
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.permissions import STEERERS, visible_units
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The units with what the lead may do about them; POST does it."""
    problem = ""
    if request.method == "POST":
        try:
            return _act(request, scene)
        except Refused as refused:
            problem = refused.message
    units = scene.who.with_invited or ()
    seen = {unit.pk for unit in visible_units(scene.who)}
    kinds = scene.guide.unit_kinds
    rows = [
        {
            "unit": unit,
            "name": name_of(unit),
            "kind": kinds[unit.institution.kind].label
            if unit.institution and unit.institution.kind in kinds
            else "",
            "pilot": is_pilot(scene.guide, unit),
            "url": scene.url("unit", unit.key) if unit.pk in seen else "",
            "own": scene.who.of(unit, STEERERS),
        }
        for unit in units
    ]
    context = {
        "crumbs": scene.crumbs(Link(gettext("Units"), "")),
        "rows": rows,
        "steers": scene.who.steers,
        "problem": problem,
        "code": request.POST.get("uscc", ""),
    }
    return page(request, "units.html", scene, context, status=400 if problem else 200)


def _act(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    post, by, at = request.POST, scene.user, scene.at
    act = post.get("act", "")
    if act == "invite":
        invite_unit(filing=scene.filing, uscc=post.get("uscc", ""), by=by, at=at)
        return redirect(f"{request.path}?done=invited")
    unit = _unit(scene, post.get("unit", ""))
    if act == "lead":
        set_lead(unit=unit, by=by, at=at)
    elif act in ("provides", "provides-not"):
        set_scenario_provider(unit=unit, provides=act == "provides", by=by, at=at)
    elif act == "remove":
        remove_unit(unit=unit, by=by, at=at)
    elif act == "leave":
        leave_filing(unit=unit, by=by, at=at)
        return redirect("portal:filings")
    else:
        raise Http404
    return redirect(f"{request.path}?done=changed")


def _unit(scene: FilingContext, key: str) -> Unit:
    unit = scene.filing.units.filter(key=key, left_at__isnull=True).first()
    if unit is None:
        raise Http404
    return unit
