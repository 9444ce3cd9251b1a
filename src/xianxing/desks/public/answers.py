"""One view, two forms: a page, or the same content as JSON where the reader adds `?format=json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def page_or_json(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    as_json: Callable[[], object] | None = None,
) -> HttpResponse:
    """Render the template, or `as_json()` when asked for; without `as_json` there is only the page."""
    if as_json is not None and wants_json(request):
        return JsonResponse(as_json(), safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return render(request, template, {**context, "json_url": _json_url(request) if as_json else ""})


def wants_json(request: HttpRequest) -> bool:
    """Whether the address asks for JSON."""
    return request.GET.get("format") == "json"


def from_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which takes JSON for an answer."""
    return request.headers.get("Accept", "").startswith("application/json")


def _json_url(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["format"] = "json"
    return "?" + query.urlencode()
