"""The working group's pages: every complaint with its limits, one opened, intake of paper and calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.complaints.group_acts import act_typed, offered
from xianxing.desks.complaints.intakes import choices, day_typed, intake_of, typed_in
from xianxing.desks.complaints.lines import filter_of, lines_of, whens
from xianxing.desks.complaints.views import file_answer, shown
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.domain.reading import complaint_to_read, read_file, reveal_identity
from xianxing.pilot.complaints.domain.receiving import enter_complaint
from xianxing.pilot.complaints.models import ComplaintKind, ComplaintState, ComplaintWay
from xianxing.pilot.complaints.permissions import may_handle, readable_complaints
from xianxing.pilot.complaints.queries import complaint_counts, institutions_to_choose, narrowed
from xianxing.pilot.complaints.routes import routes_on
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

PAGE = 50


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every complaint, the nearest limit first; no word of any."""
    at, everything = now(), readable_complaints(roles_here(request))
    chosen = filter_of(request.GET)
    page = Paginator(narrowed(everything, chosen, at=at), PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Complaints"), request.path)],
        "links": links(request),
        "counts": complaint_counts(everything, at=at),
        "lines": lines_of(list(page), roles_here(request), at=at),
        "page": page,
        "keep": f"&{asked.urlencode()}" if asked else "",
        "query": asked.urlencode(),
        "chosen": chosen,
        "kinds": ComplaintKind.choices,
        "states": ComplaintState.choices,
        "whens": whens(),
        "handles": may_handle(roles_here(request)),
    }
    return render(request, "complaints/ledger.html", context)


@audience("staff")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, complaint: str) -> HttpResponse:
    """One complaint; a POST does something with it, and what was typed stays where that is refused."""
    at, user, roles = now(), acting(request), roles_here(request)
    row = complaint_to_read(complaint, user, at=at)
    problem, identity, act = "", None, request.POST.get("act", "")
    if request.method == "POST":
        try:
            if act == "identity":
                identity = reveal_identity(row.number, user, at=at)
            else:
                act_typed(row, act, request.POST, user, at)
                return redirect("complaints:complaint", row.number)
        except Refused as refused:
            problem = refused.message
        row = complaint_to_read(complaint, user, at=at)
    context = {
        **shown(row, user, at=at),
        "crumbs": _crumbs(row.number, request.path),
        "links": links(request),
        "identity": identity,
        "problem": problem,
        "typed_act": act if problem else "",
        "typed": request.POST.get("words", ""),
        "offers": offered(row) if may_handle(roles) else (),
        "institutions": institutions_to_choose(row),
        "routes": routes_on(day_of(at)),
    }
    return render(request, "complaints/complaint.html", context, status=422 if problem else 200)


@audience("staff")
@require_safe
def fetch(request: HttpRequest, complaint: str) -> HttpResponse:
    """The file beside a complaint, always a download; the access log says who took it."""
    return file_answer(read_file(complaint, acting(request), at=now()))


@audience("secretariat")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter what came on paper, by telephone, e-mail or in person, with its day of receipt."""
    at, user = now(), acting(request)

    def take(typed: dict[str, str]) -> HttpResponse:
        given = enter_complaint(
            intake=intake_of(request, typed), way=typed["way"], received_on=day_typed(typed["received_on"]),
            by=user, at=at,
        )  # fmt: skip
        return render(
            request, "complaints/entered.html", {"given": given, "links": links(request)}, status=201
        )

    return entering(request, take, at=at, back="complaints:ledger")


def entering(
    request: HttpRequest, take: Callable[[dict[str, str]], HttpResponse], *, at: datetime, back: str,
    served: Sequence[Institution] = (),
) -> HttpResponse:  # fmt: skip
    """The form of an intake by staff or an institution; `take` enters it and answers.

    `served` are the institutions into whose ledger it can go; of several one is to be chosen.
    """
    typed, problem, field = typed_in(request), "", ""
    if request.method == "POST":
        try:
            return take(typed)
        except Refused as refused:
            problem, field = refused.message, refused.code
    else:
        typed |= {
            "kind": ComplaintKind.COMPLAINT,
            "way": ComplaintWay.PAPER,
            "received_on": day_of(at).isoformat(),
        }
    context = {
        "crumbs": [Link(gettext("Complaints"), reverse(back)), Link(gettext("Enter one"), request.path)],
        "links": links(request) if back == "complaints:ledger" else [],
        "typed": typed,
        "problem": problem,
        "problem_field": field,
        "back": reverse(back),
        "own": back != "complaints:ledger",
        "served": served if len(served) > 1 else (),
        **choices(),
    }
    return render(request, "complaints/enter.html", context, status=422 if problem else 200)


def _crumbs(number: str, here: str) -> list[Link]:
    return [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(gettext("Complaints"), reverse("complaints:ledger")),
        Link(number, here),
    ]
