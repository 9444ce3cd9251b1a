"""The calendar feed, for programs that hold its secret address, and the page where one gets that address."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from xianxing.desks.accounts.calendar_feed import feed_of
from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.messages.domain.addresses import address_holder, make_address, revoke_address
from xianxing.pilot.messages.queries import address_made_at

# A calendar program asks a few times an hour; who tries addresses is stopped by the own one.
FEED_RATE, MISSED_RATE = "60/h", "30/h"


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Whether I have a feed, and a new address for it; it stands on the answer and nowhere else."""
    user, fresh = acting(request), ""
    if request.method == "POST":
        secret = make_address(user=user, at=now())
        fresh = f"{settings.XIANXING_SITE_URL}{reverse('accounts:calendar-feed', args=[secret])}"
    context = {
        "crumbs": [
            Link(gettext("My account"), reverse("accounts:me")),
            Link(gettext("Calendar subscription"), request.path),
        ],
        "made_at": address_made_at(user),
        "fresh": fresh,
    }
    return render(request, "accounts/calendar.html", context)


@audience("anyone_logged_in")
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take my address back."""
    revoke_address(user=acting(request), at=now())
    return redirect("accounts:calendar")


@audience("token")
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The limits of whoever holds this address; 404 for an unknown one, 429 for one that asks too often."""
    if is_ratelimited(request, group="calendar-missed", key="ip", rate=MISSED_RATE, increment=False):
        return _too_often()
    user = address_holder(secret)
    if user is None:
        is_ratelimited(request, group="calendar-missed", key="ip", rate=MISSED_RATE, increment=True)
        raise Http404
    if is_ratelimited(
        request, group="calendar", key=lambda *_asked: str(user.pk), rate=FEED_RATE, increment=True
    ):
        return _too_often()
    content = feed_of(user, at=now())
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="xianxing.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=900"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response) or response


def _too_often() -> HttpResponse:
    response = HttpResponse(status=429)
    response["Retry-After"] = "3600"
    return response
