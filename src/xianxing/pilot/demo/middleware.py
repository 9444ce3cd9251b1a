"""One reading of the demonstration's clock a request, so that a page tells one time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from xianxing.pilot.demo.clock import one_reading


class OneReading:
    """Everything that happens in a request happens by the offset read at its beginning."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_reading():
            return self.get_response(request)
