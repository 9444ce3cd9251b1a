"""An official paper: 22 lines of 28 characters, an even last page with its print, the same bytes always."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from xianxing.documents.writing.charts import ChartBar, ChartRange, chart_svg
from xianxing.documents.writing.official import (
    OfficialPaper,
    PaperPicture,
    PaperTable,
    level,
    write_official_pdf,
)
from xianxing.documents.writing.official_docx import write_official_docx

MADE = datetime(2024, 1, 17, 4, 0, tzinfo=UTC)
POINTS = 72 / 25.4
ORGAN = "资本市场金融科技创新试点专项工作组"
PAPER = OfficialPaper(
    title="关于补正申报材料的通知",
    paragraphs=("需要补正的事项：", "一、合规评估报告", "（一）请补签", "请于2024年1月31日前提交。"),
    signed=(ORGAN, "（某局代章）"), signed_day="2024年1月17日", marks=(ORGAN,), number="文号待编",
    to="鹏海证券股份有限公司", copies="科技监管局", printed_by="秘书处", printed_day="2024年1月17日",
    small=("依据：五(一)1",),
)  # fmt: skip


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def lines(pdf: bytes, page: int) -> dict[int, str]:
    """The characters of a page within the type area, by the height of their line in points from the top."""
    document = pypdfium2.PdfDocument(pdf)
    text, found = document[page].get_textpage(), dict[int, str]()
    for place in range(text.count_chars()):
        left, bottom, _right, top = text.get_charbox(place, loose=True)
        sign = text.get_text_range(place, 1)
        if sign.strip() and bottom > 35 * POINTS - 8:
            found[round(top)] = found.get(round(top), "") + sign
            assert left >= 28 * POINTS - 1
    return found


def test_a_full_page_holds_22_lines_of_28_characters() -> None:
    record = replace(PAPER, marks=(), to="", paragraphs=("字" * 28 * 60,))
    rows = lines(write_official_pdf(record, made=MADE), 1)
    assert len(rows) == 22
    assert {len(row) for row in rows.values()} == {28}


@pytest.mark.parametrize("length", [1, 140, 168, 196, 224, 252, 300, 560, 900])
def test_the_lines_of_print_stand_on_the_last_and_even_page(length: int) -> None:
    pages = texts(write_official_pdf(replace(PAPER, paragraphs=("字" * length,)), made=MADE))
    assert len(pages) % 2 == 0
    assert "2024年1月17日印发" in pages[-1] and "抄送：科技监管局。" in pages[-1]
    assert not any("印发" in page for page in pages[:-1])


def test_a_record_has_neither_number_nor_print() -> None:
    (page,) = texts(write_official_pdf(replace(PAPER, marks=(), paragraphs=("情况。",)), made=MADE))
    assert "文号待编" not in page and "印发" not in page and "— 1 —" in page


def test_everything_said_stands_on_the_pdf() -> None:
    whole = "".join("".join(texts(write_official_pdf(PAPER, made=MADE))).split())
    for said in (*PAPER.paragraphs, *PAPER.signed, *PAPER.marks, PAPER.number, f"{PAPER.to}：", *PAPER.small):
        assert "".join(str(said).split()) in whole


def test_both_files_are_the_same_bytes_each_time() -> None:
    assert write_official_pdf(PAPER, made=MADE) == write_official_pdf(PAPER, made=MADE)
    first = write_official_docx(PAPER, made=MADE)
    assert first == write_official_docx(PAPER, made=MADE)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_word_file_has_the_margins_fonts_and_words() -> None:
    document = docx.Document(io.BytesIO(write_official_docx(PAPER, made=MADE)))
    section = document.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge / Mm(1)) for edge in edges if edge] == [37, 35, 28, 26]
    shown = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert shown == [
        ORGAN, "文号待编", PAPER.title, f"{PAPER.to}：", *PAPER.paragraphs, *PAPER.signed, PAPER.signed_day,
        "抄送：科技监管局。", "秘书处\t2024年1月17日印发",
    ]  # fmt: skip
    fonts: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        for part in paragraph._p.iter(qn("w:rFonts")):
            fonts.setdefault(paragraph.text, []).append(part.get(qn("w:eastAsia")) or "")
    assert fonts[PAPER.title] == ["方正小标宋简体"]
    assert fonts[ORGAN] == ["方正小标宋简体", "仿宋_GB2312"]  # the mark, then the signature
    assert [fonts[str(text)] for text in PAPER.paragraphs] == [
        ["仿宋_GB2312"],
        ["黑体"],
        ["楷体_GB2312"],
        ["仿宋_GB2312"],
    ]


def test_marks_of_several_organs_stand_one_below_the_other() -> None:
    joint = replace(PAPER, marks=("中国证监会某监管局", "某市地方金融管理局"))
    first = texts(write_official_pdf(joint, made=MADE))[0]
    assert first.index("中国证监会某监管局") < first.index("某市地方金融管理局") < first.index("文号待编")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、甲", 1),
        ("二十一、甲", 1),
        ("甲、乙", 0),
        ("（一）甲", 2),
        ("（甲）乙", 0),
        ("1. 甲", 0),
        ("", 0),
    ],
)
def test_levels_are_known_by_their_beginning(text: str, found: int) -> None:
    assert level(text) == found


CHART = chart_svg(
    [
        ChartBar("遴选 <1>", "3/4", 100, 75),
        ChartRange("形式审核", "中位数2个工作日", 10, 40, 20, 80, 50),
    ]
)
WITH_PARTS = replace(
    PAPER,
    marks=(),
    paragraphs=(
        "一、情况",
        PaperTable("表1 结果", ("分列", "件数"), (("遴选", "3"), ("评估", "=1+1")), (3, 1)),
        PaperPicture("图1 结果", CHART),
    ),
    annex=(
        "附件",
        PaperTable("口径", ("编号", "口径"), tuple((f"A{n}", "口径" * 40) for n in range(60)), (1, 6)),
    ),
)


def test_tables_and_pictures_stand_in_the_pdf_with_their_words_and_the_annex_on_pages_of_its_own() -> None:
    pages = texts(write_official_pdf(WITH_PARTS, made=MADE))
    first = "".join(pages[0].split())
    for words in ("表1结果", "分列", "=1+1", "图1结果", "遴选<1>", "形式审核"):
        assert words in first, words
    assert ORGAN in first
    assert "附件" not in first
    assert "附件" in pages[1]
    assert len(pages) > 3
    for page in pages[1:]:
        assert "编号" in page, "the head of a table stands on each of its pages"
    assert write_official_pdf(WITH_PARTS, made=MADE) == write_official_pdf(WITH_PARTS, made=MADE)


def test_the_word_file_holds_the_same_tables_and_a_described_picture() -> None:
    content = write_official_docx(WITH_PARTS, made=MADE)
    assert content == write_official_docx(WITH_PARTS, made=MADE)
    document = docx.Document(io.BytesIO(content))
    result, annex = document.tables
    assert [[cell.text for cell in row.cells] for row in result.rows] == [
        ["分列", "件数"], ["遴选", "3"], ["评估", "=1+1"]
    ]  # fmt: skip
    assert len(annex.rows) == 61
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "图1 结果"
    order = [one.tag.rpartition("}")[2] for one in document.element.body]
    assert order.index("tbl") < len(order) - 1 - order[::-1].index("tbl")
    assert order[-1] == "sectPr"


def test_a_chart_without_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        chart_svg([])
