"""The institution's pages: what was forwarded to it, its own ledger, answering and closing."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.complaints.group_pages import PAGE, entering
from xianxing.desks.complaints.intakes import day_typed, intake_of
from xianxing.desks.complaints.lines import filter_of, lines_of, whens
from xianxing.desks.complaints.views import shown
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.domain.answering import answer_complaint, settle_own
from xianxing.pilot.complaints.domain.mediating import say_for_institution
from xianxing.pilot.complaints.domain.reading import complaint_to_read, own_complaints, reveal_identity
from xianxing.pilot.complaints.domain.receiving import enter_own_complaint
from xianxing.pilot.complaints.models import Complaint, ComplaintState
from xianxing.pilot.complaints.permissions import institutions_for
from xianxing.pilot.complaints.queries import complaint_counts, narrowed
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.refusal import Refused


@audience("member")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was forwarded to the institution and what it entered itself, the nearest limit first."""
    at = now()
    everything = own_complaints(acting(request), at=at)
    chosen = filter_of(request.GET)
    page = Paginator(narrowed(everything, chosen, at=at), PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [Link(gettext("Complaints"), request.path)],
        "counts": complaint_counts(everything, at=at),
        "lines": lines_of(list(page), roles_here(request), at=at),
        "page": page,
        "keep": f"&when={chosen.when}" if chosen.when else "",
        "whens": whens(),
        "chosen": chosen,
    }
    return render(request, "complaints/own_ledger.html", context)


@audience("member")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, complaint: str) -> HttpResponse:
    """One complaint: the group's extract, answer, mediation; of the own ledger the words and the closing."""
    at, user = now(), acting(request)
    own_complaints(user, at=at)
    row = complaint_to_read(complaint, user, at=at)
    problem, identity, act = "", None, request.POST.get("act", "")
    if request.method == "POST":
        try:
            if act == "identity":
                identity = reveal_identity(row.number, user, at=at)
            else:
                _act(row, act, request.POST.get("words", ""), user)
                return redirect("complaints:own-complaint", row.number)
        except Refused as refused:
            problem = refused.message
        row = complaint_to_read(complaint, user, at=at)
    context = {
        **shown(row, user, at=at),
        "crumbs": [Link(gettext("Complaints"), reverse("complaints:own")), Link(row.number, request.path)],
        "own": row.ledger_id is not None,
        "asked": row.state == ComplaintState.WITH_INSTITUTION,
        "identity": identity,
        "problem": problem,
        "typed_act": act if problem else "",
        "typed": request.POST.get("words", ""),
    }
    return render(request, "complaints/own_complaint.html", context, status=422 if problem else 200)


@audience("member")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter into the own ledger what the institution received itself."""
    at, user = now(), acting(request)
    own_complaints(user, at=at)
    served = list(Institution.objects.filter(pk__in=institutions_for(roles_here(request))).order_by("name"))

    def take(typed: dict[str, str]) -> HttpResponse:
        made = enter_own_complaint(
            intake=intake_of(request, typed), institution=_chosen(served, typed["institution"]),
            way=typed["way"], received_on=day_typed(typed["received_on"]), by=user, at=at,
        )  # fmt: skip
        return redirect("complaints:own-complaint", made.number)

    return entering(request, take, at=at, back="complaints:own", served=served)


def _act(row: Complaint, act: str, words: str, user: User) -> None:
    at = now()
    if act == "answer":
        answer_complaint(complaint=row.pk, words=words, by=user, at=at)
    elif act == "settle":
        settle_own(complaint=row.pk, outcome=words, by=user, at=at)
    elif act in ("yes", "no"):
        say_for_institution(complaint=row.pk, agrees=act == "yes", words=words, by=user, at=at)
    else:
        raise Refused("act", gettext("Choose what is to be done."))


def _chosen(served: Sequence[Institution], typed: str) -> Institution:
    """The only institution for which the person deals with complaints, or of several the one chosen."""
    chosen = served if len(served) == 1 else [one for one in served if str(one.pk) == typed]
    if not chosen:
        raise Refused("institution", gettext("Choose into which institution's ledger it goes."))
    return chosen[0]
