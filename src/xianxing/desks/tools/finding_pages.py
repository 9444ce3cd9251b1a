"""The findings of a run as a list, and one with its rule, its line, its rows and what people said of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.tools.lines import frame, run_link, tool_line, tool_link, unit_words
from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.domain.reviewing import LONGEST_REASON, review_finding
from xianxing.pilot.tools.models import FindingReview, RunFinding, ToolRun
from xianxing.pilot.tools.queries import contents_of, finding_of, opened, reviews_of, run_to_read
from xianxing.pilot.tools.sealing import open_finding

PAGE = 50
Shown = list[tuple[RunFinding, dict[str, JSON], FindingReview | None]]


@audience("tools")
@require_safe
def index(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """The findings, of one result with `?result=`, of one rule with `?rule=`."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    line = tool_line(run.tool)
    result, rule = request.GET.get("result", ""), request.GET.get("rule", "")
    rows = RunFinding.objects.filter(run=run).order_by("place")
    rules = sorted(set(rows.order_by().values_list("rule", flat=True).distinct()))
    chosen = rows.filter(**{name: value for name, value in (("result", result), ("rule", rule)) if value})
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in (("result", result), ("rule", rule)) if value}
    context = {
        **frame(request, tool_link(line), run_link(run), Link(gettext("Findings"), request.path)),
        "run": run,
        "tool": line,
        "page": page,
        "keep": f"&{urlencode(kept)}" if kept else "",
        "findings": with_reviews(list(page)),
        "results": [one.value for one in Result],
        "rules": rules,
        "result": result,
        "rule": rule,
    }
    return render(request, "tools/findings.html", context)


@audience("tools")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, tool_run: UUID, ordinal: int) -> HttpResponse:
    """One finding; POST upholds or overrules it."""
    run = contents_of(run_to_read(tool_run, roles_here(request)))
    row = finding_of(run, ordinal)
    problem = ""
    if request.method == "POST":
        try:
            _reviewed(request, run, ordinal)
            return redirect("tools:finding", run.pk, ordinal)
        except Refused as refused:
            problem = refused.message
    kept: dict[str, Any] = open_finding(row)
    said = kept["finding"]
    line = tool_line(run.tool)
    here = Link(gettext("Finding no. {number}").format(number=ordinal + 1), request.path)
    context = {
        **frame(request, tool_link(line), run_link(run), here),
        "run": run,
        "tool": line,
        "row": row,
        "number": ordinal + 1,
        "said": said,
        "unit": unit_words(str(said["unit"] or "")),
        "tables": evidence_tables(kept["rows"]),
        "left_off": kept["left_off"],
        "reviews": list(row.reviews.select_related("by").order_by("-number")),
        "longest": LONGEST_REASON,
        "typed": request.POST,
        "problem": problem,
        "after": _beside(run, ordinal, 1),
        "before": _beside(run, ordinal, -1),
    }
    return render(request, "tools/finding.html", context, status=422 if problem else 200)


def with_reviews(rows: list[RunFinding]) -> Shown:
    """Findings opened, each with the review that counts."""
    reviews = reviews_of(rows)
    return [(row, kept, reviews.get(row.pk)) for row, kept in opened(rows)]


def evidence_tables(rows: Any) -> list[dict[str, Any]]:
    """The rows that a finding rests on, by table: columns in the file's order, a line each.

    What a finding says of a row beside its place (its part in the verdict) stands in a column of its own.
    """
    tables: dict[str, dict[str, Any]] = {}
    for row in rows:
        table = tables.setdefault(
            row["table"], {"name": row["table"], "columns": [], "rows": [], "notes": False}
        )
        cells = dict(row["cells"])
        table["columns"] += [name for name in cells if name not in table["columns"]]
        notes = ", ".join(
            f"{name} {value}" for name, value in row.items() if name not in ("table", "line", "cells")
        )
        table["notes"] = table["notes"] or bool(notes)
        table["rows"].append((row["line"], cells, notes))
    for table in tables.values():
        table["rows"] = [
            (line, [cells.get(name, "") for name in table["columns"]], notes)
            for line, cells, notes in table["rows"]
        ]
    return list(tables.values())


def _reviewed(request: HttpRequest, run: ToolRun, ordinal: int) -> None:
    act = request.POST.get("act", "")
    if act not in ("uphold", "overrule"):
        raise Refused("act", gettext("Choose what is to be done."))
    review_finding(
        run=run.pk, place=ordinal, upheld=act == "uphold", reason=request.POST.get("reason", ""),
        by=acting(request), at=now(),
    )  # fmt: skip


def _beside(run: ToolRun, ordinal: int, step: int) -> int | None:
    """The place of the next or previous finding; None at the end."""
    place = ordinal + step
    return place if RunFinding.objects.filter(run=run, place=place).exists() else None
