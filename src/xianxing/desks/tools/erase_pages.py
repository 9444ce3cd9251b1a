"""What a run read and wrote is erased by its organ, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.tools.run_pages import shown_run
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.domain.erasing import erase_run


@audience("tools")
@never_cache
@require_POST
def erase(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """Erase the run's folder, findings and files."""
    try:
        erase_run(run=tool_run, reason=request.POST.get("reason", ""), by=acting(request), at=now())
    except Refused as refused:
        return shown_run(request, tool_run, problem=refused.message)
    return redirect("tools:run", tool_run)
