"""A person's own account: roles, sessions, recovery codes, password."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.forms import PasswordForm
from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.accounts.journal import write
from xianxing.desks.accounts.step_up import require_step_up, step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.identities.domain.linking import linked_identity
from xianxing.pilot.incentives.permissions import may_stand_in_pool
from xianxing.pilot.messages.domain import choose_letters
from xianxing.pilot.messages.queries import wants_digest
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.accounts import end_sessions
from xianxing.pilot.parties.enums import AccessKind, OfficerRole


@audience("anyone_logged_in")
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My roles from–to, my sessions, how many recovery codes are left, and where to go."""
    user = acting(request)
    sessions = UserSession.objects.purge_and_list(user)
    context = {
        "crumbs": [Link(gettext("My account"), request.path)],
        "memberships": user.memberships.select_related("institution").order_by("-since", "pk"),
        "appointments": user.appointments.order_by("-since", "pk"),
        "posts": user.posts.order_by("-since", "pk"),
        "claims": user.claims.select_related("institution").filter(granted=False),
        "sessions": [(one, one.session_key == request.session.session_key) for one in sessions],
        "codes_left": second_factor.recovery_codes_left(user),
        "work": work_of(user.posts.active(now()).values_list("role", flat=True).first()),
        "daily": wants_digest(user),
        "in_pool": may_stand_in_pool(roles_here(request)),
        "provider": settings.OIDC,
        "identity": linked_identity(user, settings.OIDC.issuer) if settings.OIDC else None,
        "now": now(),
    }
    return render(request, "accounts/me.html", context)


@audience("anyone_logged_in")
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Choose letters about my messages at once, or one digest a working day."""
    choose_letters(user=acting(request), daily=request.POST.get("letters") == "daily")
    return redirect("accounts:me")


def work_of(post: str | None) -> Link | None:
    """The page on which an officer works."""
    names = {
        OfficerRole.SYSTEM: (gettext("Accounts"), "accounts:people"),
        OfficerRole.SECURITY: (gettext("Policies and appointments"), "accounts:policies"),
        OfficerRole.AUDIT: (gettext("Access log"), "accounts:access-log"),
    }
    if post is None:
        return None
    label, name = names[OfficerRole(post)]
    return Link(label, reverse(name))


@audience("anyone_logged_in")
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End one of my other sessions."""
    user = acting(request)
    found = UserSession.objects.filter(user=user, pk=session).first()
    if found is None or found.session_key == request.session.session_key:
        raise Http404
    found.end()
    write(request, AccessKind.SESSION_ENDED, user)
    return redirect("accounts:me")


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["POST"])
@require_step_up
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make ten new recovery codes and show them once; the old ones are gone."""
    user = acting(request)
    codes = second_factor.renew_recovery_codes(user=user)
    write(request, AccessKind.RECOVERY_MADE, user)
    context = {"codes": codes, "onward": reverse("accounts:me")}
    return render(request, "accounts/recovery_codes.html", context)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change my password with the second factor; ends my other sessions."""
    user = acting(request)
    form = PasswordForm(request.POST or None, user=user)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = step_up(request, act="change_password")
        if not problem:
            user.set_password(form.cleaned_data["password"])
            user.save(update_fields=["password"])
            end_sessions(user, but=request.session.session_key)
            update_session_auth_hash(request, user)
            write(request, AccessKind.PASSWORD_SET, user)
            return redirect("accounts:me")
    crumbs = [
        Link(gettext("My account"), reverse("accounts:me")),
        Link(gettext("Change password"), request.path),
    ]
    context = {"form": form, "code_problem": problem, "crumbs": crumbs, "email": user.email}
    return render(request, "accounts/change_password.html", context)
