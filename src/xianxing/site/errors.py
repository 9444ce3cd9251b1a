"""Pages for what went wrong: they say what happened and what to do next, and never show internals."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from xianxing.desks.look.resend import resend_page
from xianxing.i18n import gettext

API = "/api/"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; to a program as JSON, the same for whatever isn't there and for whatever is another's."""
    del exception
    if request.path_info.startswith(API):
        said = {"code": "not-found", "message": gettext("There is no such thing for you.")}
        return JsonResponse({**said, "guards": [], "clause": ""}, status=404)
    return _page(
        request, 404, gettext("Page not found"), gettext("The address may be mistyped, or the page is gone.")
    )


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    del exception
    return _page(request, 403, gettext("Not allowed"), gettext("This page is not open to you."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our page; the reason stays in the log."""
    del reason
    kept = resend_page(
        request,
        gettext("The form could not be accepted"),
        gettext("The page had expired. What you wrote is below; send it again."),
        status=403,
    )
    if kept is not None:
        return kept
    advice = gettext("The form has expired. Go back, reload the page and send it again.")
    return _page(request, 403, gettext("The form could not be accepted"), advice)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 for a form with more text than is taken at once."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
        advice = gettext("A form takes at most {most} KB of text. Go back, and put long text into a file.")
        return _page(request, 413, gettext("The text is too long"), advice.format(most=most))
    return _page(
        request, 400, gettext("The request could not be read"), gettext("Go back and check what you entered.")
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413, from the declared size alone."""
    advice = gettext("Leave out large files that are not part of the filing, and try again.")
    response = _page(request, 413, gettext("The file is too large"), advice)
    response["Connection"] = "close"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours."""
    return _page(
        request,
        500,
        gettext("Something went wrong on our side"),
        gettext("Nothing you sent was kept. Try again later."),
    )


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"status": status, "title": title, "advice": advice}, status=status)
    return render(
        request, "look/error.html", {"code": status, "title": title, "advice": advice}, status=status
    )
