"""A browser in which an expert entered by link and code: a session for that one invitation, nobody's log-in.

`request.user` stays nobody, so that every page that isn't for guests answers as to a stranger.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xianxing.desks.accounts.journal import address_of
from xianxing.desks.look.resend import resend_page
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.experts.domain.guest_entry import entered_guest, give_code_again
from xianxing.pilot.experts.models import GuestInvitation
from xianxing.pilot.filings.actors import STEP_UP_LASTS, StepUp, real_time
from xianxing.pilot.refusal import Refused

KEY = "guest"
CODE = "guest_code"


def begin_guest(request: HttpRequest, invitation: GuestInvitation) -> None:
    """Begin the session of an invitation whose code was just accepted; whatever the session held is gone."""
    request.session.flush()
    request.session[KEY] = {"invitation": str(invitation.pk), "issue": invitation.issue}
    _prove(request)
    _last(request, invitation)


def guest_here(request: HttpRequest) -> GuestInvitation | None:
    """The invitation that this browser entered by, asked once a request; None for all others, and once over.

    A person who is logged in is that person and no guest.
    """
    if request.user.is_authenticated or KEY not in request.session:
        return None
    if not hasattr(request, "_guest"):
        held = request.session[KEY]
        found = entered_guest(UUID(held["invitation"]), held["issue"], at=now())
        request._guest = found  # type: ignore[attr-defined]
        if found is not None and held.get("until") != found.expires_at.isoformat():
            _last(request, found)
    kept: GuestInvitation | None = request._guest  # type: ignore[attr-defined]
    return kept


def let_in(request: HttpRequest) -> bool:
    """Whether the gate may let this browser to a page for guests; notes it for the page and its frame."""
    request.guest = guest_here(request)  # type: ignore[attr-defined]
    return request.guest is not None  # type: ignore[attr-defined]


def guest_on_page(request: HttpRequest) -> GuestInvitation | None:
    """The invitation under which this very page is shown; None on every page that isn't for guests."""
    found: GuestInvitation | None = getattr(request, "guest", None)
    return found


def guest_over(request: HttpRequest) -> HttpResponse | None:
    """What a browser is told whose invitation is over, its form given back; None for who was no guest."""
    if request.user.is_authenticated or KEY not in request.session:
        return None
    title = gettext("Your access has ended")
    advice = gettext("What you wrote stands below; copy it and call the secretariat if it is still needed.")
    return resend_page(request, title, advice, status=403) or render(
        request, "accounts/guest_over.html", {"title": title}, status=410
    )


def guest_proof(request: HttpRequest, invitation: GuestInvitation) -> StepUp:
    """What the guest proved: by which way of telling the code, and when it was entered, in real time."""
    at = datetime.fromisoformat(request.session[KEY]["proved_at"])
    return StepUp(invitation.expert_id, at, proof=invitation.code_way)


def proved_lately(request: HttpRequest, invitation: GuestInvitation) -> bool:
    """Whether the code was entered so lately that it still counts for an act that asks for it."""
    return real_time() - guest_proof(request, invitation).at < STEP_UP_LASTS


def prove_again(request: HttpRequest, invitation: GuestInvitation, *, act: str) -> str:
    """Take the code from the form once more; "" when it was good or entered lately, else what to say."""
    if proved_lately(request, invitation):
        return ""
    try:
        give_code_again(
            invitation=invitation, code=request.POST.get(CODE, ""), act=act, at=now(),
            address=address_of(request),
        )  # fmt: skip
    except Refused as refused:
        return refused.message
    _prove(request)
    return ""


def _prove(request: HttpRequest) -> None:
    request.session[KEY] = {**request.session[KEY], "proved_at": real_time().isoformat()}


def _last(request: HttpRequest, invitation: GuestInvitation) -> None:
    """Have the session end with the invitation, also after that was extended."""
    request.session[KEY] = {**request.session[KEY], "until": invitation.expires_at.isoformat()}
    request.session.set_expiry(max(1, int((invitation.expires_at - now()).total_seconds())))
