"""What each request cost: a line in the log and figures for the operator, by the name of its route.

Names of routes are few and tell nothing; an address may hold a link that opens something.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram

from xianxing.site.log_lines import pseudonym_of, request_id

Handler = Callable[[HttpRequest], HttpResponseBase]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
logger = logging.getLogger("xianxing.requests")

registry = CollectorRegistry()
requests = Counter(
    "xianxing_requests", "Requests answered by this process", ("route", "method", "status"), registry=registry
)
seconds = Histogram(
    "xianxing_request_seconds", "How long answers took", ("route",), buckets=BUCKETS, registry=registry
)
queries = Counter("xianxing_request_queries", "Queries that answers took", ("route",), registry=registry)


class MeasureRequests:
    """Gives each request an id, which its answer bears as `X-Request-ID`; counts and logs it at the end."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        count, begun = QueryCount(), time.perf_counter()
        token = request_id.set(secrets.token_hex(8))
        try:
            with connection.execute_wrapper(count):
                response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            _note(request, response.status_code, time.perf_counter() - begun, count.queries)
        finally:
            request_id.reset(token)
        return response


class QueryCount:
    """Counts statements on their way to the database."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *said: Any) -> Any:
        self.queries += 1
        return execute(*said)


def route_of(request: HttpRequest) -> str:
    """The name of the request's route; `static` for what pages load, `none` for an unknown address."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def _note(request: HttpRequest, status: int, took: float, asked: int) -> None:
    route, method = route_of(request), request.method if request.method in METHODS else "other"
    requests.labels(route, method, status).inc()
    seconds.labels(route).observe(took)
    queries.labels(route).inc(asked)
    user = getattr(request, "user", None)
    person = pseudonym_of(user.pk) if user is not None and user.is_authenticated else ""
    fields = {
        "route": route,
        "method": method,
        "status": status,
        "milliseconds": round(took * 1000, 1),
        "queries": asked,
        **({"person": person} if person else {}),
    }
    logger.info("answered", extra={"fields": fields})
