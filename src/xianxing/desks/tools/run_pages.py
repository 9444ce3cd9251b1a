"""A run: it waits, it was refused or failed, or its answer with findings, charts, lists and files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.public.answers import wants_json
from xianxing.desks.tools.bundle import chart_script
from xianxing.desks.tools.finding_pages import with_reviews
from xianxing.desks.tools.lines import (
    STATE_TONES,
    failure_words,
    frame,
    owner_name,
    run_link,
    step_words,
    tool_line,
    tool_link,
)
from xianxing.desks.tools.list_names import list_label
from xianxing.desks.tools.part_pages import cell_text
from xianxing.law.findings import JSON, Result
from xianxing.pilot.clock import now
from xianxing.pilot.tools.models import RunFinding, RunPart, RunPartKind, ToolRun, ToolRunState
from xianxing.pilot.tools.queries import (
    charts_of,
    problems_of,
    run_indicators,
    run_to_read,
    unwritten_of,
    values_of,
)

PAPERS = (".docx", ".pdf", ".xlsx")
PREVIEW = 10
CHART_ROWS = 200  # of the table behind a chart; the tool's file has all of them
PENDING = (ToolRunState.WAITING, ToolRunState.RUNNING)


@audience("tools")
@never_cache
@require_safe
def show(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """The run's page; while it isn't over the page waits, and `?format=json` says how far it is."""
    return shown_run(request, tool_run)


def shown_run(request: HttpRequest, tool_run: UUID, *, problem: str = "") -> HttpResponse:
    """The page of a run as it stands, with what was wrong with an upload."""
    run = run_to_read(tool_run, acting(request), at=now())
    line = tool_line(run.tool)
    context = {
        **frame(request, tool_link(line), run_link(run)),
        "run": run,
        "tool": line,
        "owner": owner_name(run),
        "tone": STATE_TONES[run.standing],
        "state": run.standing,
        "state_label": run.standing.label,
        "other_tongue": run.language != request.LANGUAGE_CODE,
        "problem": problem,
    }
    if wants_json(request):
        return JsonResponse({"state": run.standing.value, "progress": step_words(run)})
    if run.standing in PENDING:
        return render(request, "tools/wait.html", {**context, "progress": step_words(run)})
    if run.standing is ToolRunState.FAILED:
        return render(request, "tools/failed.html", {**context, "failure": failure_words(run.failure or "")})
    context["problems_found"] = problems_of(run)
    status = 422 if problem else 200
    if run.standing is ToolRunState.REFUSED:
        context["most_mb"] = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        return render(request, "tools/refused.html", context, status=status)
    return render(request, "tools/done.html", {**context, **_answer(run)}, status=status)


def _answer(run: ToolRun) -> dict[str, object]:
    summary = run.summary or {}
    first = [Result.UNMET, Result.UNKNOWN, Result.MANUAL_REVIEW]
    rows = RunFinding.objects.filter(run=run, result__in=first)
    found = sorted(
        rows.order_by("place")[: 20 * PREVIEW], key=lambda row: (first.index(Result(row.result)), row.place)
    )
    files = run.files.select_related("file").order_by("name")
    tables = RunPart.objects.filter(run=run, kind=RunPartKind.TABLE, place=0)
    return {
        "summary": [(result.value, summary.get(result.value, 0)) for result in Result],
        "findings": with_reviews(found[:PREVIEW]),
        "charts": [_chart(one) for one in charts_of(run)],
        "script": chart_script(),
        "values": [(list_label(name), name, _parts(value)) for name, value in values_of(run).items()],
        "unwritten": unwritten_of(run),
        "points": run_indicators(run),
        "papers": [one for one in files if one.name.endswith(PAPERS)],
        "data_files": [one for one in files if not one.name.endswith(PAPERS)],
        "lists": [(list_label(one.name), one.name) for one in tables.order_by("pk").defer("sealed")],
    }


def _parts(value: JSON) -> list[tuple[str, str]]:
    """A value that is no list, as lines of a name and a text; the name is "" where it is one text."""
    if isinstance(value, dict):
        return [(name, cell_text(part)) for name, part in value.items()]
    return [("", cell_text(value))]


def _chart(kept: dict[str, Any]) -> dict[str, Any]:
    """A chart with its table line by line, each with the place of the finding that it speaks of."""
    findings = kept["findings"]
    lines = list(zip(kept["cells"], findings, strict=True))
    linked = any(one is not None for one in findings)
    return {
        **kept,
        "lines": lines[:CHART_ROWS],
        "left_off": max(0, len(lines) - CHART_ROWS),
        "linked": linked,
    }
