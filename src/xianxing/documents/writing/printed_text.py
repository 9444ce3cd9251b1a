"""Headings and paragraphs as a Word file, laid out after GB/T 9704-2012 as far as they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import docx

from xianxing.documents.writing.controls import (
    BODY_FONT,
    HEAD_FONT,
    TITLE_FONT,
    Element,
    element,
    paragraph,
    run,
)
from xianxing.documents.writing.page import set_page
from xianxing.documents.writing.value_text import printable

KAI_FONT = "楷体_GB2312"
SIZE = 32  # half points: 3号
TITLE_SIZE = 44
INDENT = 640  # two characters of 3号, in twentieths of a point


@dataclass(frozen=True)
class TextPart:
    """A heading with the paragraphs below it; `level` 1 is written 一、 in 黑体, 2 （一） in 楷体."""

    heading: str
    level: int
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedText:
    """A text to be printed: a title, lines below it, parts in order, and lines at the foot of each page."""

    title: str
    below: tuple[str, ...]
    parts: tuple[TextPart, ...]
    footer: tuple[str, ...] = ()


def write_text_docx(text: PrintedText, target: BinaryIO, made: datetime) -> None:
    """Write the text; headings are written as they are, their numbers included. Fonts are only named."""
    document = docx.Document()
    set_page(document, map(printable, text.footer))
    for one in _paragraphs(text):
        document.element.body.insert(-1, one)
    document.core_properties.title = printable(text.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = made.replace(tzinfo=None)
    document.save(target)


def _paragraphs(text: PrintedText) -> Iterator[Element]:
    title = run(printable(text.title), font=TITLE_FONT, half_points=TITLE_SIZE)
    yield paragraph(title, align="center", after=240)
    for line in text.below:
        yield paragraph(run(printable(line), font=BODY_FONT, half_points=24), align="center")
    yield paragraph(run("", half_points=SIZE))
    for part in text.parts:
        font = HEAD_FONT if part.level == 1 else KAI_FONT
        yield _indented(run(printable(part.heading), font=font, half_points=SIZE), keep=True)
        for words in part.paragraphs:
            yield _indented(run(printable(words), font=BODY_FONT, half_points=SIZE))


def _indented(words: Element, *, keep: bool = False) -> Element:
    """A paragraph whose first line begins two characters in."""
    made = paragraph(words, keep=keep)
    spacing = made.pPr.find(element("spacing").tag)
    spacing.addnext(element("ind", firstLineChars="200", firstLine=str(INDENT)))
    return made
