"""My filings, open calls, invitations: where an applicant's work begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.acts.open_matters import matters_of_institution
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.lists import guide_address, leads_and_names, my_filings
from xianxing.desks.portal.scene import done_words
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.queries import due_complaints, own_complaints_to_answer
from xianxing.pilot.filings.draft.opening import accept_unit, decline_unit, invitations_for
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.refusal import Refused


@audience("member")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My filings with state, next step and limit; invitations to answer; the calls."""
    return _list(request, "")


@audience("member")
@require_POST
def answer(request: HttpRequest, invited: int) -> HttpResponse:
    """Accept or decline an invitation for my institution; declining asks for a second look first."""
    at, user = now(), acting(request)
    unit = get_object_or_404(invitations_for(user, at=at), pk=invited)
    try:
        if "decline" in request.POST and request.POST["decline"] != "sure":
            return _look(request, unit)
        if "decline" in request.POST:
            decline_unit(unit=unit, by=user, at=at)
            return redirect(reverse("portal:filings") + "?done=declined")
        accept_unit(unit=unit, by=user, at=at)
    except Refused as refused:
        return _list(request, refused.message)
    return redirect(reverse("portal:unit", args=[unit.filing_id, unit.key]) + "?done=joined")


def _look(request: HttpRequest, unit: Unit) -> HttpResponse:
    """The invitation once more, before it is declined."""
    leads, names = leads_and_names({unit.filing_id})
    own = Institution.objects.filter(uscc=unit.uscc).values_list("name", flat=True).first()
    title = gettext("Decline the invitation")
    context = {
        "crumbs": [Link(gettext("My filings"), reverse("portal:filings")), Link(title, "")],
        "unit": unit,
        "project": names[unit.filing_id],
        "lead": leads.get(unit.filing_id, ""),
        "call": unit.filing.case.call.title,
        "own": own or "",
    }
    return render(request, "portal/decline.html", context)


def _list(request: HttpRequest, problem: str) -> HttpResponse:
    at, user = now(), acting(request)
    lines, calls = my_filings(user, at=at)
    waiting = list(invitations_for(user, at=at))
    coded = Institution.objects.filter(uscc__in={one.uscc for one in waiting})
    leads, names = leads_and_names({one.filing_id for one in waiting})
    own = dict(coded.values_list("uscc", "name")) if waiting else {}
    context = {
        "crumbs": [Link(gettext("My filings"), request.path)],
        "lines": lines,
        "matters": matters_of_institution(user, at=at),
        "late_complaints": due_complaints(own_complaints_to_answer(roles_here(request)), at=at),
        "calls": [(one, one.call.title, guide_address(one)) for one in calls if one.phase != "closed"],
        "closed_calls": [(one, one.call.title) for one in calls if one.phase == "closed"],
        "invitations": [
            (
                one,
                one.filing.case.call.title,
                leads.get(one.filing_id, ""),
                own.get(one.uscc, ""),
                names[one.filing_id],
            )
            for one in waiting
        ],
        "problem": problem,
        "done": done_words(request.GET.get("done", "")),
    }
    return render(request, "portal/filings.html", context, status=400 if problem else 200)
