"""A run is anchored in the log, and whoever has its folder is told how to run it again and compare."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.tools.run_pages import shown_run
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.domain.anchoring import anchor_run
from xianxing.pilot.tools.publications import statement_of_run
from xianxing.pilot.tools.queries import run_to_read


@audience("tools")
@never_cache
@require_POST
def enter(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """Enter the run into the log."""
    try:
        anchor_run(run=tool_run, by=acting(request), at=now())
    except Refused as refused:
        return shown_run(request, tool_run, problem=refused.message)
    return redirect("tools:run", tool_run)


@audience("tools")
@require_safe
def statement(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """The statement with its salt, which `xianxing tool NAME digest` checks against an answer."""
    run = run_to_read(tool_run, roles_here(request))
    if not hasattr(run, "anchor"):
        raise Http404
    anchor = run.anchor
    response = JsonResponse(
        {
            "statement": statement_of_run(run),
            "salt": bytes(anchor.salt).hex(),
            "commitment": anchor.commitment,
            "place": anchor.publication_id,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = 'attachment; filename="anchor.json"'
    return response
