"""A run's answer in a folder: `result.json`, and every list of it as a table in CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from xianxing.law.findings import JSON
from xianxing.toolbox.outcome import RunOutcome


def as_text(outcome: RunOutcome) -> str:
    """The outcome as the JSON text that the command prints."""
    return json.dumps(outcome.as_json(), ensure_ascii=False, indent=1)


def save(outcome: RunOutcome, folder: Path) -> list[Path]:
    """Write the answer below `folder`, which is made; gives the files. OSError where it can't be written.

    A cell that begins like a formula stays text, in quotes; Parquet needs the extra `tools`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    result = folder / "result.json"
    result.write_text(as_text(outcome) + "\n", "utf-8")
    made = [result]
    for name, rows in _lists(outcome.as_json()):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        cells = [[_cell(row.get(column)) for column in columns] for row in rows]
        path = folder / f"{name}.csv"
        path.write_text(_csv(columns, cells), "utf-8")
        made.append(path)
        if find_spec("pyarrow") is not None:
            made.append(_parquet(folder / f"{name}.parquet", columns, cells))
    return made


def _lists(answer: Mapping[str, JSON]) -> Iterable[tuple[str, list[dict[str, JSON]]]]:
    results = answer["results"]
    every = {"findings": answer["findings"], **(results if isinstance(results, dict) else {})}
    for name, value in every.items():
        if isinstance(value, list) and value:
            yield name, [row for row in value if isinstance(row, dict)]


def _cell(value: JSON) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _csv(columns: list[str], cells: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows(cells)
    return text.getvalue()


def _parquet(path: Path, columns: list[str], cells: list[list[str]]) -> Path:
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({name: [row[place] for row in cells] for place, name in enumerate(columns)})
    parquet.write_table(table, path)
    return path
