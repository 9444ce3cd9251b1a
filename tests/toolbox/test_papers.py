"""What the papers of all tools share: amounts, shares, rows cited, tables that are cut and say so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xianxing.documents.writing.official import PaperTable
from xianxing.law.findings import JSON
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import (
    FINDING_HEAD,
    MOST_ROWS,
    CitedRows,
    cited,
    evidence_sheet,
    finding_row,
    pack_rows,
    paper_table,
    said_amount,
    said_article,
    said_day,
    said_share,
    short,
)
from xianxing.toolbox.tables import Row


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("1234567.89", "1,234,567.89"),
        ("0", "0"),
        ("-1000", "-1,000"),
        ("2026-06-30", "2026-06-30"),
        (None, ""),
    ],
)
def test_an_amount_has_thousands_apart_and_keeps_its_digits(given: str | None, said: str) -> None:
    assert said_amount(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("0.25", "25%"),
        ("0.652173913043", "≈65.2174%"),
        ("1", "100%"),
        ("0.0000001", "≈0%"),
        (None, ""),
        ("-0.5", "-50%"),
        ("12.5", "1250%"),
        ("15/23", "15/23"),
        ("0.1234565", "≈12.3456%"),
        (f"0.25{'0' * 30}1", "≈25%"),
        (f"{'9' * 30}.5", f"{'9' * 30}50%"),
    ],
)
def test_a_share_says_where_digits_were_left_out(given: str | None, said: str) -> None:
    assert said_share(given) == said


def test_days_and_articles_are_written_as_papers_write_them() -> None:
    assert said_day("2025-06-05") == "2025年6月5日"
    assert said_article({"source": "《规则》（据一般了解）", "article": "20, 21"}) == "《规则》第20、21条"
    assert said_article({"source": "《意见》", "article": "16 (3)"}) == "《意见》第16条第(3)项"
    assert said_article({"source": "实践", "article": ""}) == "实践"


def test_rows_are_cited_by_table_and_line_with_how_many_there_are() -> None:
    places = (("trades", 3), ("trades", 4), ("holdings", 2))
    rows: list[JSON] = [{"table": table, "line": line} for table, line in places]
    assert cited(rows) == "trades 第3、4行；holdings 第2行"
    assert cited(rows, 2) == "trades 第3、4行等3行"
    assert cited([]) == "—"


def test_a_long_table_is_cut_and_says_where_the_rest_stands() -> None:
    rows = [(str(number),) for number in range(MOST_ROWS + 1)]
    table, words = paper_table("台账", ("编号",), rows, (1,), sheet="交易台账")
    assert isinstance(table, PaperTable) and len(table.rows) == MOST_ROWS
    assert words == "上表列出61项中的前60项，全部见工作簿“交易台账”表。"
    assert list(paper_table("台账", ("编号",), [], (1,))) == []
    (whole,) = paper_table("台账", ("编号",), rows[:-1], (1,))
    assert isinstance(whole, PaperTable)


def test_a_cell_that_nobody_could_read_is_cut() -> None:
    assert short("字" * 500) == "字" * 239 + "…"


def test_a_cell_of_a_narrow_column_is_cut_sooner_so_that_its_row_fits_a_page() -> None:
    (table,) = paper_table("台账", ("编号", "说明"), [("字" * 500, "字" * 500)], (1, 9))
    assert isinstance(table, PaperTable)
    narrow, wide = table.rows[0]
    assert len(narrow) == 90 and len(wide) == 240  # three characters a line, thirty lines


def test_evidence_shows_the_cells_as_they_were_read_and_each_row_once() -> None:
    row = Row(
        "paid",
        2,
        {"firm": "=A", "amount": Decimal("1.10"), "listed": True, "note": None, "to": date(2025, 1, 2)},
    )
    inputs = Inputs(date(2025, 6, 30), {}, {"paid": (row, Row("paid", 5, {"firm": "B"}))})
    rows = CitedRows.of([("paid", 5), ("paid", 2), ("paid", 3), ("none", 2)], inputs)
    assert rows.cells("paid", 2) == "firm==A；amount=1.10；listed=1；to=2025-01-02"
    assert (rows.cells("paid", 5), rows.cells("paid", 3), rows.cells("none", 2)) == ("firm=B", "", "")
    named = {"evidence": [{"table": "paid", "line": 2}]}
    (found,) = evidence_sheet([named, named], inputs).rows
    assert (found[0], found[1], found[3]) == ("paid", "2", "1、2")


FINDING = {
    "rule": "sm-most", "pack": "small", "article": "3", "effective": ["2020-01-01", None],
    "source": "《细则》", "confirmed": True, "result": "unmet", "basis": "rule",
    "subject": {"table": "firms", "id": "A"}, "day": "2025-03-01", "value": "101",
    "comparator": "<=", "limit": "100", "unit": "CNY", "message": "101 元",
    "evidence": [{"table": "paid", "line": 2}, {"table": "firms", "line": 3}],
}  # fmt: skip


def test_each_cell_of_a_finding_stands_under_its_head() -> None:
    whole = dict(zip(FINDING_HEAD, finding_row(7, FINDING), strict=True))
    assert whole == {
        "序号": "7", "规则": "sm-most", "结果": "不一致", "依据类别": "条文", "对象": "A",
        "日期": "2025-03-01", "说明": "101 元", "数值": "101", "比较": "<=", "标准": "100", "单位": "CNY",
        "规则版本": "small", "条款": "3", "来源": "《细则》", "原文已核对": "是",
        "数据不完整": "", "依据行": "paid:2 firms:3",
    }  # fmt: skip
    names = ("pack", "article", "source", "confirmed", "day", "value", "comparator", "limit", "unit")
    bare = finding_row(1, {**FINDING, **dict.fromkeys(names), "incomplete": True, "evidence": []})
    empty = {head for head, cell in zip(FINDING_HEAD, bare, strict=True) if not cell}
    assert empty == {
        "日期", "数值", "比较", "标准", "单位", "规则版本", "条款", "来源", "原文已核对", "依据行",
    }  # fmt: skip
    assert dict(zip(FINDING_HEAD, bare, strict=True))["数据不完整"] == "是"


def test_the_packs_of_findings_are_listed_once_with_their_days_and_whether_they_were_read() -> None:
    unread = {**FINDING, "pack": "later", "effective": ["2021-01-01", "2022-01-01"], "confirmed": False}
    assert pack_rows([FINDING, unread, FINDING, {**FINDING, "pack": None}]) == [
        ("sm-most", "later", "3", "2021-01-01至2022-01-01", "《细则》", "未核对原文"),
        ("sm-most", "small", "3", "2020-01-01至今", "《细则》", "已核对"),
    ]
