"""An official paper as a Word document after GB/T 9704-2012; fonts are named, never shipped."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.shared import Emu, Mm

from xianxing.documents.writing.controls import (
    BODY_FONT,
    GREY,
    HEAD_FONT,
    TITLE_FONT,
    Element,
    element,
    run,
)
from xianxing.documents.writing.official import OfficialPaper, PaperPart, cleaned, plain_parts
from xianxing.documents.writing.pictures import picture_png
from xianxing.documents.writing.tables import new_row, new_table
from xianxing.documents.writing.zips import without_times

KAI_FONT, SONG_FONT, RED = "楷体_GB2312", "宋体", "D7000F"
LINE, CHARACTER = 580, 316  # a line and a character of the grid, in twentieths of a point
NARROWER = "-874"  # 28 characters of 16 points in 156 mm, in 4096ths of a point
THIRD, SECOND, FOURTH, CELL, SMALL = (
    32,
    44,
    28,
    21,
    14,
)  # 三号, 二号, 四号, 五号 and small print, in half points
MILLIMETRE = 57  # in twentieths of a point
WIDTH = 156 * MILLIMETRE
HIGHEST = Mm(195)  # of a picture, so that its caption stands on the same page
LEVEL_FONTS = {0: BODY_FONT, 1: HEAD_FONT, 2: KAI_FONT}


def write_official_docx(paper: OfficialPaper, *, made: datetime) -> bytes:
    """The paper as docx: the same bytes for the same paper and instant.

    Word can't tell an even last page beforehand: the lines of print stand at the foot of the last page.
    """
    parts = cleaned(paper)
    document = docx.Document()
    _page(document, [str(line) for line in _list(parts["small"])])
    body = document.element.body
    for leftover in list(body.iterchildren()):
        if not leftover.tag.endswith("}sectPr"):
            body.remove(leftover)
    sections = (
        _head(parts),
        _parts(document, paper.paragraphs),
        _signed(parts),
        _annex(document, paper.annex),
        _print(parts),
    )
    for made_of in sections:
        for one in made_of:
            body.insert(len(body) - 1, one)
    properties = document.core_properties
    properties.title, properties.author = str(parts["title"]), "、".join(_list(parts["signed"]))
    properties.comments = ""
    properties.created = properties.modified = made.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return _packed(document)


def _head(parts: dict[str, object]) -> Iterator[Element]:
    marks = _list(parts["marks"])
    if marks:
        size = int(min(84, 860 / max(map(len, marks))))
        for place, mark in enumerate(marks):
            before = 35 * MILLIMETRE if place == 0 else 4 * MILLIMETRE
            yield _line(_words(mark, TITLE_FONT, size, RED), align="center", before=before, exact=False)
        yield _line()
        yield _line()
        yield _line(_words(str(parts["number"])), align="center", after=4 * MILLIMETRE, under=RED)
        yield _line()
        yield _line()
    yield _line(_words(str(parts["title"]), TITLE_FONT, SECOND), align="center", after=LINE // 2)
    if parts["to"]:
        yield _line(_words(f"{parts['to']}："))


def _parts(document: Document, parts: Iterable[PaperPart]) -> Iterator[Element]:
    """Paragraphs, tables and pictures in order; what the library appends is moved to where it belongs."""
    for part in plain_parts(parts):
        match part:
            case {"kind": "table", "caption": str(caption), "rows": list(rows), "shares": tuple(shares)}:
                yield _caption(caption)
                yield _table(document, rows, shares)
            case {"kind": "picture", "caption": str(caption), "svg": str(svg)}:
                yield _caption(caption)
                yield _picture(document, caption, svg)
            case {"text": str(text), "level": int(height)}:
                yield _line(_words(text, LEVEL_FONTS[height]), indent=True)


def _caption(text: str) -> Element:
    return _line(
        _words(text, HEAD_FONT, CELL + 3), align="center", before=120, after=60, exact=False, keep=True
    )


def _table(document: Document, rows: list[list[str]], shares: tuple[int, ...]) -> Element:
    table = new_table(document, shares)
    for place, row in enumerate(rows):
        font = HEAD_FONT if place == 0 else BODY_FONT
        for cell, text in zip(new_row(table, head=place == 0), row, strict=True):
            line = _line(_words(text, font, CELL), align="left", exact=False)
            cell._tc.replace(cell.paragraphs[0]._p, line)
    return table._tbl


def _picture(document: Document, caption: str, svg: str) -> Element:
    drawn = document.add_picture(io.BytesIO(picture_png(svg)), width=Mm(156))
    if drawn.height > HIGHEST:
        drawn.width, drawn.height = Emu(drawn.width * HIGHEST // drawn.height), HIGHEST
    made: Any = document.paragraphs[-1]._p
    for named in made.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        named.set("descr", caption)
    return made


def _annex(document: Document, parts: tuple[PaperPart, ...]) -> Iterator[Element]:
    """What follows on pages of its own."""
    if parts:
        page = element("r")
        page.append(element("br", type="page"))
        yield _line(page, exact=False)
        yield from _parts(document, parts)


def _signed(parts: dict[str, object]) -> Iterator[Element]:
    yield _line(keep=True)
    signed = [*_list(parts["signed"]), str(parts["signed_day"])]
    for place, text in enumerate(signed, 1):
        yield _line(_words(text), align="right", right=4 * CHARACTER, keep=place < len(signed))


def _print(parts: dict[str, object]) -> Iterator[Element]:
    """Copies and print, in a frame at the foot of the page; nothing for a record."""
    if not parts["marks"]:
        return
    rows = [f"抄送：{parts['copies']}。"] if parts["copies"] else []
    rows.append(f"{parts['printed_by']}\t{parts['printed_day']}印发")
    for place, text in enumerate(rows):
        made = _line(_words(text, size=FOURTH), left=CHARACTER, right=CHARACTER, tab=WIDTH - CHARACTER)
        properties = made[0]
        frame = element(
            "framePr", w=str(WIDTH), hSpace="0", wrap="around", hAnchor="margin", vAnchor="margin",
            xAlign="center", yAlign="bottom",
        )  # fmt: skip
        borders = element("pBdr")
        borders.append(element("top", val="single", sz="8" if place == 0 else "6", space="1", color="000000"))
        borders.append(element("bottom", val="single", sz="8", space="1", color="000000"))
        properties.insert(0, frame)
        properties.insert(2, borders)
        yield made


def _page(document: Document, small: list[str]) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(12)
    for old in section._sectPr.findall(element("docGrid").tag):
        section._sectPr.remove(old)
    section._sectPr.append(element("docGrid", type="linesAndChars", linePitch=str(LINE), charSpace=NARROWER))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        first = footer.paragraphs[0]._p
        above = first.getparent()
        field = element("fldSimple", instr=" PAGE ")
        field.append(_words("1", SONG_FONT, FOURTH))
        number = [_words("— ", SONG_FONT, FOURTH), field, _words(" —", SONG_FONT, FOURTH)]
        outside = _line(*number, align=side, exact=False, after=100, left=CHARACTER, right=CHARACTER)
        above.replace(first, outside)
        for line in small:
            above.append(_line(_words(line, BODY_FONT, SMALL, GREY), align="center", exact=False))


def _words(text: str, font: str = BODY_FONT, size: int = THIRD, color: str = "") -> Element:
    return run(text, font=font, half_points=size, color=color)


def _line(
    *runs: Element,
    align: str = "both",
    before: int = 0,
    after: int = 0,
    left: int = 0,
    right: int = 0,
    indent: bool = False,
    exact: bool = True,
    keep: bool = False,
    under: str = "",
    tab: int = 0,
) -> Element:
    """A paragraph on the grid; the parts of its properties in the order that the format wants."""
    made, properties = element("p"), element("pPr")
    if keep:
        properties.append(element("keepNext"))
    properties.append(element("widowControl", val="0"))
    if under:
        borders = element("pBdr")
        borders.append(element("bottom", val="single", sz="12", space="12", color=under))
        properties.append(borders)
    if tab:
        tabs = element("tabs")
        tabs.append(element("tab", val="right", pos=str(tab)))
        properties.append(tabs)
    rule = {"line": str(LINE), "lineRule": "exact"} if exact else {"line": "240", "lineRule": "auto"}
    properties.append(element("spacing", before=str(before), after=str(after), **rule))
    first = {"firstLineChars": "200", "firstLine": str(2 * CHARACTER)} if indent else {}
    properties.append(element("ind", left=str(left), right=str(right), **first))
    properties.append(element("jc", val=align))
    made.append(properties)
    made.extend(runs)
    return made


def _packed(document: Document) -> bytes:
    """The document's zip without the time at which it was written."""
    written = io.BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
