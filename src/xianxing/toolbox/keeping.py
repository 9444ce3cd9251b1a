"""A run as a site keeps it: findings with the cells of their rows, the lists as tables, the charts drawn.

Everything that a page shows later is taken out here once, so that no page reads the inputs again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xianxing.law.findings import JSON
from xianxing.toolbox.anchoring import digest_of_answer
from xianxing.toolbox.charts import Chart, as_vega_lite, draw_svg
from xianxing.toolbox.outcome import RunOutcome
from xianxing.toolbox.sources import BadTable, RawTable, read_source
from xianxing.toolbox.stand_ins import read_stand_ins
from xianxing.toolbox.tool import Tool

MOST_FINDINGS, MOST_ROWS_SHOWN, MOST_EVIDENCE = 20_000, 5_000, 100
Cells = dict[tuple[str, int], list[JSON]]


def keep_outcome(tool: Tool, outcome: RunOutcome, folder: Path) -> dict[str, JSON]:
    """The outcome for the pages: of lists at most `MOST_ROWS_SHOWN` rows, of a finding `MOST_EVIDENCE`.

    The files that `saving.save` writes hold everything.
    """
    answer = outcome.as_json()
    findings: list[Any] = answer["findings"]  # type: ignore[assignment]
    shown = findings[:MOST_FINDINGS]
    cells = _cells(tool, folder, shown)
    results = answer["results"]
    return {
        "status": outcome.status,
        "answer": {name: value for name, value in answer.items() if name not in ("findings", "results")},
        "output": digest_of_answer(answer),
        "findings": [_finding(finding, cells) for finding in shown],
        "found": len(findings),
        "tables": [_table(name, value) for name, value in results.items() if isinstance(value, list)]
        if isinstance(results, dict)
        else [],
        "values": {name: value for name, value in results.items() if not isinstance(value, list)}
        if isinstance(results, dict)
        else {},
        "charts": [keep_chart(chart) for chart in (tool.charts(answer) if outcome.answer else ())],
    }


def _finding(finding: dict[str, Any], cells: Cells) -> dict[str, JSON]:
    evidence = finding["evidence"]
    rows: list[JSON] = [
        {**one, "cells": cells.get((one["table"], one["line"]), [])} for one in evidence[:MOST_EVIDENCE]
    ]
    return {"finding": finding, "rows": rows, "left_off": max(0, len(evidence) - MOST_EVIDENCE)}


def _cells(tool: Tool, folder: Path, findings: Iterable[Mapping[str, Any]]) -> Cells:
    """The cells of every row that a finding rests on, as they stand in the file."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        for row in finding["evidence"][:MOST_EVIDENCE]:
            wanted[row["table"]].add(row["line"])
    given, _problems = read_stand_ins(folder, tool.layout.stand_ins)
    found: Cells = {}
    for table, lines in wanted.items():
        raw = given.get(table) or _raw(folder, table)
        if raw is None:
            continue
        for line, texts in raw.rows:
            if line in lines:
                found[table, line] = [
                    [name, text] for name, text in zip(raw.header, texts, strict=True) if text
                ]
    return found


def _raw(folder: Path, table: str) -> RawTable | None:
    for ending in (".csv", ".parquet"):
        path = folder / f"{table}{ending}"
        if path.is_file() and not path.is_symlink():
            try:
                return read_source(path, table)
            except BadTable:
                return None
    return None


def _table(name: str, rows: list[Any]) -> dict[str, JSON]:
    records = [row for row in rows if isinstance(row, dict)]
    shown = records[:MOST_ROWS_SHOWN]
    columns = list(dict.fromkeys(column for row in shown for column in row))
    return {
        "name": name,
        "columns": list[JSON](columns),
        "rows": [[row.get(column) for column in columns] for row in shown],
        "total": len(records),
    }


def keep_chart(chart: Chart) -> dict[str, JSON]:
    """A chart with its table, its description and its drawing; without the extra `tools` that is empty."""
    drawn = find_spec("vl_convert") is not None
    return {
        "id": chart.id,
        "title": chart.title,
        "caption": chart.caption,
        "head": list[JSON](chart.head),
        "cells": [list[JSON](row) for row in chart.cells],
        "findings": [row.get("finding") for row in chart.rows],
        "days": list[JSON](chart.days),
        "day": chart.day,
        "spans": [[row["first"], row["last"]] for row in chart.rows] if chart.days else [],
        "drawing": as_vega_lite(chart),
        "svg": draw_svg(chart) if drawn else "",
    }
