"""The index of the toolbox, and a page a tool with its runs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.tools.lines import INSTALL, STATE_TONES, frame, owner_name, tool_line, tool_link
from xianxing.pilot.tools.models import ToolRun
from xianxing.pilot.tools.precision import precision_by_rule
from xianxing.pilot.tools.queries import runs_of
from xianxing.toolbox.registry import TOOLS

PAGE, LAST = 30, 5


@audience("tools")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tools: what each does, what it needs, and the person's last runs."""
    lines = [tool_line(name) for name in TOOLS]
    context = {
        **frame(request),
        "tools": lines,
        "missing": sorted({line.missing for line in lines if line.missing}),
        "install": INSTALL,
        "runs": run_rows(list(runs_of(roles_here(request))[:LAST])),
    }
    return render(request, "tools/index.html", context)


@audience("tools")
@require_safe
def tool(request: HttpRequest, tool: str) -> HttpResponse:
    """One tool with the runs that the person may read."""
    line = tool_line(tool)
    page = Paginator(runs_of(roles_here(request), tool), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, tool_link(line)),
        "tool": line,
        "install": INSTALL,
        "page": page,
        "keep": "",
        "runs": run_rows(list(page)),
        "precision": precision_by_rule(runs_of(roles_here(request), tool)),
    }
    return render(request, "tools/tool.html", context)


def run_rows(runs: list[ToolRun]) -> list[tuple[ToolRun, str, str, str]]:
    """Each run with its tool, its owner and the tone of its state."""
    titles = {name: tool_line(name).title for name in {run.tool for run in runs}}
    return [(run, titles[run.tool], owner_name(run), STATE_TONES[run.standing]) for run in runs]
