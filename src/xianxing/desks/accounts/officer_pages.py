"""The three officers' pages. None of them shows a filing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.forms import AppointForm, ReasonForm
from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.post import send_password_link
from xianxing.desks.accounts.step_up import require_step_up, step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.access import LOCKED_FOR, MOST_FAILURES
from xianxing.pilot.parties.domain.accounts import confirm_reset, create_account, request_reset, set_active
from xianxing.pilot.parties.domain.appointments import appoint_staff, end_appointment
from xianxing.pilot.parties.enums import AccessKind, StaffRole
from xianxing.pilot.parties.models import AccessEvent, SecondFactorReset, StaffAppointment, User
from xianxing.pilot.refusal import Refused

PAGE = 50


@dataclass(frozen=True)
class Policy:
    """A rule of the house with its value, as it is in force on this server."""

    label: str
    value: str


@audience("system_administrator")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All accounts, with a search by name or address."""
    asked = request.GET.get("q", "").strip()
    rows = User.objects.order_by("name", "pk")
    if asked:
        rows = rows.filter(name__icontains=asked) | rows.filter(email__icontains=asked)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    crumbs = [Link(gettext("Accounts"), request.path)]
    return render(request, "accounts/people.html", {"page": page, "q": asked, "crumbs": crumbs})


@audience("system_administrator")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, user: int) -> HttpResponse:
    """One account: switch it off or on, ask for a reset of its second factor; with reason and code."""
    found = get_object_or_404(User, pk=user)
    form = ReasonForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem, done = _change(request, found, form)
        if done:
            return redirect("accounts:person", user=found.pk)
    crumbs = [Link(gettext("Accounts"), reverse("accounts:people")), Link(found.name, request.path)]
    context = {
        "person": found,
        "form": form,
        "code_problem": problem,
        "waiting": found.resets.filter(confirmed_at__isnull=True).first(),
        "own": found == request.user,
        "crumbs": crumbs,
    }
    return render(request, "accounts/person.html", context)


@audience("security_administrator")
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: HttpRequest) -> HttpResponse:
    """Policies in force, appointments to the working group, and resets that wait for a second person."""
    form = AppointForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem, done = _appoint(request, form)
        if done:
            return redirect("accounts:policies")
    rows = StaffAppointment.objects.select_related("user").order_by("until", "role", "since", "pk")
    context = {
        "crumbs": [Link(gettext("Policies and appointments"), request.path)],
        "policies": _policies(),
        "appointments": rows,
        "resets": SecondFactorReset.objects.filter(confirmed_at__isnull=True).select_related(
            "user", "requested_by"
        ),
        "form": form,
        "code_problem": problem,
    }
    return render(request, "accounts/policies.html", context)


@audience("security_administrator")
@require_POST
@require_step_up
def end_staff(request: HttpRequest, appointment: int) -> HttpResponse:
    """End an appointment to the working group."""
    found = get_object_or_404(StaffAppointment, pk=appointment)
    end_appointment(appointment=found, by=acting(request), at=now())
    return redirect("accounts:policies")


@audience("security_administrator")
@require_POST
@require_step_up
def reset(request: HttpRequest, reset: int) -> HttpResponse:
    """Confirm the reset of a second factor that the system administrator asked for."""
    found = get_object_or_404(SecondFactorReset, pk=reset)
    try:
        confirm_reset(reset=found, by=acting(request), at=now())
    except Refused as refusal:
        context = {"code": "", "title": gettext("Not carried out"), "advice": refusal.message}
        return render(request, "look/error.html", context, status=409)
    return redirect("accounts:policies")


@audience("auditor")
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Who entered, who changed whose rights, who gave the second factor for what; newest first."""
    kind = request.GET.get("kind", "")
    rows = AccessEvent.objects.select_related("user", "by").order_by("-pk")
    if kind in AccessKind.values:
        rows = rows.filter(kind=kind)
    context = {
        "crumbs": [Link(gettext("Access log"), request.path)],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "kinds": AccessKind.choices,
        "kind": kind,
    }
    return render(request, "accounts/access_log.html", context)


def _change(request: HttpRequest, found: User, form: ReasonForm) -> tuple[str, bool]:
    reason, act = form.cleaned_data["reason"], request.POST.get("act", "")
    if not reason.strip():
        form.add_error("reason", gettext("Give the reason; the auditor reads it."))
        return "", False
    problem = step_up(request, act=act)
    if problem:
        return problem, False
    by, at = acting(request), now()
    try:
        if act == "reset":
            request_reset(user=found, by=by, reason=reason, at=at)
        else:
            set_active(user=found, active=act == "activate", by=by, reason=reason, at=at)
    except Refused as refusal:
        form.add_error("reason", refusal.message)
        return "", False
    return "", True


def _appoint(request: HttpRequest, form: AppointForm) -> tuple[str, bool]:
    data, by, at = form.cleaned_data, acting(request), now()
    user = User.objects.filter(email=data["email"].lower()).first()
    if user is None and not data["name"].strip():
        form.add_error("name", gettext("There is no account with this address yet; enter the person's name."))
        return "", False
    problem = step_up(request, act="appoint_staff")
    if problem:
        return problem, False
    try:
        with transaction.atomic():
            if user is None:
                user = create_account(email=data["email"], name=data["name"], at=at, by=by)
                send_password_link(request, user)
            appoint_staff(user=user, role=StaffRole(data["role"]), at=at, granted_by=by)
    except Refused as refusal:
        form.add_error("email", refusal.message)
        return "", False
    return "", True


def _policies() -> list[Policy]:
    minutes = gettext("{n} minutes")
    return [
        Policy(
            gettext("Second factor"),
            gettext("Everybody; a code works once; asked again for each binding act"),
        ),
        Policy(gettext("Session without a request"), minutes.format(n=settings.SESSION_IDLE_SECONDS // 60)),
        Policy(
            gettext("Session in all"), gettext("{n} hours").format(n=settings.SESSION_LASTS_SECONDS // 3600)
        ),
        Policy(
            gettext("Lock-out"),
            gettext("{n} failures within {minutes} minutes").format(
                n=MOST_FAILURES, minutes=int(LOCKED_FOR.total_seconds()) // 60
            ),
        ),
        Policy(
            gettext("Password"),
            gettext("At least 12 characters, not common, not like name or address; PBKDF2"),
        ),
        Policy(gettext("Sign-up"), gettext("None: by invitation, claim or the security administrator")),
    ]
