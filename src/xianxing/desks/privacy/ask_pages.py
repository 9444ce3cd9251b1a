"""What is kept of people and why; asking for it, its correction or deletion; reading the answer."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.complaints.limits import refuse_guessing
from xianxing.desks.look.context import Link
from xianxing.desks.public.comment_limits import refuse_nuls
from xianxing.i18n import current_language, gettext
from xianxing.pilot.clock import now
from xianxing.pilot.incentives.pool import pool_record_of
from xianxing.pilot.privacy.domain.asking import (
    LONGEST_WORDS,
    HeldUnder,
    ask_with_account,
    ask_with_secret,
    origin_of,
    requests_of,
    requests_under,
)
from xianxing.pilot.privacy.models import DataOrigin, DataRequestKind
from xianxing.pilot.privacy.notices import limit_on, notices_on
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

WITH_SECRET = (DataOrigin.COMPLAINT, DataOrigin.COMMENT)


@audience("public")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice in force, whom to ask, and the limit for an answer."""
    day, language = day_of(now()), current_language()
    limit = limit_on(day)
    context = {
        "notices": [(one, one.said(language)) for one in notices_on(day).values()],
        "limit": limit, "source": limit.source(language), "owner": settings.SITE_OWNER,
        "crumbs": [_home(request)],
    }  # fmt: skip
    return render(request, "privacy/notices.html", context)


@csrf_exempt  # asked below, after the size: looking for the form's token parses the whole body
@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refuse_guessing
@csrf_protect
@refuse_nuls
def ask(request: HttpRequest) -> HttpResponse:
    """Ask with number and secret, or look what was answered; neither stands in an address."""
    sent, problem, found, asked = request.POST, "", None, None
    if request.method == "POST":
        held = HeldUnder(sent.get("origin", ""), sent.get("number", ""), sent.get("secret", ""))
        try:
            if sent.get("act") == "ask":
                asked = ask_with_secret(
                    held=held, kind=sent.get("kind", ""), words=sent.get("words", ""), at=now()
                )
            found = requests_under(held)
        except Refused as refused:
            problem = refused.message
    context = {
        "problem": problem, "found": found, "asked": asked, "typed": sent,
        "origins": [(one.value, one.label) for one in WITH_SECRET], **_form(),
        "crumbs": [_home(request), Link(gettext("Request about my data"), request.path)],
    }  # fmt: skip
    return render(request, "privacy/ask.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The own requests of an expert, or of who stands in the talent pool, with answers; POST makes one."""
    user, sent, problem = acting(request), request.POST, ""
    if origin_of(user, at=now()) is None:
        raise Http404
    if request.method == "POST":
        try:
            ask_with_account(by=user, kind=sent.get("kind", ""), words=sent.get("words", ""), at=now())
            return redirect("privacy:mine")
        except Refused as refused:
            problem = refused.message
    context = {
        "problem": problem, "found": requests_of(user), "pool": pool_record_of(user), "typed": sent,
        **_form(),
        "crumbs": [
            Link(gettext("My account"), reverse("accounts:me")),
            Link(gettext("Request about my data"), request.path),
        ],
    }  # fmt: skip
    return render(request, "privacy/ask.html", context, status=422 if problem else 200)


def _form() -> dict[str, object]:
    limit = limit_on(day_of(now()))
    return {
        "kinds": DataRequestKind.choices, "longest": LONGEST_WORDS, "limit": limit,
        "source": limit.source(current_language()),
    }  # fmt: skip


def _home(request: HttpRequest) -> Link:
    del request
    return Link(gettext("Personal information"), reverse("privacy:notices"))
