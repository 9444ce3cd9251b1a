"""Handing something in without an account or a script; reading with number and secret what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.complaints.intakes import choices, intake_of, typed_in
from xianxing.desks.complaints.limits import refuse_excess, refuse_guessing
from xianxing.desks.look.context import Link
from xianxing.desks.public.comment_limits import refuse_nuls
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.domain.following import complaint_status, say_to_mediation
from xianxing.pilot.complaints.domain.receiving import receive_complaint
from xianxing.pilot.complaints.limits import limits_in_force
from xianxing.pilot.complaints.models import ComplaintKind
from xianxing.pilot.complaints.routes import routes_on
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@csrf_exempt  # asked below, after the size: looking for the form's token parses the whole body
@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refuse_excess
@csrf_protect
@refuse_nuls
def intake(request: HttpRequest) -> HttpResponse:
    """The form; a POST answers with number and secret, once. What was typed stays when it is refused."""
    at, problem, field = now(), "", ""
    typed = typed_in(request)
    if request.method != "POST":
        typed |= {"project": request.GET.get("project", "")[:20], "kind": ComplaintKind.COMPLAINT}
    context: dict[str, object] = {
        "crumbs": [Link(gettext("Complaints and suggestions"), request.path)],
        "routes": routes_on(day_of(at)),
        "limits": limits_in_force(None, day_of(at)),
        "typed": typed,
        **choices(),
    }
    if request.method == "POST":
        try:
            given = receive_complaint(intake=intake_of(request, typed), at=at)
            found = complaint_status(number=given.number, secret=given.secret)
            taken = {**context, "given": given, "found": found}
            return render(request, "complaints/taken.html", taken, status=201)
        except Refused as refused:
            problem, field = refused.message, refused.code
    context |= {"problem": problem, "problem_field": field}
    return render(request, "complaints/intake.html", context, status=422 if problem else 200)


@csrf_exempt
@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refuse_guessing
@csrf_protect
@refuse_nuls
def status(request: HttpRequest) -> HttpResponse:
    """Where it stands, for who knows number and secret; neither stands in an address. Answers mediation."""
    problem, found = "", None
    number, secret = request.POST.get("number", ""), request.POST.get("secret", "")
    if request.method == "POST":
        try:
            if request.POST.get("mediation") in ("yes", "no"):
                agrees = request.POST["mediation"] == "yes"
                say_to_mediation(number=number, secret=secret, agrees=agrees, at=now())
            found = complaint_status(number=number, secret=secret)
        except Refused as refused:
            problem = refused.message
    context = {
        "crumbs": [
            Link(gettext("Complaints and suggestions"), reverse("complaints:intake")),
            Link(gettext("Look up where it stands"), request.path),
        ],
        "found": found,
        "late": found is not None and found.due is not None and found.due < day_of(now()),
        "problem": problem,
        "number": number,
        "secret": secret if found else "",
    }
    return render(request, "complaints/status.html", context, status=422 if problem else 200)
