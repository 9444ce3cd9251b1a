"""Every route of the programming interface, each with its audience."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from xianxing.desks.api import (
    act_routes,
    case_routes,
    change_routes,
    commitment_routes,
    complaint_routes,
    exit_routes,
    expert_routes,
    figure_routes,
    incident_routes,
    inspection_routes,
    ledger_routes,
    monitoring_routes,
    notice_routes,
    plan_routes,
    report_routes,
)
from xianxing.desks.api.errors import answer_errors

PUBLIC = frozenset(
    {
        "openapi-json", "api-root", "comment", "hand_in_complaint", "follow_complaint", "register_open",
        "register_entry",
    }
)  # fmt: skip


NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes one, and not a backslash before such letters


class CompactJSON(BaseRenderer):
    """JSON without blanks, Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        """The bytes of an answer."""
        return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


class PlainText(Parser):
    """JSON of which every text can be written down: a lone surrogate or a NUL is refused as malformed."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body; ValueError, which the interface answers as malformed, for text that is none."""
        found = super().parse_body(request)
        written = json.dumps(found, ensure_ascii=False)
        written.encode()
        if NUL.search(written):
            raise ValueError("a NUL character")
        return found


class Interface(NinjaAPI):
    """The interface, whose description says of every route what the site answers before the interface can."""

    def get_openapi_schema(self, **said: Any) -> OpenAPISchema:
        """See `NinjaAPI.get_openapi_schema`."""
        found = super().get_openapi_schema(**said)
        for ways in found["paths"].values():
            for operation in ways.values():
                operation["responses"].setdefault(400, UNREADABLE)
        return found


UNREADABLE = {
    "description": "A NUL character in the address; the site answers with a page.",
    "content": {"text/html": {"schema": {"type": "string"}}},
}
api = Interface(
    title="先行 Xianxing", version="1", urls_namespace="api", docs_url=None, renderer=CompactJSON(),
    parser=PlainText(),
    description="The same acts, verbs and permissions as the pages. Tokens are made under My account; a "
    "second factor is never waived. Sentences come in Chinese, or in English with Accept-Language: en.",
)  # fmt: skip
answer_errors(api)
api.add_router("", case_routes.router)
api.add_router("", act_routes.router)
api.add_router("", expert_routes.router)
api.add_router("", notice_routes.router)
api.add_router("", monitoring_routes.router)
api.add_router("", plan_routes.router)
api.add_router("", commitment_routes.router)
api.add_router("", complaint_routes.router)
api.add_router("", report_routes.router)
api.add_router("", change_routes.router)
api.add_router("", inspection_routes.router)
api.add_router("", incident_routes.router)
api.add_router("", ledger_routes.router)
api.add_router("", exit_routes.router)
api.add_router("", figure_routes.router)


def _with_audience(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback.audience = "public" if pattern.name in PUBLIC else "token"  # type: ignore[attr-defined]
    return patterns


urls = (_with_audience(list(api.urls[0])), *api.urls[1:])
