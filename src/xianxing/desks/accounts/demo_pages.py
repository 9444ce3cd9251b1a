"""The demonstration's entrance, clock and codes. Routes exist in demonstration mode only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.journal import write
from xianxing.desks.accounts.limits import mark_second_factor
from xianxing.desks.audience import audience, belongs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import is_cast
from xianxing.pilot.demo.clock import last_act, move_to
from xianxing.pilot.parties.domain.second_factor import next_code
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import Institution, Membership, OfficerAppointment, StaffAppointment, User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Group = tuple[str, list[tuple[User, list[str]]]]
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@audience("public")
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """The cast by institution, or those whom `?q=` finds by name, role or institution; who one is now."""
    asked = request.GET.get("q", "").strip()
    groups = _groups(now())
    context = {
        "crumbs": [Link(gettext("Enter the demonstration as"), request.path)],
        "groups": _found(groups, asked),
        "asked": asked,
        "mine": [(title, roles) for title, people in groups for one, roles in people if one == request.user],
        "seeded": User.objects.exists(),
    }
    return render(request, "accounts/demo_cast.html", context)


@audience("public")
@require_POST
def enter(request: HttpRequest, user: int) -> HttpResponse:
    """Log in as one of the cast, without password; only fictional people, only in the demonstration."""
    found = get_object_or_404(User, pk=user, is_active=True)
    if not is_cast(found):
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    login(request, found, backend=BACKEND)
    mark_second_factor(request)
    UserSession.objects.create_from_request(request)
    write(request, AccessKind.DEMO_LOGIN, found)
    return redirect(_workplace(found))


def _workplace(person: User) -> str:
    """Where somebody's work lies: an institution's filings, a desk, an expert's pages, else the account."""
    who = roles_of(person, at=now())
    if who.institutions:
        return "portal:filings"
    if belongs("legal_reviewer", who) and not belongs("staff", who):
        return "desk:sign-offs"
    if belongs("csrc", who) and not belongs("staff", who):
        return "csrc:home"
    if belongs("expert_or_guest", who) and not belongs("staff", who):
        return "experts:home"
    return "desk:home" if belongs("staff", who) else "accounts:me"


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """Move the demonstration's clock to a preset or an instant; never behind the last recorded act."""
    problem = ""
    if request.method == "POST":
        try:
            move_to(_wanted(request))
            return redirect("demo:clock")
        except Refused as refusal:
            problem = refusal.message
        except ValueError:
            problem = gettext("Enter a day and time such as 2024-01-31T23:59.")
    context = {
        "crumbs": [Link(gettext("The demonstration's clock"), request.path)],
        "problem": problem,
        "shown": now().strftime("%Y-%m-%dT%H:%M"),
        "last": last_act(),
        "presets": _presets(),
    }
    return render(request, "accounts/demo_clock.html", context, status=400 if problem else 200)


@audience("anyone_logged_in")
@never_cache
@require_safe
def code(request: HttpRequest) -> JsonResponse:
    """The code that the person's authenticator app would show, for the banner."""
    return JsonResponse(code_for(acting(request)))


def code_for(user: User) -> dict[str, Any]:
    """The earliest code that would still be accepted, "" for who has none; they run ahead of time here."""
    return {"code": next_code(user) if is_cast(user) else "", "wait": 0}


def _wanted(request: HttpRequest) -> datetime:
    step = STEPS.get(request.POST.get("step", ""))
    if step:
        return now() + step
    return datetime.fromisoformat(request.POST.get("instant", "")).replace(tzinfo=CHINA_TIME)


def _presets() -> list[tuple[str, str]]:
    from xianxing.desks.accounts.kinds import reference_guide

    batch = next(iter(reference_guide().batches.values()))
    first, last = batch.opens.isoformat(), batch.closes.isoformat()
    after = (batch.closes + timedelta(days=1)).isoformat()
    return [
        (gettext("The window opens"), f"{first}T09:00"),
        (gettext("Last evening, one minute before the end"), f"{last}T23:59"),
        (gettext("The window has ended"), f"{after}T00:00"),
        (gettext("The morning after"), f"{after}T09:00"),
    ]


def _found(groups: list[Group], asked: str) -> list[Group]:
    """The groups that are called so, else of each the people whose name or roles hold the words."""
    words = asked.casefold().split()
    if not words:
        return groups
    found = []
    for title, people in groups:
        kept = [
            (one, roles)
            for one, roles in people
            if all(word in f"{title} {one.name} {' '.join(roles)}".casefold() for word in words)
        ]
        if kept:
            found.append((title, kept))
    return found


def _groups(at: datetime) -> list[Group]:
    institutions = Institution.objects.order_by("pk").in_bulk()
    inside: dict[str, dict[User, list[str]]] = {}
    for held in Membership.objects.active(at).select_related("user").order_by("since", "pk"):
        name = institutions[held.institution_id].name
        inside.setdefault(name, {}).setdefault(held.user, []).append(held.get_role_display())
    for title, rows in (
        (gettext("Working group and beside it"), StaffAppointment.objects),
        (gettext("Officers"), OfficerAppointment.objects),
    ):
        for post in rows.active(at).select_related("user").order_by("pk"):
            inside.setdefault(title, {}).setdefault(post.user, []).append(post.get_role_display())
    return [(title, list(people.items())) for title, people in inside.items()]
