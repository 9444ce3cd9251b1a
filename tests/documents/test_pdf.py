"""PDFs: paragraphs rebuilt, tables, notes, and text nobody can see."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path

import manimgx_fonts_cjk
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from tests.documents.build import FONT, codes, lines, pdf, read, texts
from tests.factories.waiting import PATIENCE
from xianxing.documents.model import BlockKind, Document, FileKind
from xianxing.documents.pdf import library

WIDE = "本项目由证券公司牵头申报，业务场景全部由公司提供，技术公司承担开发与运维工作并接受"
HEADING, PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH


def read_pdf(*pages: object, **options: object) -> Document:
    return read(pdf(*pages, **options), "报告.pdf")  # type: ignore[arg-type]


def noise(canvas: Canvas) -> ImageReader:
    """A grey picture that is no blank page."""
    image = Image.new("RGB", (200, 280), "#dddddd")
    ImageDraw.Draw(image).line((0, 0, 200, 280), fill="black", width=5)
    return ImageReader(image)


def test_paragraphs_are_joined_and_headings_found() -> None:
    def draw(canvas: Canvas) -> None:
        lines("一、项目概述", "　　" + WIDE[:38], WIDE[:40], "监督管理。", "　　" + WIDE[:38], "结束。")(
            canvas
        )

    got = read_pdf(draw)
    assert got.kind is FileKind.PDF
    assert [(block.kind, block.text, block.page) for block in got.blocks] == [
        (HEADING, "一、项目概述", 1),
        (PARAGRAPH, f"{WIDE[:38]}{WIDE[:40]}监督管理。", 1),
        (PARAGRAPH, f"{WIDE[:38]}结束。", 1),
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = lines("　　" + WIDE[:38], WIDE[:40])
    got = read_pdf(first, lines("监督。", "第二段从这里开始。"))
    assert texts(got) == [f"{WIDE[:38]}{WIDE[:40]}监督。", "第二段从这里开始。"]
    assert got.blocks[0].page == 1


def test_running_headers_and_page_numbers() -> None:
    def page(number: int):  # type: ignore[no-untyped-def]
        def draw(canvas: Canvas) -> None:
            canvas.drawString(200, 815, "合规评估报告")
            canvas.drawString(290, 30, f"— {number} —")
            canvas.drawString(72, 700, f"第{number}部分的正文在这里。")

        return draw

    got = read_pdf(page(1), page(2), page(3))
    assert texts(got, BlockKind.HEADER) == ["合规评估报告"]
    assert len(texts(got, BlockKind.FOOTER)) == 1
    assert texts(got, PARAGRAPH) == [f"第{number}部分的正文在这里。" for number in (1, 2, 3)]


def test_tables_with_rules_keep_their_rows_and_cells() -> None:
    stream = BytesIO()
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("FONT", (0, 0), (-1, -1), FONT)])
    rows = [["类别", "措施"], ["操作\n风险", "双人复核\n留痕"], ["合规风险", ""]]
    SimpleDocTemplate(stream).build([Table(rows, colWidths=[90, 150], style=style)])
    got = read(stream.getvalue(), "表.pdf")
    assert [block.cells for block in got.blocks] == [
        ("类别", "措施"),
        ("操作风险", "双人复核留痕"),
        ("合规风险", ""),
    ]


def test_signatures_and_metadata() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setAuthor("甲公司")
        lines(
            "签字页",
            "单位名称（盖章）：甲证券有限公司",
            "签字人：罗景行",
            "职务：总裁",
            "签字日期：2024年1月11日",
        )(canvas)

    got = read_pdf(draw)
    (signature,) = got.signatures
    assert (signature.name, signature.title, signature.location) == ("罗景行", "总裁", "page=1")
    assert got.metadata["author"] == "甲公司"


@pytest.mark.clause("4.3.5")
def test_footnotes_by_raised_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        lines("系统采用灰度发布")(canvas)
        canvas.setFont(FONT, 7)
        canvas.drawString(72 + 8 * 12, 765, "1")
        canvas.setFont(FONT, 12)
        canvas.drawString(72 + 8 * 12 + 4, 760, "，可以回退。")
        lines("正文第二行在此处说明情况。", top=740)(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 90, "1 先小范围启用新版本的发布方式。")

    got = read_pdf(draw)
    assert [(note.text, note.anchor) for note in got.notes] == [
        ("先小范围启用新版本的发布方式。", "系统采用灰度发布，可以回退。")
    ]


def tiny(canvas: Canvas) -> None:
    canvas.setFont(FONT, 1)
    canvas.drawString(72, 500, "看不见的文字")


def whitened(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(72, 500, "看不见的文字")


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 500)
    text.setTextRenderMode(3)
    text.textOut("看不见的文字")
    canvas.drawText(text)


def transparent(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 0, alpha=0.01))
    canvas.drawString(72, 500, "看不见的文字")


def outside(canvas: Canvas) -> None:
    canvas.drawString(72, -200, "看不见的文字")


def covered(canvas: Canvas) -> None:
    canvas.drawString(72, 500, "看不见的文字")
    canvas.setFillColor(black)
    canvas.rect(60, 490, 200, 30, stroke=0, fill=1)


@pytest.mark.parametrize(
    ("draw", "reason"),
    [
        (tiny, "tiny"),
        (whitened, "white"),
        (invisible, "transparent"),
        (transparent, "transparent"),
        (outside, "off_page"),
        (covered, "covered"),
    ],
)
def test_unseen_text_is_hidden_and_in_no_block(draw, reason: str) -> None:  # type: ignore[no-untyped-def]
    def page(canvas: Canvas) -> None:
        lines("看得见的正文。")(canvas)
        draw(canvas)

    got = read_pdf(page)
    assert got.text == "看得见的正文。"
    assert [(text.reason, text.excerpt, text.location) for text in got.hidden] == [
        (reason, "看不见的文字", "page=1")
    ]
    assert codes(got) == {"hidden-text"}


def test_white_text_on_a_dark_bar_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(0.1, 0.2, 0.5))
        canvas.rect(60, 750, 400, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 760, "白字在蓝底上")

    assert (read_pdf(draw).text, read_pdf(draw).hidden) == ("白字在蓝底上", ())


def test_a_light_bar_below_text_covers_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(0.9, 0.9, 0.9))
        canvas.rect(60, 750, 400, 30, stroke=0, fill=1)
        canvas.setFillColor(black)
        canvas.drawString(72, 760, "表头文字")

    assert read_pdf(draw).hidden == ()


def test_the_text_layer_of_a_scan_is_text_and_reported() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(noise(canvas), 0, 0, 595, 842)
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textOut("扫描页的文字层，由扫描软件识别生成。")
        canvas.drawText(text)

    got = read_pdf(draw)
    assert (got.text, got.hidden) == ("扫描页的文字层，由扫描软件识别生成。", ())
    assert codes(got) == {"text-layer"}


def test_scanned_pages_without_ocr_are_named_as_unread() -> None:
    got = read_pdf(lambda canvas: canvas.drawImage(noise(canvas), 0, 0, 595, 842))
    assert (got.text_source, got.pages, codes(got)) == ("none", 1, {"no-text"})
    got = read_pdf(
        lines("第一页有文字，第二页是扫描。"), lambda canvas: canvas.drawImage(noise(canvas), 0, 0, 595, 842)
    )
    assert (got.text_source, got.text) == ("file", "第一页有文字，第二页是扫描。")
    (problem,) = got.problems
    assert (problem.code, problem.location, problem.detail["pages"]) == ("no-text", "page=2", 1)


def with_object(body: bytes, catalog: bytes) -> bytes:
    """A PDF with one more object that the catalog names."""
    data = pdf(lines("正文。"))
    root = data.index(b"/Type /Catalog")
    return (
        data[:root] + catalog + data[root:].replace(b"xref\n", b"99 0 obj\n" + body + b"\nendobj\nxref\n", 1)
    )


@pytest.mark.parametrize(
    ("body", "catalog", "code"),
    [
        (b"<</S/JavaScript/JS(app.alert(1))>>", b"/OpenAction 99 0 R ", "pdf-javascript"),
        (b"<</S/J#61vaScript/#4aS(app.alert(1))>>", b"/OpenAction 99 0 R ", "pdf-javascript"),
        (b"<</S/Launch/F(cmd.exe)>>", b"/OpenAction 99 0 R ", "pdf-launch"),
        (b"<</Names[(a) 98 0 R]>>", b"/Names<</EmbeddedFiles 99 0 R>> ", "pdf-embedded-file"),
    ],
)
def test_what_a_pdf_does_or_carries(body: bytes, catalog: bytes, code: str) -> None:
    got = read(with_object(body, catalog), "报告.pdf")
    assert code in codes(got)
    assert got.text == "正文。"


def test_remarks_on_a_page_are_comments() -> None:
    def draw(canvas: Canvas) -> None:
        lines("正文。")(canvas)
        canvas.textAnnotation("请补充", Rect=[10, 10, 50, 50])

    assert codes(read_pdf(draw)) == {"comments"}


def test_a_cut_file_says_so() -> None:
    data = pdf(lines("正文。"), lines("第二页。"))
    got = read(data[:-30], "报告.pdf")
    assert codes(got) & {"truncated", "damaged"}


def test_pages_above_the_limit_are_cut() -> None:
    got = read(pdf(lines("一。"), lines("二。"), lines("三。")), "报告.pdf", pages=2)
    assert (texts(got), codes(got), got.pages) == (["一。", "二。"], {"cut"}, 3)


def test_a_page_turned_by_its_setting_is_read_in_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.setFont(FONT, 12)
        lines("单位名称（盖章）：甲公司", "签字人：罗景行", top=-100)(canvas)

    got = read_pdf(draw)
    assert texts(got) == ["单位名称（盖章）：甲公司", "签字人：罗景行"]


def test_streams_without_an_end_cost_no_time() -> None:
    data = pdf(lines("正文。")) + b"\nstream\n" * 300_000 + b"%%EOF"
    started = time.monotonic()
    assert read(data, "报告.pdf").text == "正文。"
    assert time.monotonic() - started < PATIENCE


def test_chinese_without_an_embedded_font_is_drawn_on_any_machine() -> None:
    """The font comes with the product, so that a machine without Chinese fonts shows no blank page."""
    families = Path(manimgx_fonts_cjk.__file__).parent
    assert library.font_folders()[0] == str(families) and list(families.glob("*.ttc"))
    sources = [path for path in Path(library.__file__).parents[1].rglob("*.py") if path.name != "library.py"]
    importers = [
        path.name for path in sources if re.search(r"^import pypdfium2", path.read_text("utf-8"), re.M)
    ]
    assert importers == []
