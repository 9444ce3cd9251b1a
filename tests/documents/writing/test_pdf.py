"""Filled forms as PDF: text stays text, what no font has is named, and the page says which version it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from tests.documents.build import codes, read
from tests.factories.pdfa import pdfa_faults
from xianxing.documents.writing import FORMS, Filling, Stamp
from xianxing.documents.writing.glyphs import drawable
from xianxing.documents.writing.pdf import TypesettingError, typeset, write_form_pdf
from xianxing.i18n import language
from xianxing.law import load_guide

GUIDE = load_guide("shenzhen-2023")
AT = datetime(2024, 1, 15, 4, 0, tzinfo=UTC)
STAMP = Stamp("filing", GUIDE.name, GUIDE.digest[:16], "a" * 32, "", AT, "0123456789abcdef")
DATA: dict[str, dict[str, object]] = {
    "project": {"name": "名称 #name *b* $x$ <i>", "planned_start": date(2024, 7, 1), "directions": [2]},
    "content": {"overview": "甲\n乙\t丙😀", "scale": [{"item": "客户", "unit": "户", "cap": 1000}]},
}


def pdf(mark: str = "", code: str = "zh-hans") -> bytes:
    with language(code):
        return write_form_pdf(GUIDE, FORMS[0], Filling(DATA, STAMP, {}, "项目", "摘要"), made=AT, mark=mark)


def text_of(data: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return str(document[page].get_textpage().get_text_bounded())


def test_values_are_text_whatever_they_look_like() -> None:
    page = text_of(pdf())
    assert "名称 #name *b* $x$ <i>" in page
    assert "2024年7月1日" in "".join(page.split())
    with pypdfium2.PdfDocument(pdf()) as document:
        whole = "".join("".join(text_of(pdf(), n).split()) for n in range(len(document)))
    assert "〔U+1F600〕" in whole
    assert "客户户1000" in whole


def test_every_page_says_which_version_it_is() -> None:
    data = pdf()
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) >= 3
        for number in range(len(document)):
            page = text_of(data, number)
            assert STAMP.line() in "".join(page.split())
            assert f"— {number + 1} —" in page


def test_the_water_mark_is_there_only_when_asked_for() -> None:
    assert "演示" in text_of(pdf("演示"))
    assert "演示" not in text_of(pdf())


def test_it_is_a_clean_file_and_the_same_each_time() -> None:
    for mark in ("", "演示"):
        assert codes(read(pdf(mark), "申报表.pdf")) == set()
        assert pdfa_faults(pdf(mark)) == []
    assert pdf() == pdf()
    assert "Filing form" in text_of(pdf(code="en"))


def test_a_page_that_is_not_as_it_should_be_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "other.typ"
    for source in ('#set text(font: "No Such Font")\nA', "#panic()"):
        template.write_text(source)
        with pytest.raises(TypesettingError):
            typeset(template, {}, made=AT)


def test_characters_that_the_font_has_are_left_alone(tmp_path: Path) -> None:
    from xianxing.documents.writing.pdf import _fonts

    font = _fonts()[1]
    assert drawable("汉字𠮷〇 Latin ①\tα\né", font) == "汉字𠮷〇 Latin ①\tα\né"
    assert drawable("ก\x85", font) == "〔U+0E01〕"
