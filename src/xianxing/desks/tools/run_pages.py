"""A run: it waits, it was refused or failed, or its answer with findings, charts, lists and files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.public.answers import wants_json
from xianxing.desks.tools.bundle import chart_script
from xianxing.desks.tools.chart_pages import chart_lines, kept_links
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
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.tools.domain.erasing import may_go_early
from xianxing.pilot.tools.models import RunFinding, ToolRun, ToolRunState
from xianxing.pilot.tools.queries import (
    AnswerParts,
    answer_parts,
    run_indicators,
    run_to_read,
    runs_of,
)
from xianxing.pilot.tools.room import room_of, sizes_of

PAPERS = (".docx", ".pdf", ".xlsx")
PREVIEW = 10
CHART_ROWS = 10  # of the table behind a chart; its own page has all of them
PENDING = (ToolRunState.WAITING, ToolRunState.RUNNING)


@audience("tools")
@never_cache
@require_safe
def show(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """The run's page; while it isn't over the page waits, and `?format=json` says how far it is."""
    return shown_run(request, tool_run)


def shown_run(request: HttpRequest, tool_run: UUID, *, problem: str = "") -> HttpResponse:
    """The page of a run as it stands, with what was wrong with an upload."""
    run = run_to_read(tool_run, roles_here(request))
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
    if hasattr(run, "erasure"):
        return render(request, "tools/erased.html", {**context, "summary": _counts(run)})
    context["erasable"] = may_go_early(run)
    if run.standing is ToolRunState.FAILED:
        return render(request, "tools/failed.html", {**context, "failure": failure_words(run.failure or "")})
    parts = answer_parts(run)
    context["problems_found"] = parts.problems
    status = 422 if problem else 200
    if run.standing is ToolRunState.REFUSED:
        context["most_mb"] = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        return render(request, "tools/refused.html", context, status=status)
    context |= {**_answer(run, parts), **_room(run, roles_here(request))}
    return render(request, "tools/done.html", context, status=status)


def _answer(run: ToolRun, parts: AnswerParts) -> dict[str, object]:
    first = [Result.UNMET, Result.UNKNOWN, Result.MANUAL_REVIEW]
    rows = RunFinding.objects.filter(run=run, result__in=first)
    found = sorted(
        rows.order_by("place")[: 20 * PREVIEW], key=lambda row: (first.index(Result(row.result)), row.place)
    )
    files = run.files.select_related("file").order_by("name")
    return {
        "summary": _counts(run),
        "findings": with_reviews(found[:PREVIEW]),
        "charts": [_chart(one) for one in parts.charts],
        "script": chart_script(),
        "values": [(list_label(name), name, _parts(value)) for name, value in parts.values.items()],
        "unwritten": parts.unwritten,
        "points": run_indicators(run),
        "papers": [one for one in files if one.name.endswith(PAPERS)],
        "data_files": [one for one in files if not one.name.endswith(PAPERS)],
        "lists": [(list_label(name), name) for name in parts.lists],
    }


def _room(run: ToolRun, roles: PersonRoles) -> dict[str, object]:
    """What of its organ's room is used, what the run keeps of it, and the runs that keep most."""
    room = room_of(run.owner, run.institution_id, at=now())
    sizes = sizes_of(runs_of(roles).filter(owner=run.owner, institution=run.institution_id))
    own = sum(one.size for one in sizes if one.run.pk == run.pk)
    share = Decimal(100 * room.used) / room.allowed if room.allowed else Decimal(100)
    return {"room": room, "own_size": own, "room_share": f"{share:.1f}", "largest": sizes[:PREVIEW]}


def _counts(run: ToolRun) -> list[tuple[str, int]]:
    """How many findings of each result."""
    summary = run.summary or {}
    return [(result.value, summary.get(result.value, 0)) for result in Result]


def _parts(value: JSON) -> list[tuple[str, str]]:
    """A value that is no list, as lines of a name and a text; the name is "" where it is one text."""
    if isinstance(value, dict):
        return [(name, cell_text(part)) for name, part in value.items()]
    return [("", cell_text(value))]


def _chart(kept: dict[str, Any]) -> dict[str, Any]:
    """A chart with the first rows of its table."""
    lines = chart_lines(kept)
    days = kept.get("days", [])
    shown = {"lines": lines[:CHART_ROWS], "linked": kept_links(kept), "total": len(lines)}
    return {**kept, **shown, "days": days, "drawn_day": days[kept["day"]] if days else ""}
