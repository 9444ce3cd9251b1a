"""The facts to confirm and the working papers say what was found with its cells; a replay says so on each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import csv, parquet

from tests.toolbox.inspection.books import DAYS, Books
from tests.toolbox.written import VERDICTS, docx_text, files_of, headings, pdf_text, sheets_of, table_of
from xianxing.toolbox.inspection.papers import reports
from xianxing.toolbox.inspection.tool import TOOL
from xianxing.toolbox.inspection.workbook import workbooks
from xianxing.toolbox.tool import run_tool

REPLAY = "规则回放"


class Written:
    """The papers of a folder."""

    def __init__(self, place: Path, rules_as_of: date | None = None) -> None:
        outcome = run_tool(TOOL, place, rules_as_of=rules_as_of)
        assert outcome.inputs is not None, outcome.problems
        self.answer: dict[str, Any] = outcome.as_json()
        (self.report,) = reports(self.answer, outcome.inputs)
        (self.workbook,) = workbooks(self.answer, outcome.inputs)


def books() -> Books:
    return Books().product(name="P1").asset("A1").nav(100).nav(100, day=DAYS[1]).hold(30, asset="A1")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("example")
    for name, content in TOOL.files().items():
        (folder / name).write_bytes(content)
    return Written(folder)


def test_the_facts_are_numbered_with_article_and_rows(example: Written) -> None:
    assert headings(example.report) == [
        "一、检查事项和数据来源", "二、请确认的事实", "三、须补充数据或者人工核实的事项",
        "四、被检查单位意见",
    ]  # fmt: skip
    held = table_of(example.report, "与标准不一致的投资运作")
    traded = table_of(example.report, "与标准不一致的交易")
    unmet = [one for one in example.answer["findings"] if one["result"] == "unmet"]
    assert [row[0] for row in (*held.rows, *traded.rows)] == [str(n) for n in range(1, len(unmet) + 1)]
    first = next(row for row in held.rows if row[1].startswith("P02 "))
    assert "26.7086%" in first[2] and first[3].endswith("第15条") and "positions 第2793、2811行" in first[4]


def test_the_sentence_on_reverse_trades_is_that_of_the_answer(example: Written) -> None:
    said = example.answer["results"]["reverse_statement"]["text"]
    assert said in example.report.paper.paragraphs


def test_docx_and_pdf_say_the_same_without_a_verdict(example: Written) -> None:
    written = files_of(example.report)
    for said in (docx_text(written["docx"]), pdf_text(written["pdf"])):
        assert "示例资管公司" in said and "被检查单位（盖章）" in said
        assert not [word for word in VERDICTS if word in said]
        assert REPLAY not in said
    assert written == files_of(example.report)


def test_each_rule_has_a_sheet_with_the_cells_of_its_rows(example: Written) -> None:
    sheets = sheets_of(example.workbook)
    rules = {one["rule"] for one in example.answer["findings"]}
    assert rules <= sheets.keys()
    found = [one for one in example.answer["findings"] if one["rule"] == "pm-same-asset-plan"]
    rows = sheets["pm-same-asset-plan"]
    assert len(rows) == sum(max(len(one["evidence"]), 1) for one in found)
    one = next(row for row in rows if row["对象"] == "P02" and row["数据表"] == "positions")
    assert (one["标准"], one["比较"], one["规则版本"]) == ("0.25", "<=", "plan-operation-2023")
    assert one["单元格"].startswith("product=P02；date=2025-03-07；asset=S01；quantity=")


def test_trades_samples_and_rules_have_sheets_of_their_own(example: Written) -> None:
    sheets, results = sheets_of(example.workbook), example.answer["results"]
    assert len(sheets["公平交易—同日反向"]) == len(results["reverse_trades"])
    assert [row["p值"] for row in sheets["公平交易—同向价差"]] == [
        "" if one["p"] is None else str(one["p"]) for one in results["direction_tests"]
    ]
    assert [row["交易对手"] for row in sheets["过桥链条"]] == ["示例银行"]
    drawn = sheets["抽样清单"]
    assert [row["成交编号"] for row in drawn] == [one["id"] for one in results["sample"]]
    assert all(f"id={row['成交编号']}；" in row["单元格"] and row["核对结果"] == "" for row in drawn)
    assert len(sheets["逐日不一致"]) == len(results["breach_days"])
    assert {row["规则版本"] for row in sheets["规则版本"]} >= {one["pack"] for one in results["episodes"]}


def test_a_replay_says_so_on_every_paper_and_sheet(tmp_path: Path) -> None:
    said = Written(books().write(tmp_path), rules_as_of=date(2024, 1, 2))
    paper = said.report.paper
    assert (paper.title, paper.water) == ("事实确认书（规则回放）", REPLAY)
    assert any("2024年1月2日" in line and REPLAY in line for line in paper.small)
    assert "四、与当日规则结果的差异" in paper.paragraphs and "二、请确认的事实" not in paper.paragraphs
    assert "被检查单位（盖章）" not in docx_text(files_of(said.report)["docx"])
    assert REPLAY in pdf_text(files_of(said.report)["pdf"])
    assert all("本件为规则回放结果" in sheet.note for sheet in said.workbook.sheets)


def test_an_id_that_is_long_or_begins_like_a_formula_is_text_and_fits(tmp_path: Path) -> None:
    name = "=" + "9" * 60
    rows = Books().product(name=name).asset("A1").nav(100, product=name).hold(30, asset="A1", product=name)
    said = Written(rows.write(tmp_path))
    assert [row["对象"] for row in sheets_of(said.workbook)["pm-same-asset-plan"]][:1] == [name]
    assert name in pdf_text(files_of(said.report)["pdf"])


def test_rows_set_aside_are_told(tmp_path: Path) -> None:
    rows = books().hold("much", asset="A1", day=DAYS[1])
    outcome = run_tool(TOOL, rows.write(tmp_path), lenient=True)
    assert outcome.inputs is not None
    (report,) = reports(outcome.as_json(), outcome.inputs)
    assert any("positions 表1行" in str(one) and "未予采用" in str(one) for one in report.paper.paragraphs)


def test_a_table_that_is_read_by_columns_has_the_same_papers(tmp_path: Path) -> None:
    said = Written(books().write(tmp_path))
    large = replace(TOOL, layout=replace(TOOL.layout, columnar_from=0))
    place = tmp_path / "positions.csv"
    parquet.write_table(csv.read_csv(place), tmp_path / "positions.parquet")
    place.unlink()
    outcome = run_tool(large, tmp_path)
    assert outcome.inputs is not None and "positions" in outcome.inputs.columnar, outcome.problems
    (workbook,) = workbooks(outcome.as_json(), outcome.inputs)
    for one, other in zip(said.workbook.sheets, workbook.sheets, strict=True):
        if one.title != "数据表":
            assert one.rows == other.rows, one.title
    (report,) = reports(outcome.as_json(), outcome.inputs)
    held = "与标准不一致的投资运作"
    assert table_of(report, held).rows == table_of(said.report, held).rows
