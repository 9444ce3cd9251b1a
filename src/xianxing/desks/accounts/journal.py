"""What the log-in machinery does, written into the access log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_logged_in as django_logged_in
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from xianxing.desks.accounts.limits import begin
from xianxing.pilot.parties.domain.access import key_of, note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User


def connect() -> None:
    """Listen to log-ins and log-outs; done once, when the app is ready."""
    django_logged_in.connect(_begun, dispatch_uid="xianxing-session-begun")
    user_logged_in.connect(_entered, dispatch_uid="xianxing-entered")
    user_logged_out.connect(_left, dispatch_uid="xianxing-left")


def write(
    request: HttpRequest, kind: AccessKind, user: User | None, *, detail: str = "", key: str = ""
) -> None:
    """A line about what happens in this request, in real time."""
    by = request.user if request.user.is_authenticated else None
    note(kind, user=user, by=by, at=timezone.now(), detail=detail, address=address_of(request), key=key)


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address as the server sees it, or as a trusted proxy in front says."""
    return request.META.get("REMOTE_ADDR") or None


def _begun(request: HttpRequest, **_kwargs: Any) -> None:
    begin(request)


def _entered(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    write(request, AccessKind.LOGGED_IN, user, key=key_of("login", user.email))


def _left(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        write(request, AccessKind.LOGGED_OUT, user)
