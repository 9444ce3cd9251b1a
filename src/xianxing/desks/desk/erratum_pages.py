"""Errata beside what was published about a case: put by the secretariat, shown to everybody."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.offers import steps_after_end
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.notices.domain.errata import LONGEST_ERRATUM, errata_of, published_numbers, put_right
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

SUBSTANCE = {"no": False, "yes": True}


def _take_downs(view: CaseView) -> list[Link]:
    """The steps that take down what was published, where the case stands now; each on its own page."""
    steps = (
        *view.procedure.steps_from_meaning(view.state.state, Means.TAKE_DOWN),
        *(step for step in steps_after_end(view) if view.procedure.meaning(step.act) == Means.TAKE_DOWN),
    )
    return [
        Link(step.name(current_language()), reverse("acts:act", args=[view.case.pk, step.id]))
        for step in steps
    ]


@audience("secretariat")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The errata of a case and the form for one more; a refused form keeps what was typed."""
    user, at, sent = acting(request), now(), request.POST
    numbers, problem = published_numbers(case, user, at=at), ""
    if request.method == "POST":
        try:
            put_right(
                case=case, about=sent.get("about", ""), words=sent.get("words", ""),
                reason=sent.get("reason", ""), substance=SUBSTANCE.get(sent.get("substance", "")),
                by=user, at=at,
            )  # fmt: skip
            return redirect("desk:errata", case)
        except Refused as refused:
            problem = refused.message
    view = case_to_read(case, user, at=at)
    context = {
        "problem": problem,
        "typed": sent,
        "numbers": numbers,
        "errata": [one for number in numbers for one in errata_of(number)],
        "longest": LONGEST_ERRATUM,
        "take_downs": _take_downs(view),
        "case": case,
        "links": links(request),
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(case_number(view.filing), reverse("desk:filing", args=[case])),
            Link(gettext("Errata"), request.path),
        ],
    }
    return render(request, "desk/errata.html", context, status=422 if problem else 200)
