"""Whether the site can do its work, for a machine that asks."""

from __future__ import annotations

from importlib.metadata import version

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from xianxing.desks.audience import audience
from xianxing.law import known_guides


@audience("public")
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with version and guides found; 503 when no guide package can be found. Tells nothing else."""
    del request
    guides = list(known_guides())
    return JsonResponse(
        {"ok": bool(guides), "version": version("xianxing"), "guides": guides}, status=200 if guides else 503
    )
