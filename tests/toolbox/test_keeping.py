"""What pages keep of a run: findings with cells, lists as tables, charts; and what the worker writes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.folders import a_tool, a_tool_with_papers, folder
from xianxing.toolbox import keeping, worker
from xianxing.toolbox.keeping import keep_outcome
from xianxing.toolbox.tool import run_tool

FIRMS = "id,kind,share\nA,company,0.5\nB,person,\n"
PAYMENTS = "firm,amount,date\nA,10,2025-03-01\nB,101,2025-03-02\nA,7,2025-03-03\n"
AS_IT_STANDS = {"as_of": None, "rules_as_of": None, "lenient": False}


def kept(place: Path) -> dict[str, Any]:
    tool = a_tool_with_papers()
    written = folder(place, firms=FIRMS, payments=PAYMENTS)
    return keep_outcome(tool, run_tool(tool, written), written)


def test_lists_of_the_answer_are_tables_and_the_rest_are_values(tmp_path: Path) -> None:
    found = kept(tmp_path)
    assert found["tables"] == [
        {"name": "paid", "columns": ["firm", "note"], "rows": [["A", "=1+1"], ["B", "=1+1"], ["A", "=1+1"]],
         "total": 3},
    ]  # fmt: skip
    assert (found["values"], found["status"], found["found"]) == ({"count": 3}, 1, 3)
    assert not {"findings", "results"} & found["answer"].keys()
    assert [one["id"] for one in found["charts"]] == ["amounts"]
    assert found["charts"][0]["cells"] == [["A"], ["B"], ["A"]]
    assert found["charts"][0]["svg"].startswith("<svg")


def test_each_finding_has_the_cells_of_its_rows_as_the_file_has_them(tmp_path: Path) -> None:
    rows = [one["rows"] for one in kept(tmp_path)["findings"]]
    assert [[(row["table"], row["line"], row["cells"]) for row in some] for some in rows] == [
        [("payments", line, [["firm", firm], ["amount", amount], ["date", f"2025-03-0{line - 1}"]])]
        for line, firm, amount in ((2, "A", "10"), (4, "A", "7"), (3, "B", "101"))
    ]


def test_what_pages_leave_off_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("MOST_FINDINGS", 2), ("MOST_ROWS_SHOWN", 2), ("MOST_EVIDENCE", 0)):
        monkeypatch.setattr(keeping, name, most)
    found = kept(tmp_path)
    assert (len(found["findings"]), found["found"]) == (2, 3)
    assert (len(found["tables"][0]["rows"]), found["tables"][0]["total"]) == (2, 3)
    assert [(one["rows"], one["left_off"]) for one in found["findings"]] == [([], 1), ([], 1)]


def test_a_folder_that_was_refused_keeps_its_problems_and_nothing_else(tmp_path: Path) -> None:
    tool = a_tool_with_papers()
    written = folder(tmp_path, firms=FIRMS, payments="firm,amount,date\nA,ten,2025-03-01\n")
    found: dict[str, Any] = keep_outcome(tool, run_tool(tool, written), written)
    assert (found["status"], found["found"], found["findings"], found["tables"]) == (2, 0, [], [])
    assert (found["values"], found["charts"], len(found["answer"]["problems"])) == ({}, [], 1)


def test_an_example_is_the_same_zip_each_time(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        worker.TASKS["example"](a_tool(), {"target": str(tmp_path / name)}, lambda _step: None)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        [entry] = archive.infolist()
    assert (entry.filename, entry.date_time[:3], entry.external_attr >> 16) == (
        "tool.toml", (1980, 1, 1), 0o600,
    )  # fmt: skip


def test_a_run_says_its_steps_and_writes_its_files_and_what_is_kept(tmp_path: Path) -> None:
    written, out = folder(tmp_path / "in", firms=FIRMS, payments=PAYMENTS), tmp_path / "out"
    steps: list[str] = []
    out.mkdir()
    request = {"folder": str(written), "out": str(out), **AS_IT_STANDS}
    assert worker.TASKS["run"](a_tool(), request, steps.append) == {"status": 1}
    assert steps == ["judging", "drawing", "writing"]
    answer = json.loads((out / "files" / "result.json").read_text("utf-8"))
    said = json.loads((out / "kept.json").read_text("utf-8"))
    assert [one["finding"] for one in said["findings"]] == answer["findings"]
    later = {**request, "as_of": "2025-07-01", "out": str(tmp_path / "later")}
    (tmp_path / "later").mkdir()
    worker.TASKS["run"](a_tool(), later, steps.append)
    said = json.loads((tmp_path / "later" / "kept.json").read_text("utf-8"))
    assert (said["answer"]["as_of"], answer["as_of"]) == ("2025-07-01", "2025-06-30")
