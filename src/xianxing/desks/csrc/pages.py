"""CSRC's desk and a case as its people read it: what waits, the package, what they may do, correspondence."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.consequences import step_marks
from xianxing.desks.acts.rooms import rooms_of
from xianxing.desks.audience import audience
from xianxing.desks.csrc.rows import rows_of
from xianxing.desks.desk.bodies import parts_of
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.pending import waiting_in
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.casework.approvals import approval_duties
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import offices
from xianxing.pilot.papers.permissions import papers_in
from xianxing.pilot.transmissions.contents import filed_body
from xianxing.pilot.transmissions.course import course_of
from xianxing.pilot.transmissions.paths import path_of
from xianxing.pilot.transmissions.permissions import cases_to_read, packages_in
from xianxing.pilot.transmissions.queries import BUREAU

PAGE = 50


@audience("csrc")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The cases that have come to the person's body, those that wait for it first; nothing of any other."""
    user, at = acting(request), now()
    rows = rows_of(cases_to_read(user, at=at), offices(user, at), at=at)
    context = {
        "crumbs": [Link(gettext("CSRC's desk"), request.path)],
        "page": (page := Paginator(rows, PAGE).get_page(request.GET.get("page"))),
        "rows": list(page),
        "waiting": sum(row.waits for row in rows),
    }
    return render(request, "csrc/home.html", context)


@audience("csrc")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """A case: whose turn it is, packages, the steps open to the person, papers, what was done, the filing."""
    user, at, language = acting(request), now(), current_language()
    view = case_to_read(case, user, at=at)
    if BUREAU not in view.sides:
        raise Http404
    body = filed_body(view)
    context = {
        "view": view,
        "row": rows_of([view.case], offices(user, at), at=at)[0],
        "path": path_of(view.procedure, view.state.state, view.state.facts, language),
        "duties": approval_duties(view.filing, view.procedure, view.state.state),
        "packages": packages_in(view),
        "open": [(offer, offer.step.name(language), step_marks(view, offer.step)) for offer in offers(view)],
        "waiting": [(row, view.procedure.steps[row.step].name(language)) for row in waiting_in(view)],
        "papers": papers_in(view),
        "rooms": rooms_of(view),
        "course": course_of(view, language),
        "parts": parts_of(body) if body is not None else [],
        "crumbs": [
            Link(gettext("CSRC's desk"), reverse("csrc:home")),
            Link(gettext("Case"), request.path),
        ],
    }
    return render(request, "csrc/case.html", context)
