"""Before any view: is the session still good, has it shown the second factor, is the page for this person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from xianxing.desks.accounts import limits
from xianxing.desks.accounts.guests import guest_on_page, guest_over, let_in
from xianxing.desks.accounts.journal import write
from xianxing.desks.audience import GUESTS, OPEN, belongs
from xianxing.desks.look.resend import resend_page
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import NOBODY, PersonRoles, one_reading_of_roles, roles_of

ONLY_READ = ("GET", "HEAD")
Handler = Callable[[HttpRequest], HttpResponseBase]


class SessionLimits:
    """Ends a session that was idle too long or has lasted too long, and says so on the log-in page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if limits.over(request):
                write(request, AccessKind.SESSION_ENDED, request.user)
                logout(request)
                return _ended(request) or _to("account_login", request, ended="1")
            limits.touch(request)
        response = self.get_response(request)
        known = request.user.is_authenticated or guest_on_page(request) is not None
        if known and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class AudienceGate:
    """Lets a request reach a view only when its person belongs to the audience that the view declares.

    Strangers to a page that needs an account are sent to the log-in; people whom it isn't for get 404; a view
    without audience is nobody's. An expert who entered by link and code reaches the pages for guests, and is
    a stranger everywhere else.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_reading_of_roles() if request.method in ONLY_READ else nullcontext():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """None to go on, a redirect to log-in or set-up, or Http404."""
        name = getattr(view, "audience", None)
        if name in OPEN:
            return None
        if not request.user.is_authenticated:
            if name in GUESTS:
                if let_in(request):
                    return None
                over = guest_over(request)
                if over is not None:
                    return over
            return _ended(request) or _to("account_login", request)
        if not limits.has_second_factor(request):
            return _to("accounts:second-factor", request)
        if name is None or not belongs(name, roles_here(request)):
            raise Http404
        return None


def roles_here(request: HttpRequest) -> PersonRoles:
    """What the person is now, asked once a request; nobody for a visitor or before the second factor."""
    if not isinstance(request.user, User) or not limits.has_second_factor(request):
        return NOBODY
    kept: PersonRoles | None = getattr(request, "_roles", None)
    if kept is None:
        kept = roles_of(request.user, at=now())
        request._roles = kept  # type: ignore[attr-defined]
    return kept


def acting(request: HttpRequest) -> User:
    """The logged-in person; Http404 for anybody else, though the gate has let nobody else pass."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _ended(request: HttpRequest) -> HttpResponseBase | None:
    """The form that came after its session had ended, to be sent again after logging in; None for no form."""
    return resend_page(
        request,
        gettext("Your session has ended"),
        gettext("Nothing you wrote is lost: log in in a new tab, come back here and send it again."),
        status=403,
        login=reverse("account_login"),
    )


def _to(name: str, request: HttpRequest, **extra: str) -> HttpResponseRedirect:
    asked = {"next": request.get_full_path(), **extra} if request.method == "GET" else extra
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode(asked)}" if asked else reverse(name))
