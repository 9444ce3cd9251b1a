"""A chart of a run: its picture, and the whole table behind it, so many rows a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.showing import SANDBOX
from xianxing.desks.tools.lines import frame, run_link, tool_line, tool_link
from xianxing.pilot.tools.models import RunPartKind
from xianxing.pilot.tools.queries import contents_of, part_of, run_to_read

PAGE = 50
NOTHING = "—"


@audience("tools")
@require_safe
def rows(request: HttpRequest, tool_run: UUID, ordinal: int) -> HttpResponse:
    """The table behind a chart, each row with the finding that it speaks of.

    Of a chart over time `?day=` gives the rows that count on one of its days.
    """
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    kept: dict[str, Any] = part_of(run, RunPartKind.CHART, "chart", ordinal)
    line = tool_line(run.tool)
    day = chart_day(kept, request.GET.get("day", ""))
    page = Paginator(chart_lines(kept, day), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, tool_link(line), run_link(run), Link(kept["title"], request.path)),
        "run": run,
        "tool": line,
        "ordinal": ordinal,
        "page": page,
        "keep": f"&day={day}" if day else "",
        "day": day,
        "days": kept.get("days", []),
        "chart": {**kept, "lines": list(page), "linked": kept_links(kept)},
    }
    return render(request, "tools/chart_rows.html", context)


@audience("tools")
@require_safe
def drawing(request: HttpRequest, tool_run: UUID, ordinal: int) -> HttpResponse:
    """A chart as it was drawn when the run was made: a picture, out of reach of the page's scripts."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    svg = str(part_of(run, RunPartKind.DRAWING, "chart", ordinal)["svg"])
    if not svg:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=3600"
    return response


def chart_day(kept: dict[str, Any], asked: str) -> str:
    """The day asked for, "" for none; Http404 where it is none of the chart's days."""
    if asked and asked not in kept.get("days", []):
        raise Http404
    return asked


def chart_lines(kept: dict[str, Any], day: str = "") -> list[tuple[list[str], int | None]]:
    """The rows of a chart's table as cells, each with the place of the finding that it speaks of.

    With a day only those that count on it.
    """
    rows = ([cell or NOTHING for cell in cells] for cells in kept["cells"])
    lines = list(zip(rows, kept["findings"], strict=True))
    if not day:
        return lines
    place = kept["days"].index(day)
    spans = zip(lines, kept["spans"], strict=True)
    return [line for line, (first, last) in spans if first <= place <= last]


def kept_links(kept: dict[str, Any]) -> bool:
    """Whether any row of a chart speaks of a finding."""
    return any(one is not None for one in kept["findings"])
