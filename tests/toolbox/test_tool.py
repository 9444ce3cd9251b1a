"""One run of a tool: its JSON, its status, and what no finding may say."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import docx
import pytest
from pyarrow import parquet

from tests.toolbox.folders import a_tool, a_tool_with_papers, folder
from xianxing.toolbox.indicators import indicators
from xianxing.toolbox.reports import PaperError
from xianxing.toolbox.saving import as_text, save
from xianxing.toolbox.tool import run_tool

FIRMS = "id,kind\nA,company\nB,company\n"
SMALL, LARGE = "A,100,2025-03-01\n", "B,100.01,2025-03-01\n"
HEAD = "firm,amount,date\n"
NOON = datetime(2025, 7, 1, 4, 0, tzinfo=UTC)


def said(place: Path, payments: str, *, confirmed: bool = True, lenient: bool = False) -> dict[str, Any]:
    folder(place, firms=FIRMS, payments=HEAD + payments)
    outcome = run_tool(a_tool(confirmed=confirmed), place, lenient=lenient)
    return {**json.loads(as_text(outcome)), "status": outcome.status}


def test_the_status_follows_what_was_found(tmp_path: Path) -> None:
    assert said(tmp_path / "met", SMALL)["status"] == 0
    assert said(tmp_path / "unmet", SMALL + LARGE)["status"] == 1
    refused = said(tmp_path / "refused", "A,much,2025-03-01\n")
    assert (refused["status"], refused["findings"], refused["results"]) == (2, [], {})
    assert [problem["code"] for problem in refused["problems"]] == ["not-a-number"]


def test_a_finding_names_rule_pack_line_value_and_rows(tmp_path: Path) -> None:
    answer = said(tmp_path, LARGE)
    (finding,) = answer["findings"]
    named = ("rule", "pack", "article", "confirmed", "result", "comparator", "limit", "unit")
    assert {name: finding[name] for name in named} == {
        "rule": "sm-most", "pack": "small", "article": "3", "confirmed": True, "result": "unmet",
        "comparator": "<=", "limit": "100", "unit": "CNY",
    }  # fmt: skip
    assert finding["effective"] == ["2020-01-01", None]
    assert finding["subject"] == {"table": "firms", "id": "B"}
    assert finding["evidence"] == [{"table": "payments", "line": 2}]
    assert "incomplete" not in finding
    assert answer["summary"] == {"met": 0, "unmet": 1, "unknown": 0, "manual_review": 0, "not_applicable": 0}
    assert answer["inputs"]["payments"]["rows"] == 1
    assert answer["ruleset"].startswith("sha256:")


def test_a_text_that_nobody_confirmed_finds_nothing_unmet(tmp_path: Path) -> None:
    answer = said(tmp_path, SMALL + LARGE, confirmed=False)
    assert [finding["result"] for finding in answer["findings"]] == ["met", "manual_review"]
    assert answer["status"] == 0


def test_what_rests_on_rows_set_aside_is_incomplete(tmp_path: Path) -> None:
    answer = said(tmp_path, SMALL + "A,much,2025-03-01\n", lenient=True)
    assert [finding["incomplete"] for finding in answer["findings"]] == [True]
    assert answer["status"] == 0
    assert answer["metrics"]["share_aside"] == "0.25"


def test_the_same_rows_in_another_order_find_the_same(tmp_path: Path) -> None:
    def without_lines(answer: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**finding, "evidence": None} for finding in answer["findings"]]

    one = said(tmp_path / "one", SMALL + LARGE)
    assert without_lines(one) == without_lines(said(tmp_path / "other", LARGE + SMALL))
    again = said(tmp_path / "one", SMALL + LARGE)
    assert {**one, "metrics": None} == {**again, "metrics": None}


def test_the_answer_is_saved_as_json_csv_and_parquet(tmp_path: Path) -> None:
    place = folder(tmp_path / "in", firms=FIRMS, payments=HEAD + SMALL + LARGE)
    made = save(run_tool(a_tool(), place), tmp_path / "out")
    assert sorted(path.name for path in made) == [
        "findings.csv", "findings.parquet", "paid.csv", "paid.parquet", "result.json",
    ]  # fmt: skip
    with (tmp_path / "out" / "paid.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["firm", "note"], ["A", "'=1+1"], ["B", "'=1+1"]]
    assert parquet.read_table(tmp_path / "out" / "paid.parquet").to_pydict() == {
        "firm": ["A", "B"], "note": ["=1+1", "=1+1"],
    }  # fmt: skip
    assert json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))["tool"] == "small"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ('=HYPERLINK("http://x.example")', '\'=HYPERLINK("http://x.example")'),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("-2+3", "'-2+3"),
        ("-0.25", "-0.25"),
        ("+8e-7", "+8e-7"),
        ("深圳=1", "深圳=1"),
    ],
)
def test_no_spreadsheet_runs_a_cell_of_the_csv(tmp_path: Path, cell: str, kept: str) -> None:
    outcome = run_tool(a_tool(), folder(tmp_path / "in", firms=FIRMS, payments=HEAD + LARGE))
    assert outcome.answer is not None
    answer = replace(outcome.answer, results={"paid": [{"firm": cell}]})
    save(replace(outcome, answer=answer), tmp_path / "out")
    with (tmp_path / "out" / "paid.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["firm"], [kept]]


def test_charts_reports_and_workbooks_are_saved_the_same_each_time(tmp_path: Path) -> None:
    place = folder(tmp_path / "in", firms=FIRMS, payments=HEAD + SMALL + LARGE)
    once, again = (save(run_tool(a_tool_with_papers(), place), tmp_path / name) for name in ("one", "two"))
    papers = ["amounts.json", "amounts.svg", "ledger.xlsx", "report.docx", "report.pdf"]
    assert sorted(path.name for path in once)[:2] == papers[:2]
    for one, two in zip(once, again, strict=True):
        assert one.name == two.name
        if one.name in papers:
            assert one.read_bytes() == two.read_bytes(), one.name
    assert {path.name for path in once} >= {*papers, "result.json"}
    report = (tmp_path / "one" / "report.docx").read_bytes()
    paragraphs = [one.text for one in docx.Document(io.BytesIO(report)).paragraphs]
    assert "付款情况" in paragraphs and "共2笔。" in paragraphs
    chart = json.loads((tmp_path / "one" / "charts" / "amounts.json").read_text("utf-8"))
    assert chart["datasets"]["rows"] == [{"firm": "A"}, {"firm": "B"}]


def test_a_tool_is_loaded_without_what_sets_pages_and_draws() -> None:
    code = (
        "import sys\nfrom xianxing.toolbox.registry import TOOLS, load_tool\n"
        "[load_tool(name) for name in ('related-parties', 'inspection')]\n"
        "print({'docx', 'typst', 'openpyxl', 'vl_convert'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_refused_folder_has_its_result_and_nothing_else(tmp_path: Path) -> None:
    place = folder(tmp_path / "in", firms=FIRMS, payments=HEAD + "A,much,2025-03-01\n")
    made = save(run_tool(a_tool_with_papers(), place), tmp_path / "out")
    assert [path.name for path in made] == ["result.json"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["result.json"]


def test_what_can_be_written_is_when_a_library_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    place = folder(tmp_path / "in", firms=FIRMS, payments=HEAD + SMALL)
    with pytest.raises(PaperError, match="vl_convert"):
        save(run_tool(a_tool_with_papers(), place), tmp_path / "out")
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written >= {"result.json", "report.pdf", "ledger.xlsx"}


def test_a_result_becomes_points_for_the_pilot_s_monitoring(tmp_path: Path) -> None:
    answer = said(tmp_path, SMALL + LARGE, confirmed=False)
    points = cast(list[dict[str, Any]], indicators(answer, NOON))
    values = {point["name"]: point["value"] for point in points}
    assert values["findings_manual_review"] == "1"
    assert values["manual_review_share"] == "0.5"
    assert values["packs_past_check"] == "1"
    assert {point["time"] for point in points} == {NOON.isoformat()}
    with pytest.raises(ValueError, match="no result"):
        indicators({"tool": "small"}, NOON)
