"""What is open in all trials, on one page of the desk."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.acts.open_matters import matters_of_group
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now

PAGE = 50
GROUP, UNITS = "group", "units"


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything open in trials with who acts until when, the nearest limit first; `by` narrows it."""
    by = request.GET.get("by", "")
    found = matters_of_group(at=now())
    shown = [one for one in found if by not in (GROUP, UNITS) or bool(one.units) == (by == UNITS)]
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Open in trials"), request.path),
        ],
        "links": links(request),
        "by": by,
        "choices": [
            Link(gettext("All"), request.path, current=by not in (GROUP, UNITS)),
            Link(gettext("Waiting for the working group"), f"?by={GROUP}", current=by == GROUP),
            Link(gettext("Waiting for institutions"), f"?by={UNITS}", current=by == UNITS),
        ],
        "late": sum(one.late for one in found),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "keep": f"&by={by}" if by else "",
    }
    return render(request, "desk/matters.html", context)
