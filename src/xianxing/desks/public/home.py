"""The first page, and the page that shows every component of the design system."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.samples import samples
from xianxing.desks.public.calendars import calendar
from xianxing.desks.public.shares import Share, shares
from xianxing.desks.public.steps import loaded, stage_name
from xianxing.i18n import gettext
from xianxing.law import complete_guides
from xianxing.pilot.clock import now
from xianxing.workdays.clocks import day_of


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and the doors to everything else."""
    today = day_of(now())
    context = {"today": today, "kind_of_day": calendar().day(today), "stages": stages()}
    return render(request, "public/home.html", context)


def stages() -> list[tuple[str, int, int]]:
    """The stages of the first complete guide's procedure: name, states, steps from them."""
    complete = next(iter(complete_guides()), None)
    if complete is None:
        return []
    procedure = loaded(complete.name)
    states = list(procedure.states.values())
    return [
        (
            stage_name(stage),
            sum(state.stage == stage for state in states),
            sum(
                any(procedure.states[s].stage == stage for s in step.sources)
                for step in procedure.steps.values()
            ),
        )
        for stage in dict.fromkeys(state.stage for state in states)
    ]


@audience("public")
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its name, shown with invented content."""
    today = day_of(now())
    context = {
        "crumbs": [Link(gettext("Design system"), request.path)],
        "today": today,
        "due": today + timedelta(7),
        "parts": sample_shares(),
        "results": ("met", "unmet", "unknown", "manual_review", "not_applicable"),
        "severities": ("blocking", "correction", "advice"),
        "bases": ("guide", "practice"),
        "portal": samples(),
        "statuses": ("implemented", "planned", "declaratory", "open", "unverified"),
    }
    return render(request, "public/components.html", context)


def sample_shares() -> list[Share]:
    """An invented whole of 50 for the share bar."""
    return shares([("implemented", 31), ("planned", 9), ("declaratory", 6), ("open", 4)])
