"""How much, how long and how often the public may write: asked before anything of a request is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django_ratelimit.core import is_ratelimited

from xianxing.i18n import gettext
from xianxing.pilot.notices.queries import number_of

MOST_FORM_BYTES = 24 * 1024**2  # files that are too large too: the page says which, and keeps the text
MOST_BYTES = 128 * 1024  # a text and its evidence of 5,000 characters each, percent-encoded, and some room
View = Callable[..., HttpResponse]


def refuse_large(view: View) -> View:
    """Answer 413 by the declared length alone; the body is neither read nor parsed."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return refusal(
                request, "too-large", gettext("This is too long; a text takes 5,000 characters."), 413
            )
        return view(request, *args, **kwargs)

    return asked


def refuse_large_form(view: View) -> View:
    """As `refuse_large`, of a form that brings files: more may come, and a text is still no longer.

    What a file may be is said by the page, beside the text that was typed.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        files = request.content_type == "multipart/form-data"
        if int(request.META.get("CONTENT_LENGTH") or 0) > (MOST_FORM_BYTES if files else MOST_BYTES):
            return _too_large(request)
        try:
            return view(request, *args, **kwargs)
        except (RequestDataTooBig, TooManyFilesSent):
            return _too_large(request)

    return asked


def _too_large(request: HttpRequest) -> HttpResponse:
    text = gettext(
        "This is too long: a text takes 5,000 characters, and files as much as the form says. Go back: your "
        "browser has kept what you typed."
    )
    return refusal(request, "too-large", text, 413)


def refuse_too_often(view: View) -> View:
    """Answer 429 to an address that writes too often, and while a notice is being flooded; reads are free."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and (_one_writes_too_often(request) or _many_write(request, kwargs)):
            text = gettext("Too many comments in a short time. Wait an hour and try again.")
            response = refusal(request, "too-often", text, 429)
            response["Retry-After"] = "3600"
            return response
        return view(request, *args, **kwargs)

    return asked


def refuse_nuls(view: View) -> View:
    """Answer 400 to a form with a NUL in it, as the site does of forms that it parses before the view."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any("\0" in value for _name, values in request.POST.lists() for value in values):
            raise BadRequest("a NUL character")
        return view(request, *args, **kwargs)

    return asked


def refusal(request: HttpRequest, code: str, message: str, status: int) -> HttpResponse:
    """A refusal for a page or, below the programming interface, as the interface gives it."""
    if request.path.startswith("/api/"):
        body = {"code": code, "message": message, "guards": [], "clause": ""}
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"code": status, "title": gettext("It was not taken"), "advice": message}
    return render(request, "look/error.html", context, status=status)


def _one_writes_too_often(request: HttpRequest) -> bool:
    rate = settings.COMMENT_RATE
    return bool(is_ratelimited(request, group="comment", key="ip", rate=rate, increment=True))


def _many_write(request: HttpRequest, address: dict[str, Any]) -> bool:
    """Whether the notice is being flooded, however its number, or its case's id, is spelt in the address."""
    notice = number_of(str(address.get("number") or address.get("notice")))
    rate = settings.NOTICE_COMMENT_RATE
    return bool(
        is_ratelimited(request, group="notice", key=lambda *_asked: notice, rate=rate, increment=True)
    )
