"""A call's projects stand beside one another; in the summary table nothing is a formula."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoAssertNumQueries

from tests.desks.desk.copies import copies
from tests.factories.calls import rewriting
from tests.pilot.experts.panel import a_panel
from tests.pilot.filings.company import Company
from xianxing.desks.desk.comparison import SOURCES
from xianxing.desks.sheets import harmless, write_table
from xianxing.law import load_guide
from xianxing.pilot.casework.summary_table import FIELD, summary_columns
from xianxing.pilot.filings.draft import form
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


def workbook(client: Client, call: int) -> Worksheet:
    """The summary table, read back."""
    answer = client.get(f"/desk/comparison/{call}/summary.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_projects_of_a_call_stand_beside_one_another(filed: Company, visit: Visit) -> None:
    client, call = visit(filed.cast.wen, filed.at), filed.filing.case.call_id
    assert client.get("/desk/comparison/").headers["Location"] == f"/desk/comparison/{call}/"
    page = client.get(f"/desk/comparison/{call}/").content.decode()
    for words in (
        "穿透核查工具", "图澜", "科技赋能类", "人工智能、大数据", "年核查交易笔数：120000 笔",
        case_number(filed.filing), "2024-", "未满足",
    ):  # fmt: skip
        assert words in page, words
    assert client.get("/desk/comparison/99999/").status_code == 404
    assert client.get("/desk/comparison/99999/summary.xlsx").status_code == 404


def test_the_summary_table_reads_back_with_a_line_a_project(filed: Company, visit: Visit) -> None:
    sheet = workbook(visit(filed.cast.wen, filed.at), filed.filing.case.call_id)
    lines = list(sheet.iter_rows(values_only=True))
    assert "汇总表" in str(lines[0][0]) and "工作组做法" in str(lines[1][0])
    assert lines[2] == tuple(column.zh for column in summary_columns())
    (line,) = lines[3:]
    said = dict(zip(lines[2], line, strict=True))
    assert said["项目编号"] == case_number(filed.filing)
    assert (said["项目类型"], said["拟试点期限（月）"]) == ("科技赋能类", "12")
    assert "鹏海" in str(said["牵头申报单位"]) and "图澜" in str(said["联合申报单位"])
    everything = "".join(str(value) for row in lines for value in row)
    for secret in ("13", "@penghai", "@tulan"):  # no mobile number, no address of a contact
        assert secret not in everything.replace("2013", ""), secret


def test_no_cell_that_somebody_typed_is_a_formula(filed: Company, visit: Visit) -> None:
    names = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", " =1+1", "\t=1"]
    names += ["＝1+1", "＋1", "－1", "＠SUM(A1)", "平常的名称"]
    for name in names[:-1]:
        assert harmless(name) == f"'{name}", name
    kept = io.BytesIO()
    write_table(kept, title="=表/[1]", notes=("@注",), head=["名称"], lines=[[name] for name in names])
    sheet = load_workbook(kept).active
    assert isinstance(sheet, Worksheet)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][-1] == "平常的名称"
    assert all(not str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells)


def test_what_a_workbook_cannot_hold_is_left_out() -> None:
    kept = io.BytesIO()
    write_table(kept, title="表", notes=(), head=["a"] * 30, lines=[["a\x0bb", "长" * 40_000, *[""] * 28]])
    sheet = load_workbook(kept).active
    assert isinstance(sheet, Worksheet)
    assert sheet["A3"].value == "ab" and len(str(sheet["B3"].value)) == 32_000


def test_an_opinion_is_summed_up_once_it_is_open_and_never_before(filed: Company, visit: Visit) -> None:
    panel, call = a_panel(filed), filed.filing.case.call_id
    experts = (panel.xu, panel.qin, panel.yan)
    panel.invite(*experts)
    panel.sign(*experts)
    client = visit(filed.cast.wen, filed.at)
    before = client.get(f"/desk/comparison/{call}/").content
    for score, expert in zip((2, 5), experts[:2], strict=True):
        panel.give(expert, score)
    assert "意见 " not in visit(filed.cast.wen, filed.at).get(f"/desk/comparison/{call}/").content.decode()
    assert "意见 " not in before.decode()
    panel.give(panel.yan, 4)
    page = visit(filed.cast.wen, filed.at).get(f"/desk/comparison/{call}/").content.decode()
    assert "意见 3 份；技术风险及防范 2–5" in page


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow_and_no_form_of_a_filing_is_read(
    filed: Company,
    visit: Visit,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copies(filed, number - 1)
    client, call = visit(filed.cast.wen, filed.at), filed.filing.case.call_id
    client.get(f"/desk/comparison/{call}/")
    monkeypatch.setattr(form, "load_form", None)
    with django_assert_num_queries(21):
        page = client.get(f"/desk/comparison/{call}/").content.decode()
    assert page.count('<th scope="row">') == number
    with django_assert_num_queries(14):
        sheet = workbook(client, call)
    assert sheet.max_row == number + 3


def test_a_filing_without_content_stands_there_all_the_same(filed: Company, visit: Visit) -> None:
    with rewriting(Body):
        Body.objects.update(canonical=b"")
    client, call = visit(filed.cast.wen, filed.at), filed.filing.case.call_id
    assert client.get(f"/desk/comparison/{call}/").status_code == 200
    assert workbook(client, call).max_row == 4


def test_every_column_comes_from_somewhere_and_serves_a_clause() -> None:
    guide = load_guide("shenzhen-2023")
    for column in summary_columns():
        field = column.source.removeprefix(FIELD)
        assert column.source in SOURCES or (column.source.startswith(FIELD) and guide.has_field(field))
        assert column.serves and set(column.serves) <= set(guide.clauses)
