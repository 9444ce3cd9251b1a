"""The monthly report and the workbook of the supervision of derivatives hold what the answer holds."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import docx
import pypdfium2
import pytest

from tests.toolbox.derivatives.folders import HEAD, TRADE
from tests.toolbox.folders import folder
from tests.toolbox.runs import KeptRun, example_of, kept_run
from xianxing.documents.writing.official import OfficialPaper, PaperPicture, PaperTable
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.reports import write_report
from xianxing.workdays.clocks import CHINA_TIME

MADE = datetime(2026, 12, 30, tzinfo=CHINA_TIME)


def run(place: Path) -> KeptRun:
    return kept_run(TOOL, place)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> KeptRun:
    return run(example_of(TOOL, tmp_path_factory.mktemp("example")))


def small(place: Path, head: str = "") -> KeptRun:
    """One swap that is short of margin."""
    return run(
        folder(
            place, HEAD + head, trades=f"{TRADE}\nU1,swap,linear,2026-06-01,2027-06-01,10000000,S,C1,D\n",
            counterparties="id,kind\nC1,legal_person\n", underlyings="id,kind\nS,stock\n",
            posted="counterparty,amount\nC1,9000000.5\n",
        )
    )  # fmt: skip


def words(paper: OfficialPaper) -> str:
    said: list[str] = [paper.title]
    for part in (*paper.paragraphs, *paper.annex):
        if isinstance(part, PaperTable):
            said += [part.caption, *part.head, *(cell for row in part.rows for cell in row)]
        else:
            said.append(part.caption if isinstance(part, PaperPicture) else part)
    return "\n".join(said)


def test_the_report_counts_what_the_answer_counts(example: KeptRun) -> None:
    said, summary = words(example.paper), example.answer["summary"]
    assert "衍生品业务监测月报（2026年12月）" in said
    assert (
        f"达到所列标准{summary['met']}项，未达到{summary['unmet']}项，缺少数据{summary['unknown']}项，"
        f"须人工核实{summary['manual_review']}项" in said
    )
    assert "交易表共3078笔，其中存续3018笔" in said
    assert not re.search("违法|违规|合规", said)


def test_every_section_of_the_report_has_its_number_in_turn(example: KeptRun, tmp_path: Path) -> None:
    def numbers(paper: OfficialPaper) -> list[str]:
        heads = (part for part in paper.paragraphs if isinstance(part, str))
        return [part for part in heads if re.match("[一二三四五六七八九]、", part)]

    assert [one[0] for one in numbers(example.paper)] == list("一二三四五六七八")
    assert numbers(small(tmp_path).paper) == [
        "一、监测范围和数据", "二、规则比对", "三、敲入、对冲和集中度", "四、收益互换保证金",
    ]  # fmt: skip


def test_each_unmet_finding_stands_in_the_report_with_its_rows(example: KeptRun) -> None:
    (table,) = [
        part
        for part in example.paper.paragraphs
        if isinstance(part, PaperTable) and part.caption == "未达到所列标准的事项"
    ]
    unmet = [one for one in example.answer["findings"] if one["result"] == "unmet"]
    assert [row[1] for row in table.rows] == [one["subject"]["id"] for one in unmet]
    assert all(re.search(r"第\d+", row[4]) for row in table.rows)


def test_a_dealer_that_the_folder_names_sees_its_own_part_of_the_same_data(
    example: KeptRun, tmp_path: Path
) -> None:
    (own,) = [
        row for row in example.answer["results"]["shares"] if (row["by"], row["id"]) == ("dealer", "D3")
    ]
    assert f"其存续名义本金{int(own['notional']):,}元" in words(example.paper)
    assert "交易商D的情况" not in words(small(tmp_path / "none").paper)
    assert "其存续名义本金10,000,000元" in words(small(tmp_path / "named", 'dealer = "D"\n').paper)


def test_a_dealer_s_own_findings_are_those_about_it_and_those_that_rest_on_its_trades(tmp_path: Path) -> None:
    trades = "".join(
        f"{uti},swap,linear,2026-12-01,2027-06-01,10000000,{underlying},{counterparty},{dealer}\n"
        for uti, underlying, counterparty, dealer in (
            ("U1", "S", "C1", "D"), ("U2", "S", "C2", "E"), ("U3", "X", "C3", "E"), ("U4", "X", "C4", "D"),
        )
    )  # fmt: skip
    found = run(
        folder(
            tmp_path, HEAD + 'dealer = "D"\n', trades=f"{TRADE}\n{trades}",
            counterparties="id,kind\nC1,legal_person\nC2,legal_person\nC3,legal_person\nC4,legal_person\n",
            underlyings="id,kind\nS,stock\nX,private_product\n", dealer_capital="dealer,month,net_capital\n",
        )
    )  # fmt: skip
    (table,) = [
        part
        for part in found.paper.paragraphs
        if isinstance(part, PaperTable) and part.caption == "涉及D的事项"
    ]
    assert [row[:3] for row in table.rows] == [
        ("交易商净资本", "D", "缺少数据"), ("收益互换保证金", "C1", "不一致"),
        ("收益互换保证金", "C4", "缺少数据"), ("互换标的范围", "U4", "不一致"),
    ]  # fmt: skip


def test_the_report_names_isda_s_licence_and_what_was_not_read(example: KeptRun) -> None:
    said = words(example.paper)
    assert "须取得其授权" in said
    assert "未核对原文" in said
    assert "不是市场价格" in said


def test_a_shortfall_has_its_exact_digits(tmp_path: Path) -> None:
    found = small(tmp_path)
    (table,) = [
        part
        for part in found.paper.paragraphs
        if isinstance(part, PaperTable) and part.caption == "保证金缺口"
    ]
    assert table.rows == (("C1", "10,000,000", "9,000,000.5", "999,999.5"),)
    assert found.sheets["保证金"].rows[0][4:7] == ("10000000", "9000000.5", "999999.5")


def test_the_papers_of_one_run_are_the_same_bytes_and_say_the_same(tmp_path: Path) -> None:
    report = small(tmp_path).report
    written = dict(write_report(report, made=MADE))
    assert written == dict(write_report(report, made=MADE))
    pdf = pypdfium2.PdfDocument(written["report.pdf"])
    page = "".join(pdf[place].get_textpage().get_text_bounded() for place in range(len(pdf)))
    paragraphs = "".join(part.text for part in docx.Document(io.BytesIO(written["report.docx"])).paragraphs)
    pdf.close()
    for said in ("衍生品业务监测月报", "收益互换保证金", "存在缺口的1个"):
        assert said in re.sub(r"\s", "", page)
        assert said in paragraphs


def test_every_list_of_the_answer_has_a_sheet_with_a_row_each(example: KeptRun) -> None:
    titles = {
        "suitability": "适当性", "margins": "保证金", "wall": "敲入墙", "hedging": "对冲天数",
        "reverse_stress": "反向压力", "concentration": "集中度", "prices": "雪球估值", "saccr": "SA-CCR",
        "market": "标的", "wall_by_dealer": "敲入墙（交易商）", "shares": "集中度（前十位）",
        "lives": "存续状态", "by_spot": "不同价格下的估值", "engines": "定价方法比较",
    }  # fmt: skip
    assert {*titles, "simm"} == {*example.answer["results"]}
    for name, title in titles.items():
        assert len(example.sheets[title].rows) == len(example.answer["results"][name]), name
    margins = sum(len(one["margins"]) for one in example.answer["results"]["simm"])
    assert len(example.sheets["SIMM"].rows) == margins
    assert "ISDA" in example.sheets["SIMM"].note


def test_the_sheet_of_the_wall_lists_each_trade_of_each_level(example: KeptRun) -> None:
    sheet = example.sheets["敲入墙（逐笔）"]
    by_level: dict[tuple[str, str], int] = {}
    for underlying, level, *_between, notional, _barrier, _matures in sheet.rows:
        by_level[underlying, level] = by_level.get((underlying, level), 0) + int(notional)
    walls = {
        (row["underlying"], row["level"]): int(row["notional"])
        for row in example.answer["results"]["wall"]
        if row["notional"] != "0"
    }
    assert {key: value for key, value in by_level.items() if key[1] != "网格以外"} == walls


def test_numbers_keep_their_digits_in_the_workbook(example: KeptRun) -> None:
    sheet, prices = example.sheets["雪球估值"], example.answer["results"]["prices"]
    assert [row[2] for row in sheet.rows] == [str(one["value"]) for one in prices]
    findings = example.sheets["检查结果"].rows
    assert [row[0] for row in findings] == [str(number) for number in range(1, len(findings) + 1)]
    assert len(findings) == len(example.answer["findings"])
