"""Files inside a filing made to harm: a problem with a code, and the next file is read all the same."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.adversary.bombs import MEGABYTE, flate_pdf, looped_pdf, png, zipped
from tests.documents.build import changed, codes, p, word, word_xml
from xianxing.checker.apart import CheckLimits
from xianxing.checker.engine import check_filing, guide_of
from xianxing.checker.folder import filing_of
from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.reading import Reader, draw_page

NEVER = OcrMode.NEVER
EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"
SMALL = replace(Limits(), cpu_seconds=5, memory_bytes=400 * MEGABYTE)
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>'
    b"</worksheet>"
)


def workbook(rows: bytes) -> bytes:
    """A workbook of one sheet with these rows."""
    import io

    from openpyxl import Workbook

    stream = io.BytesIO()
    book = Workbook()
    book.create_sheet("x")
    book.save(stream)
    return changed(stream.getvalue(), {"xl/worksheets/sheet1.xml": SHEET % rows})


FILES: dict[str, tuple[bytes, str]] = {
    "a word file of zeros": (changed(word("x"), {"word/media/a.bin": bytes(60 * MEGABYTE)}), "a.docx"),
    "elements in elements": (
        changed(word("x"), {"word/document.xml": b"<a>" * 400_000 + b"</a>" * 400_000}),
        "a.docx",
    ),
    "entities in entities": (
        changed(
            word("x"),
            {
                "word/document.xml": b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
                b"<a>&b;</a>"
            },
        ),
        "a.docx",
    ),
    "a sheet that ends at the last row there is": (
        workbook(b'<row r="1048576"><c r="XFD1048576"/></row>' * 20_000),
        "a.xlsx",
    ),
    "a picture of four hundred million pixels": (png(20_000, 20_000), "a.png"),
    "a stream that unpacks to sixty megabytes": (flate_pdf(60 * MEGABYTE), "a.pdf"),
    "pages that lead back to themselves": (looped_pdf(), "a.pdf"),
    "a zip called a word file": (zipped({"a": b"x"}), "a.docx"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_each_file_ends_in_a_document_and_the_next_one_is_read(name: str) -> None:
    data, called = FILES[name]
    with Reader(SMALL, NEVER) as reader:
        got = reader.read(data, called)
        assert len(got.text) < MEGABYTE
        assert reader.read(word("正文。"), "b.docx").text == "正文。"


@pytest.mark.parametrize(
    "name",
    [
        "a word file of zeros", "elements in elements", "entities in entities",
        "a picture of four hundred million pixels", "a zip called a word file",
    ],
)  # fmt: skip
def test_what_can_only_harm_is_not_used(name: str) -> None:
    data, called = FILES[name]
    with Reader(SMALL, NEVER) as reader:
        assert not reader.read(data, called).usable


@pytest.mark.parametrize(
    "name",
    [
        "a picture of four hundred million pixels", "a stream that unpacks to sixty megabytes",
        "pages that lead back to themselves",
    ],
)  # fmt: skip
def test_no_page_of_it_is_drawn_at_any_size_and_the_drawing_ends(name: str) -> None:
    data, called = FILES[name]
    drawn = draw_page(data, 1, name=called, limits=SMALL)
    assert drawn.failure or max(drawn.width, drawn.height) <= SMALL.shown_side


HEAVY = [
    " " * 20_000, "\n" * 20_000, "\u3000" * 20_000, "（" * 20_000, "a." * 10_000, "签字人：" * 5_000,
    "机密★" * 6_000, "1.1" * 6_000, "·" * 20_000, "2024年" * 4_000, "——" * 10_000,
]  # fmt: skip


def test_texts_that_tempt_patterns_to_try_everything_are_read_within_the_limits() -> None:
    with Reader(Limits(), NEVER) as reader:
        for text in HEAVY:
            got = reader.read(word_xml(p(text) + p("签字人：甲")), "a.docx")
            assert not codes(got) & {"too-slow", "worker-crashed"}, text[:4]


@pytest.mark.parametrize("text", HEAVY, ids=[repr(text[:3]) for text in HEAVY])
def test_the_rules_judge_them_too_in_cells_and_in_files(text: str) -> None:
    """In this process, of which the processor time is asked: far less than what a check apart may take."""
    form = tomllib.loads((EXAMPLE / "filing.toml").read_text("utf-8"))
    words = [key for key, value in form["content"].items() if isinstance(value, str)]
    form["content"] |= dict.fromkeys(words[:2], f"甲{text}乙")
    read = extract(word_xml(p(f"甲{text}乙") + p("签字人：甲")), "a.docx", Limits(), ocr=False)
    filing = filing_of(form, lambda entry: replace(read, name=entry.file))
    began = time.process_time()
    report = check_filing(filing, guide_of(filing), date(2024, 1, 20))
    assert report.findings
    assert time.process_time() - began < CheckLimits().cpu_seconds
