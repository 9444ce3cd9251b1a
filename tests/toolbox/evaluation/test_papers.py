"""The report on firms and its workbook hold what the answer holds, and say what nobody confirmed."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import docx
import pypdfium2
import pytest

from tests.toolbox.evaluation.folders import Folder, star_facts
from tests.toolbox.runs import KeptRun, example_of, kept_run
from xianxing.documents.writing.official import OfficialPaper, PaperPicture, PaperTable
from xianxing.toolbox.evaluation.tool import TOOL
from xianxing.toolbox.reports import write_report
from xianxing.workdays.clocks import CHINA_TIME

MADE = datetime(2026, 6, 30, tzinfo=CHINA_TIME)


def run(place: Path) -> KeptRun:
    return kept_run(TOOL, place)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> KeptRun:
    return run(example_of(TOOL, tmp_path_factory.mktemp("example")))


def one_firm(place: Path, **changed: str) -> KeptRun:
    facts = {key: value for key, value in (star_facts() | changed).items() if value}
    return run(Folder(facts={"E1": facts}).write(place))


def words(paper: OfficialPaper) -> str:
    said: list[str] = [paper.title]
    for part in (*paper.paragraphs, *paper.annex):
        if isinstance(part, PaperTable):
            said += [part.caption, *part.head, *(cell for row in part.rows for cell in row)]
        else:
            said.append(part.caption if isinstance(part, PaperPicture) else part)
    return "\n".join(said)


def table(paper: OfficialPaper, caption: str) -> PaperTable:
    return next(
        part for part in paper.paragraphs if isinstance(part, PaperTable) and part.caption.startswith(caption)
    )


def test_a_firm_s_items_stand_with_values_limits_and_rows(tmp_path: Path) -> None:
    paper = one_firm(tmp_path).paper
    first, *_rest = table(paper, "逐项比对：科创属性（star-2024）").rows
    assert first[:2] == ("研发投入", "不符合")
    assert first[2] == "占比 3.125 % (≥ 5 %); 金额 75,000,000 元 (≥ 80,000,000 元)"
    assert re.match(r"facts 第\d+", first[3])
    assert "科创属性不符合（数据覆盖18/18）" in words(paper)


def test_gaps_and_the_cheapest_path_stand_with_their_assumptions(tmp_path: Path) -> None:
    paper = one_firm(tmp_path).paper
    gaps = {row[5] for row in table(paper, "与标准的差距").rows}
    assert gaps == {"5,000,000 元", "45,000,000 元"}
    (change,) = table(paper, "改动最少的路径").rows
    assert change[1:] == ("研发投入", "2023", "35,000,000 元", "40,000,000 元", "5,000,000 元")
    said = words(paper)
    assert "科创属性：作上表改动后结果为符合。" in said
    assert "改动最少的路径以下列情形为前提：（1）方案未列出的其他数据均保持不变。" in said
    assert "不是建议" in said


def test_what_is_missing_is_named_and_never_left_out(tmp_path: Path) -> None:
    said = words(one_firm(tmp_path, **{"staff 2023": ""}).paper)
    assert "缺少的数据：staff 2023。" in said
    assert "数据覆盖17/18" in said
    assert "无法判断和须人工判断的事项" not in words(one_firm(tmp_path / "whole").paper)


def test_the_report_of_the_list_counts_results_and_names_texts_that_nobody_confirmed(
    example: KeptRun,
) -> None:
    said = words(example.paper)
    assert "科创属性：符合12家，不符合24家，无法判断1家，需人工判断3家。" in said
    assert "下列文本尚未对照原文核实" in said and "little-giant-2022、srdi-2022" in said
    assert "不代替认定机关的认定" in said
    assert not re.search("违法|违规|合规", said)
    rows = table(example.paper, "各企业评价结果").rows
    assert len(rows) == 40
    assert all(re.search(r"（\d+/\d+）", cell) for row in rows for cell in row[3:])


def test_each_firm_with_a_section_has_its_own_picture(example: KeptRun) -> None:
    pictures = [part for part in example.paper.paragraphs if isinstance(part, PaperPicture)]
    firms = [one.caption[-4:-1] for one in pictures if one.caption.startswith("各项指标达到标准的程度")]
    assert firms == [f"E{number:02}" for number in range(1, 11)]
    assert len({one.svg for one in pictures}) == len(pictures)
    assert "以下列出前10家，其余30家的项目、差距和改进路径见工作簿。" in words(example.paper)


def test_the_papers_of_one_run_are_the_same_bytes_and_say_the_same(tmp_path: Path) -> None:
    report = one_firm(tmp_path).report
    written = dict(write_report(report, made=MADE))
    assert written == dict(write_report(report, made=MADE))
    pdf = pypdfium2.PdfDocument(written["report.pdf"])
    page = "".join(pdf[place].get_textpage().get_text_bounded() for place in range(len(pdf)))
    pdf.close()
    paragraphs = "".join(part.text for part in docx.Document(io.BytesIO(written["report.docx"])).paragraphs)
    for said in ("企业评价报告", "分企业评价", "作上表改动后结果为符合"):
        assert said in re.sub(r"\s", "", page)
        assert said in paragraphs


def test_every_list_of_the_answer_has_a_sheet_with_a_row_each(example: KeptRun) -> None:
    results, sheets = example.answer["results"], example.sheets
    whole = {
        "evaluations": "评价结果", "by_version": "各版本家数", "size": "规模", "sectors": "部门",
        "demand": "最终需求",
        "shocks": "需求变化", "multipliers": "乘数", "nodes": "供应网络", "map_links": "供应关系（图中）",
        "single_source": "单一来源", "single_source_open": "单一来源（缺少数据）",
    }  # fmt: skip
    apart = {"history", "plans", "set_aside", "betweenness", "map_left_out"}
    assert {*whole} | apart == {*results}
    for name, title in whole.items():
        assert len(sheets[title].rows) == len(results[name]), name
    assert len(sheets["各版本结果"].rows) == sum(len(one["versions"]) for one in results["history"])
    changes = sum(len(one["changes"]) or 1 for one in results["plans"])
    assert len(sheets["路径"].rows) == changes
    assert len(sheets["差距"].rows) == sum(len(one["gaps"]) for one in results["evaluations"])


def test_exact_values_keep_their_digits_in_the_workbook(example: KeptRun) -> None:
    rows = [row for row in example.sheets["项目"].rows if row[0] == "E02" and row[4] == "研发投入"]
    findings = example.sheets["检查结果"].rows
    assert [row[0] for row in findings] == [str(number) for number in range(1, len(findings) + 1)]
    amounts = [row for row in rows if row[1] == "科创属性" and row[6] == "金额"]
    assert [row[7:10] for row in amounts] == [("79999999.99", ">=", "80000000")]
    assert all(re.fullmatch(r"(facts:\d+ ?)+", row[-1]) for row in amounts)
