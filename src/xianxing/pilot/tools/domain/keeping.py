"""An answer is put under seal: findings one by one, lists so many rows at a time, charts each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xianxing.law.findings import JSON
from xianxing.pilot.tools.models import RunFinding, RunPart, RunPartKind, ToolRun
from xianxing.pilot.tools.sealing import about_finding, about_part, keyed, seal_json

ROWS_A_PART = 50


def keep_findings(run: ToolRun, findings: list[dict[str, Any]]) -> None:
    """Keep the findings in their order."""
    RunFinding.objects.bulk_create(
        (_finding(run, place, kept) for place, kept in enumerate(findings)), batch_size=500
    )


def keep_problems(run: ToolRun, problems: list[JSON]) -> None:
    """Keep the problems of the input."""
    RunPart.objects.bulk_create(_pieces(run, RunPartKind.PROBLEMS, "problems", problems, {}))


def keep_parts(run: ToolRun, kept: dict[str, Any]) -> None:
    """Keep lists, single values and charts of an answer."""
    parts: list[RunPart] = []
    for table in kept["tables"]:
        head = {"columns": table["columns"], "total": table["total"]}
        parts += _pieces(run, RunPartKind.TABLE, table["name"], table["rows"], head)
    if kept["values"]:
        parts.append(_part(run, RunPartKind.VALUES, "values", 0, len(kept["values"]), kept["values"]))
    if kept.get("unwritten"):
        parts.append(_part(run, RunPartKind.UNWRITTEN, "files", 0, 1, {"reason": kept["unwritten"]}))
    for place, chart in enumerate(kept["charts"]):
        drawn = {"svg": chart.pop("svg")}
        parts.append(_part(run, RunPartKind.CHART, "chart", place, len(chart["cells"]), chart))
        parts.append(_part(run, RunPartKind.DRAWING, "chart", place, len(drawn["svg"]), drawn))
    RunPart.objects.bulk_create(parts, batch_size=200)


def _finding(run: ToolRun, place: int, kept: dict[str, Any]) -> RunFinding:
    said = kept["finding"]
    subject = said["subject"]
    return RunFinding(
        run=run, place=place, rule=said["rule"], result=said["result"], basis=said["basis"],
        incomplete=bool(said.get("incomplete")), confirmed=said["confirmed"],
        same=keyed("same", said["rule"], subject["table"], subject["id"], said["day"]),
        content=keyed(
            "content", said["result"], said["value"], said["comparator"], said["limit"], said["pack"]
        ),
        sealed=seal_json(about_finding(run.pk, place), kept),
    )  # fmt: skip


def _pieces(
    run: ToolRun, kind: RunPartKind, name: str, rows: list[JSON], head: dict[str, JSON]
) -> Iterator[RunPart]:
    for place, start in enumerate(range(0, max(len(rows), 1), ROWS_A_PART)):
        piece = rows[start : start + ROWS_A_PART]
        yield _part(run, kind, name, place, len(piece), {**head, "rows": piece})


def _part(run: ToolRun, kind: RunPartKind, name: str, place: int, size: int, value: JSON) -> RunPart:
    sealed = seal_json(about_part(run.pk, kind.value, name, place), value)
    return RunPart(run=run, kind=kind, name=name, place=place, size=size, sealed=sealed)
