"""Lists of an answer page by page, and its files."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.showing import sent
from xianxing.desks.tools.lines import frame, run_link, tool_line, tool_link
from xianxing.desks.tools.list_names import list_label
from xianxing.law.findings import JSON
from xianxing.pilot.filings.files.looking import Download
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.tools.models import RunFile, RunPart, RunPartKind
from xianxing.pilot.tools.queries import contents_of, part_of, run_to_read
from xianxing.pilot.words import whole_number


@audience("tools")
@require_safe
def rows(request: HttpRequest, tool_run: UUID, listing: str) -> HttpResponse:
    """A list of the answer as a table, so many rows a page."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    count = RunPart.objects.filter(run=run, kind=RunPartKind.TABLE, name=listing).count()
    number = min(max(whole_number(request.GET.get("page", ""), 1), 1), max(count, 1))
    part: dict[str, Any] = part_of(run, RunPartKind.TABLE, listing, number - 1)
    line = tool_line(run.tool)
    context = {
        **frame(request, tool_link(line), run_link(run), Link(list_label(listing), request.path)),
        "run": run,
        "tool": line,
        "name": listing,
        "label": list_label(listing),
        "columns": part["columns"],
        "rows": [[cell_text(cell) for cell in row] for row in part["rows"]],
        "total": part["total"],
        "number": number,
        "count": count,
    }
    return render(request, "tools/rows.html", context)


@audience("tools")
@require_safe
def file(request: HttpRequest, tool_run: UUID, written: str) -> StreamingHttpResponse:
    """A file that the tool wrote of the answer, as a download."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    found = RunFile.objects.select_related("file").filter(run=run, name=written).first()
    if found is None:
        raise Http404
    stem = f"{run.tool}-{found.name.replace('/', '-')}"
    return sent(Download(disposition(stem), found.file.size, pieces(found.file)))


@audience("tools")
@require_safe
def folder(request: HttpRequest, tool_run: UUID) -> StreamingHttpResponse:
    """The folder that was run, as its zip: what a stranger needs to run the tool again."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    if run.input is None:
        raise Http404
    return sent(Download(disposition(f"{run.tool}-input.zip"), run.input.size, pieces(run.input)))


def cell_text(value: JSON) -> str:
    """A cell of an answer as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
