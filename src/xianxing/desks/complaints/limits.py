"""How much and how often strangers may hand in: asked before anything of a request is parsed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_ratelimit.core import is_ratelimited

from xianxing.desks.public.comment_limits import MOST_BYTES, refusal
from xianxing.i18n import gettext
from xianxing.pilot.complaints.sealing import MOST_FILE_BYTES

View = Callable[..., HttpResponse]


def refuse_excess(view: View) -> View:
    """Answer 413 by the declared length alone, and 429 where too much is written, by one or by all."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_FILE_BYTES + MOST_BYTES:
            text = gettext("This is too long: a text takes 5,000 characters, a file 5 MB.")
            return refusal(request, "too-large", text, 413)
        if request.method == "POST" and too_often(request, "complaint", settings.COMMENT_RATE):
            return _wait(request)
        if request.method == "POST" and is_ratelimited(
            request, group="complaints", key=lambda *_asked: "all", rate=settings.NOTICE_COMMENT_RATE,
            increment=True,
        ):  # fmt: skip
            return _wait(request)
        return view(request, *args, **kwargs)

    return asked


def refuse_guessing(view: View) -> View:
    """Answer 413 to a long request, and 429 to an address that tries many numbers and secrets."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return refusal(request, "too-large", gettext("This is too long."), 413)
        if request.method == "POST" and too_often(request, "complaint-status", settings.ANSWER_RATE):
            return _wait(request)
        return view(request, *args, **kwargs)

    return asked


def too_often(request: HttpRequest, group: str, rate: str) -> bool:
    """Whether one address asks more often than the rate allows; counts this time."""
    return bool(is_ratelimited(request, group=group, key="ip", rate=rate, increment=True))


def _wait(request: HttpRequest) -> HttpResponse:
    response = refusal(request, "too-often", gettext("Too many tries. Wait an hour and try again."), 429)
    response["Retry-After"] = "3600"
    return response
