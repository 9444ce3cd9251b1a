"""Report, confirmation of facts and workbook say what the answer found, with its rows, and judge nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import HEAD, WORKED, write
from tests.toolbox.written import VERDICTS, docx_text, files_of, headings, pdf_text, sheets_of, table_of
from xianxing.toolbox.papers import MOST_ROWS
from xianxing.toolbox.related_parties.example import files
from xianxing.toolbox.related_parties.papers import reports
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.related_parties.workbook import workbooks
from xianxing.toolbox.reports import ToolReport
from xianxing.toolbox.tool import run_tool

BALLOTS = {
    "approvals": "id,body,date\nV1,board,2025-03-31\n",
    "ballots": "approval,voter,ballot\nV1,D1,for\nV1,D2,for\nV1,D3,for\nV1,D4,for\n",
    "trades": "id,date,counterparty,kind,amount,approvals,disclosed_on\n"
    "T1,2025-03-03,B,service,3000000,,\nT2,2025-04-01,B,service,1,V1,\n",
    "matters": "id,date,counterparties\nM1,2025-06-01,B\n",
    "own_list": "entity\nP\nZ\n",
    "look_through": "method,held,owner\nintegrated,F,P\n",
}
ENTITIES = WORKED["entities"] + "Z,=1+1,company\n"


class Written:
    """The papers of a folder."""

    def __init__(self, place: Path) -> None:
        outcome = run_tool(TOOL, place)
        assert outcome.inputs is not None, outcome.problems
        self.answer: dict[str, Any] = outcome.as_json()
        self.reports: dict[str, ToolReport] = {one.name: one for one in reports(self.answer, outcome.inputs)}
        (self.workbook,) = workbooks(self.answer, outcome.inputs)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    tables = {**WORKED, **BALLOTS, "entities": ENTITIES}
    return Written(write(tmp_path_factory.mktemp("small"), HEAD, **tables))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Written:
    place = tmp_path_factory.mktemp("example")
    for name, content in files().items():
        (place / name).write_bytes(content)
    return Written(place)


def test_the_report_has_its_sections_in_order(small: Written) -> None:
    assert headings(small.reports["report"]) == [
        "一、核查依据与数据", "二、关联方", "三、关联交易审议与披露", "四、回避", "五、定价", "六、名单比对",
        "七、未能由数据判定、须人工核实的事项",
    ]  # fmt: skip
    assert small.reports["report"].paper.annex[0] == "附：方法与规则版本"


def test_a_trade_without_records_stands_with_its_sum_line_article_and_rows(small: Written) -> None:
    table = table_of(small.reports["report"], "与审议、披露要求不一致的关联交易")
    (row,) = table.rows
    assert row[:3] == ("T2\n2025-04-01", "B 示例实业", "1")
    assert "3,000,001 > 3,000,000" in row[3] and "第6.3.6条" in row[3]
    assert row[4] == "未见独立董事在交易当日或之前审议同意的记录；未见披露日期的记录"
    assert "trades 第3" in row[5]


def test_the_facts_to_confirm_are_numbered_through_and_leave_out_what_would_change_them(
    small: Written,
) -> None:
    paper = small.reports["fact-confirmation"]
    trades = table_of(paper, "未见相应审议、披露记录或者存在所列情形的交易")
    votes = table_of(paper, "与回避、表决人数要求不一致的表决")
    missing = table_of(paper, "未列入关联方名单的主体")
    numbers = [row[0] for table in (trades, votes, missing) for row in table.rows]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert votes.rows[0][3].startswith("D1在2025-03-31的表决中投“同意”票")
    said = docx_text(files_of(paper)["docx"])
    assert "即符合" not in said and "有异议" in said and "被核查单位（盖章）" in said
    assert {one["subject"]["id"] for one in small.answer["findings"] if one["rule"] == "rp-list"} >= {
        row[1] for row in missing.rows
    }


def test_recusals_list_and_open_questions_are_in_the_report(small: Written) -> None:
    paper = small.reports["report"]
    (matter,) = table_of(paper, "各事项的回避人员").rows
    assert matter[1] == "D1 甲（第3项，P控制B；D1系P的董事长）" and matter[2] == "3人"
    assert [row[0] for row in table_of(paper, "名单所列但未见关联关系的主体").rows] == ["Z"]
    opened = [one for one in small.answer["findings"] if one["result"] in ("unknown", "manual_review")]
    rows = table_of(paper, "须补充数据或者人工核实的事项").rows
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(opened) + 1)]


@pytest.mark.parametrize("name", ["report", "fact-confirmation"])
def test_docx_and_pdf_say_the_same_without_a_verdict(small: Written, name: str) -> None:
    written = files_of(small.reports[name])
    for said in (docx_text(written["docx"]), pdf_text(written["pdf"])):
        assert "示例证券" in said
        assert ("=1+1" in said) == (name == "report")
        assert not [word for word in VERDICTS if word in said]
        assert "未见披露日期的记录" in said
    assert written == files_of(small.reports[name])


def test_every_pack_behind_the_findings_stands_in_the_annex(small: Written) -> None:
    listed = {row[1] for row in table_of(small.reports["report"], "所适用的规则版本").rows}
    assert listed == {one["pack"] for one in small.answer["findings"] if one["pack"]}


def test_a_long_report_prints_the_first_rows_and_names_the_sheet_with_all(example: Written) -> None:
    parties = [one for one in example.answer["results"]["related_parties"] if one["regime"] == "exchange"]
    paper = example.reports["report"]
    assert len(table_of(paper, "按上市规则查明的关联方").rows) == MOST_ROWS < len(parties)
    assert f"上表列出{len(parties)}项中的前60项，全部见工作簿“关联方名单”表。" in paper.paper.paragraphs
    assert "关联方名单" in sheets_of(example.workbook)


def test_the_workbook_has_every_party_trade_and_finding(example: Written) -> None:
    sheets = sheets_of(example.workbook)
    results = example.answer["results"]
    assert [(row["编号"], row["情形代号"]) for row in sheets["关联方名单"]] == [
        (one["entity"], one["limb"]) for one in results["related_parties"]
    ]
    assert [row["编号"] for row in sheets["交易台账"]] == [one["id"] for one in results["trades"]]
    assert [(row["序号"], row["规则"]) for row in sheets["判定明细"]] == [
        (str(number), one["rule"]) for number, one in enumerate(example.answer["findings"], 1)
    ]
    (large,) = (row for row in sheets["交易台账"] if row["编号"] == "Z02")
    assert (large["金额"], large["审议层级"], large["累计（股东会标准）"]) == (
        "1200000000",
        "股东会审议",
        "1320000000",
    )


def test_the_cells_of_evidence_are_those_that_were_read(small: Written) -> None:
    rows = {(row["数据表"], row["行"]): row for row in sheets_of(small.workbook)["依据行"]}
    assert rows["trades", "3"]["单元格"].startswith(
        "id=T2；date=2025-04-01；counterparty=B；kind=service；amount=1"
    )
    cited = {(row["table"], str(row["line"])) for one in small.answer["findings"] for row in one["evidence"]}
    assert rows.keys() == cited


def test_a_name_that_begins_like_a_formula_stays_text(small: Written) -> None:
    listed = sheets_of(small.workbook)["名单比对"]
    assert ("Z", "=1+1") in {(row["编号"], row["名称"]) for row in listed}
