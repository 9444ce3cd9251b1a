"""Presentations and workbooks: what is shown, and what is hidden."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches, Pt

from tests.documents.build import codes, read, texts
from xianxing.documents.model import BlockKind, Document, FileKind

color: Any = RGBColor
WHITE = color.from_string("FFFFFF")


def deck(presentation: Any) -> Document:
    stream = BytesIO()
    presentation.save(stream)
    return read(stream.getvalue(), "介绍.pptx")


def book(workbook: openpyxl.Workbook) -> Document:
    stream = BytesIO()
    workbook.save(stream)
    return read(stream.getvalue(), "数据.xlsx")


def test_slides_titles_tables_and_notes_in_order() -> None:
    presentation = Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[1])
    first.shapes.title.text = "项目背景"
    first.placeholders[1].text = "第一点\n第二点"
    first.notes_slide.notes_text_frame.text = "讲稿"
    second = presentation.slides.add_slide(presentation.slide_layouts[5])
    second.shapes.title.text = "指标"
    table = second.shapes.add_table(1, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "基线", "目标"
    got = deck(presentation)
    assert (got.kind, got.pages) == (FileKind.PPTX, 2)
    assert [(block.kind, block.text, block.slide) for block in got.blocks] == [
        (BlockKind.SLIDE_TITLE, "项目背景", 1),
        (BlockKind.PARAGRAPH, "第一点", 1),
        (BlockKind.PARAGRAPH, "第二点", 1),
        (BlockKind.SPEAKER_NOTES, "讲稿", 1),
        (BlockKind.SLIDE_TITLE, "指标", 2),
        (BlockKind.TABLE_ROW, "基线\t目标", 2),
    ]
    assert got.blocks[1].heading == "项目背景"


def test_hidden_slides_and_unseen_text_on_slides() -> None:
    presentation = Presentation()
    layout = presentation.slide_layouts[6]
    slide = presentation.slides.add_slide(layout)

    def box(text: str, left: int = 0) -> Any:
        frame = slide.shapes.add_textbox(Emu(left), Emu(0), Inches(2), Inches(1)).text_frame
        frame.text = text
        return frame.paragraphs[0].runs[0].font

    box("看得见")
    box("极小").size = Pt(1)
    box("页外", -9_000_000)
    box("白字").color.rgb = WHITE
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = WHITE
    secret = presentation.slides.add_slide(layout)
    secret.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "藏起来的页"
    secret._element.set("show", "0")
    got = deck(presentation)
    assert got.text == "看得见"
    assert {(text.reason, text.excerpt, text.location) for text in got.hidden} == {
        ("tiny", "极小", "slide=1"),
        ("off_page", "页外", "slide=1"),
        ("white", "白字", "slide=1"),
        ("hidden_slide", "藏起来的页", "slide=2"),
    }
    assert codes(got) == {"hidden-text", "hidden-slide"}


def test_rows_of_visible_sheets() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "进度"
    sheet.append(["里程碑", "日期", "金额"])
    sheet.append(["上线", date(2024, 7, 1), 12.5])
    got = book(workbook)
    assert got.kind is FileKind.XLSX
    assert [block.cells or block.text for block in got.blocks] == [
        "进度",
        ("里程碑", "日期", "金额"),
        ("上线", "2024-07-01", "12.5"),
    ]
    assert got.problems == ()


def test_hidden_sheets_rows_columns_and_white_cells() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["见", "藏列"])
    sheet.append(["藏行"])
    sheet.append(["白字"])
    sheet["A3"].font = Font(color="FFFFFFFF")
    sheet["A1"].comment = Comment("批注", "审查人")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = workbook.create_sheet("密")
    other.append(["藏表"])
    other.sheet_state = "veryHidden"
    got = book(workbook)
    assert texts(got, BlockKind.TABLE_ROW) == ["见"]
    assert [(text.reason, text.excerpt) for text in got.hidden] == [
        ("hidden_row", "藏列藏行"),
        ("white", "白字"),
        ("hidden_sheet", "藏表"),
    ]
    assert codes(got) == {"hidden-text", "hidden-rows", "hidden-sheet", "comments"}
