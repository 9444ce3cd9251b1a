"""A printed text is laid out as an official paper, and holds whatever an office file can hold."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx

from xianxing.documents.writing import PrintedText, TextPart, write_text_docx

MADE = datetime(2024, 1, 5, tzinfo=UTC)


def test_a_text_has_the_page_the_fonts_and_the_indents_of_an_official_paper() -> None:
    parts = (TextPart("一、总则", 1), TextPart("（一）目的", 2, ("第一句。", "第二句。")))
    target = io.BytesIO()
    write_text_docx(PrintedText("程序", ("某指南",), parts, ("版本 1",)), target, MADE)
    document = docx.Document(target)
    section = document.sections[0]
    assert [round(one.mm) for one in (section.top_margin, section.left_margin) if one] == [37, 28]
    told = {one.text: one._p for one in document.paragraphs}
    assert list(told) == ["程序", "某指南", "", "一、总则", "（一）目的", "第一句。", "第二句。"]
    fonts = [told[words].xpath("./w:r/w:rPr/w:rFonts/@w:eastAsia") for words in told if words]
    assert [one for (one,) in fonts] == [
        "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"
    ]  # fmt: skip
    assert told["第一句。"].xpath("./w:pPr/w:ind/@w:firstLineChars") == ["200"]
    assert section.footer.paragraphs[1].text == "版本 1"


def test_characters_that_no_office_file_holds_are_left_out() -> None:
    target = io.BytesIO()
    write_text_docx(PrintedText("程\x00序", (), (TextPart("一、\x0b", 1, ("句\x00。",)),)), target, MADE)
    assert [one.text for one in docx.Document(target).paragraphs] == ["程序", "", "一、", "句。"]
