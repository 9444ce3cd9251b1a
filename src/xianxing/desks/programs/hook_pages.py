"""Addresses that are told of events: of one project for its institution, of all for the secretariat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.programs.domain.hooks import end_webhook, make_webhook, resume_webhook
from xianxing.pilot.programs.models import Webhook
from xianxing.pilot.programs.permissions import makers_in
from xianxing.pilot.programs.practice import practice
from xianxing.pilot.programs.queries import webhooks_of, webhooks_of_group
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.permissions import on_trial
from xianxing.pilot.supervision.queries import institution_names
from xianxing.workdays.clocks import day_of


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """The project's addresses, and a form for a new one; its secret stands on the answer and nowhere else."""
    at = now()
    view = case_to_read(case, acting(request), at=at)
    rows = webhooks_of(view)
    here = [*homes(view), Link(gettext("Monitoring"), reverse("supervision:case", args=[case]))]
    return _page(request, rows, here, at, view)


@audience("secretariat")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_group(request: HttpRequest) -> HttpResponse:
    """The secretariat's addresses, which are told of the events of every project."""
    return _page(request, webhooks_of_group(), [], now(), None)


@audience("anyone_logged_in")
@require_POST
def change(request: HttpRequest, hook: int) -> HttpResponse:
    """End an address, or switch one on again that was switched off."""
    user, at = acting(request), now()
    if request.POST.get("act") == "resume":
        row = resume_webhook(hook=hook, by=user, at=at)
    else:
        row = end_webhook(hook=hook, by=user, at=at, real_now=timezone.now())
    return redirect("programs:hooks", row.case_id) if row.case_id else redirect("programs:group")


def _page(
    request: HttpRequest, rows: Iterable[Webhook], here: list[Link], at: datetime, view: CaseView | None
) -> HttpResponse:
    fresh, problem, code_problem = "", "", ""
    if request.method == "POST":
        code_problem = step_up(request, act="make_webhook")
        if not code_problem:
            try:
                fresh = _made(request, view, at)
            except Refused as refused:
                problem = refused.message
    makers = makers_in(view) if view and on_trial(view) else ()
    names = institution_names(view) if view and makers else {}
    failures = practice().limit("failures", day_of(at), current_language())
    context = {
        "view": view,
        "rows": rows,
        "makes": view is None or bool(makers),
        "own": [(one.unit, names.get(one.unit, one.unit)) for one in makers],
        "fresh": fresh,
        "problem": problem,
        "code_problem": code_problem,
        "asked": request.POST,
        "failures": failures.value,
        "source": failures.source,
        "crumbs": [*here, Link(gettext("Addresses that are told of events"), request.path)],
    }
    return render(request, "programs/hooks.html", context, status=422 if problem or code_problem else 200)


def _made(request: HttpRequest, view: CaseView | None, at: datetime) -> str:
    user = acting(request)
    _row, text = make_webhook(
        case=view.case.pk if view else None, name=request.POST.get("name", ""),
        url=request.POST.get("url", ""), by=user, step_up=StepUp.just_given(user), at=at,
        real_now=timezone.now(), unit=request.POST.get("unit", ""),
    )  # fmt: skip
    return text
