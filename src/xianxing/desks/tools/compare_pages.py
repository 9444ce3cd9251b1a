"""A run beside an earlier one: what is new, gone, changed, and whether data or rules changed it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.tools.lines import frame, run_link, tool_line, tool_link
from xianxing.i18n import gettext
from xianxing.pilot.tools.comparing import compare_runs
from xianxing.pilot.tools.models import RunFinding, ToolRun, ToolRunState
from xianxing.pilot.tools.queries import contents_of, earlier_runs, opened, run_to_read

MOST = 100
MOST_RUNS = 50


@audience("tools")
@require_safe
def show(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """The comparison with the run that `?with=` names; without, the runs to choose from."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    if run.state != ToolRunState.DONE:
        raise Http404
    line = tool_line(run.tool)
    others = list(earlier_runs(run, roles_here(request))[:MOST_RUNS])
    context = {
        **frame(request, tool_link(line), run_link(run), Link(gettext("Comparison of runs"), request.path)),
        "run": run,
        "tool": line,
        "others": others,
    }
    asked = request.GET.get("with", "")
    if asked:
        other = _other(request, asked, run)
        context |= {"other": other, "most": MOST, **_lists(run, other)}
    return render(request, "tools/compare.html", context)


def _other(request: HttpRequest, asked: str, run: ToolRun) -> ToolRun:
    try:
        other = contents_of(run_to_read(UUID(asked), roles_here(request)))
    except ValueError:
        raise Http404 from None
    if other.tool != run.tool or other.state != ToolRunState.DONE or other.pk == run.pk:
        raise Http404
    return other


def _lists(run: ToolRun, other: ToolRun) -> dict[str, object]:
    found = compare_runs(run, other)
    pairs = found.changed[:MOST]
    return {
        "found": found,
        "new": opened(_full(found.new[:MOST])),
        "gone": opened(_full(found.gone[:MOST])),
        "changed": list(
            zip(
                opened(_full([old for old, _new in pairs])),
                opened(_full([new for _old, new in pairs])),
                strict=True,
            )
        ),
    }


def _full(rows: object) -> list[RunFinding]:
    """The same findings with what is sealed, in the same order, in one query."""
    keys = [row.pk for row in rows]  # type: ignore[attr-defined]
    found = RunFinding.objects.in_bulk(keys)
    return [found[key] for key in keys]
