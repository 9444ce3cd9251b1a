"""The page of a printed paper: A4 and margins after GB/T 9704-2012, its number, words at its foot."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document
from docx.shared import Mm

from xianxing.documents.writing.controls import GREY, Element, element, paragraph, run


def set_page(document: Document, footer: Iterable[str]) -> None:
    """Make the pages of an empty document; `footer` stands in small print below each page's number."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    old = section.footer.paragraphs[0]._p
    above = old.getparent()
    above.replace(old, _page_number())
    for line in filter(None, footer):
        above.append(paragraph(run(line, half_points=14, color=GREY), align="center"))
    for leftover in list(document.element.body.iterchildren()):
        if not leftover.tag.endswith("}sectPr"):
            leftover.getparent().remove(leftover)


def _page_number() -> Element:
    def piece(text: str) -> Element:
        return run(text, font="宋体", half_points=28)

    field = element("fldSimple", instr=" PAGE ")
    field.append(piece("1"))
    return paragraph(piece("— "), field, piece(" —"), align="center")
