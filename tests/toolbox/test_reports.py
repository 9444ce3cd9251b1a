"""A workbook holds what it was given as text: digits stay, nothing is a formula, the same bytes each time."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from xianxing.toolbox.reports import ToolWorkbook, WorkbookSheet, write_workbook
from xianxing.workdays.clocks import CHINA_TIME

MADE = datetime(2025, 6, 30, tzinfo=CHINA_TIME)
HEAD = ("编号", "金额")


def book(*sheets: WorkbookSheet) -> openpyxl.Workbook:
    written = write_workbook(ToolWorkbook("ledger", sheets), made=MADE)
    return openpyxl.load_workbook(io.BytesIO(written))


def test_every_cell_is_the_text_that_it_was_given() -> None:
    sheet = book(WorkbookSheet("台账", HEAD, (("T1", "3000000.010000000000000001"), ("T2", ""))))["台账"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["编号", "金额"],
        ["T1", "3000000.010000000000000001"],
        ["T2", None],
    ]
    assert sheet["B3"].data_type == "s"
    assert sheet["B3"].alignment.horizontal == "right"
    assert sheet["A3"].alignment.horizontal != "right"


@pytest.mark.parametrize("typed", ["=1+1", "+A1", "-A1", "@sum", "\t=1", " =1", "＝1", "-3"])
def test_what_begins_like_a_formula_stays_text_and_says_so(typed: str) -> None:
    cell = book(WorkbookSheet("台账", HEAD, ((typed, "1"),)))["台账"]["A3"]
    assert (cell.data_type, cell.value) == ("s", typed)
    assert cell.quotePrefix is True


def test_a_sheet_is_set_up_to_be_read_and_printed() -> None:
    sheet = book(WorkbookSheet("台账", HEAD, (("T1", "1"),), note="一行一笔。"))["台账"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("台账", "一行一笔。", "编号")
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.auto_filter.ref == "A3:B4"
    assert sheet["A4"].font.name == "宋体"
    assert sheet.oddFooter is not None and sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_titles_that_the_format_refuses_or_has_already_are_changed() -> None:
    same = WorkbookSheet("规则/明细" + "很" * 40, HEAD, ())
    names = book(same, same).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and "/" not in name for name in names)


def test_the_same_sheets_give_the_same_bytes() -> None:
    workbook = ToolWorkbook("ledger", (WorkbookSheet("台账", HEAD, (("T1", "1"),)),))
    assert write_workbook(workbook, made=MADE) == write_workbook(workbook, made=MADE)
    with pytest.raises(ValueError, match="no sheet"):
        write_workbook(ToolWorkbook("empty", ()), made=MADE)
