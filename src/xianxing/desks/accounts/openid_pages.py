"""Log in by the provider, link one's account to it, and log out there too. None of it exists without one."""

from __future__ import annotations

import time

from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from xianxing.desks.accounts import limits
from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.journal import write
from xianxing.desks.accounts.openid import logout_address, proven, provider, sent_there
from xianxing.desks.accounts.step_up import require_step_up
from xianxing.desks.audience import audience
from xianxing.i18n import gettext
from xianxing.pilot.identities.domain.linking import (
    ProvenIdentity,
    link_identity,
    person_of,
    unlink_identity,
)
from xianxing.pilot.parties.domain import second_factor as factor
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PURPOSE, ONWARD, LINKING = "openid_purpose", "openid_onward", "openid_linking"
BY_PROVIDER = "openid_session"  # that this session began with the provider
LINK, LOG_IN = "link", "log-in"
LINKS_WITHIN = 300  # seconds after the second factor: later nobody's visit to the provider links anything
RATE = "60/h"  # from one address: each try asks the provider, and a thread waits for it


@audience("entering")
@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the provider to log in, or, right after the second factor was given, to link the own account."""
    provider()
    if is_ratelimited(request, group="openid", key="ip", rate=RATE, increment=True):
        return _failed(request, gettext("Too many tries. Wait an hour and try again."), 429)
    since = request.session.pop(LINKING, 0)
    own = isinstance(request.user, User) and time.time() - since < LINKS_WITHIN
    request.session[PURPOSE] = LINK if own else LOG_IN
    request.session[ONWARD] = request.GET.get("next", "")
    try:
        return sent_there(request)
    except Refused as refused:
        return _failed(request, refused.message, 502)


@audience("entering")
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider: log in whom the identity is linked to, or link it; no account arises here."""
    provider()
    purpose = request.session.pop(PURPOSE, "")
    try:
        identity = proven(request)
        if purpose == LINK and isinstance(request.user, User) and limits.has_second_factor(request):
            link_identity(user=request.user, identity=identity, at=timezone.now())
            write(request, AccessKind.IDENTITY_LINKED, request.user, detail=identity.issuer)
            return redirect("accounts:me")
    except Refused as refused:
        return _failed(request, refused.message, 403)
    if purpose != LOG_IN or request.user.is_authenticated:
        return _failed(request, gettext("You are logged in, or began elsewhere. Begin again."), 403)
    person = person_of(identity)
    if person is None:
        write(request, AccessKind.LOGIN_FAILED, None, detail="openid")
        text = gettext(
            "No account is linked to this identity. Log in with your password and link it under “My account”."
        )
        return _failed(request, text, 403)
    if not person.is_active:
        return redirect("account_inactive")
    return _enter(request, person, identity)


@audience("anyone_logged_in")
@never_cache
@require_POST
@require_step_up
def change(request: HttpRequest) -> HttpResponse:
    """Link my account to the provider, which goes on there, or take the link away; with the second factor."""
    user, held = acting(request), provider()
    if request.POST.get("act") == "unlink":
        if unlink_identity(user=user, issuer=held.issuer):
            write(request, AccessKind.IDENTITY_UNLINKED, user, detail=held.issuer)
        return redirect("accounts:me")
    request.session[LINKING] = int(time.time())
    return render(request, "accounts/provider_onward.html", {"name": held.name})


@audience("entering")
@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Logged out here; a link to log out with the provider, too."""
    context = {"name": provider().name, "address": logout_address(request)}
    return render(request, "accounts/provider_left.html", context)


def _enter(request: HttpRequest, person: User, identity: ProvenIdentity) -> HttpResponse:
    """Log in: the second factor follows, unless the operator trusts the provider's word on it."""
    onward = request.session.pop(ONWARD, "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    onward = onward if safe else reverse("accounts:me")
    if identity.strong and factor.enrolled(person):
        login(request, person, backend=BACKEND)
        limits.mark_second_factor(request)
        UserSession.objects.create_from_request(request)
        write(request, AccessKind.LOGGED_IN, person, detail="openid")
        answer = redirect(onward)
    else:
        answer = perform_login(request, person, redirect_url=onward)
    request.session[BY_PROVIDER] = True
    return answer


def _failed(request: HttpRequest, advice: str, status: int) -> HttpResponse:
    title = gettext("This log-in didn't succeed")
    return render(request, "look/error.html", {"code": "", "title": title, "advice": advice}, status=status)
