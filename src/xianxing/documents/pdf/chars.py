"""A PDF page's characters gathered into lines and table rows; what can't be seen is handed out with its
reason.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from xianxing.documents.layout import PageLine
from xianxing.documents.pdf.grid import Grid, grids_of
from xianxing.documents.pdf.library import pdfium, raw
from xianxing.documents.pdf.unseen import Box, PageVisibility

CELL_GAP = 1.0  # of the size: a wider gap parts cells
RAISED = 0.78  # of the line's size: smaller digits are note marks
MOST_CHARACTERS = 60_000  # of one page
_BREAKS = (10, 13)
_NO_CHARACTERS = (0, 2, 0xFFFE, 0xFFFF)


@dataclass
class Glyph:
    """One visible character with its box; y runs down."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    upper: float = 0.0  # of the whole square, not of the ink
    lower: float = 0.0
    cell: tuple[int, int, int] | None = None  # table, row, column


class PageText:
    """The characters of one page."""

    def __init__(self, page: pdfium.PdfPage, scene: PageVisibility) -> None:
        self.scene = scene
        self.textpage = page.get_textpage()
        self.count = min(self.textpage.count_chars(), MOST_CHARACTERS)
        self.hidden: list[tuple[str, str]] = []
        self.grids: list[Grid] = grids_of(page) if self.count and scene.paths >= 3 else []
        self._box = [ctypes.c_double() for _ in range(4)]
        self._loose = raw.FS_RECTF()

    def lines(self) -> list[PageLine]:
        """The visible lines in the order of the content; each table where its first character stands."""
        found: list[PageLine] = []
        tables: dict[int, dict[tuple[int, int], list[Glyph]]] = {}
        places: dict[int, int] = {}
        for glyphs in self._runs():
            free = []
            for glyph in glyphs:
                if glyph.cell is None:
                    free.append(glyph)
                    continue
                table, row, column = glyph.cell
                places.setdefault(table, len(found))
                tables.setdefault(table, {}).setdefault((row, column), []).append(glyph)
            line = _line(free)
            if line is None:
                continue
            if found and _same_row(found[-1], line):
                _append(found[-1], line)
            else:
                found.append(line)
        for table in sorted(tables, key=lambda number: (places[number], number), reverse=True):
            found[places[table] : places[table]] = list(_rows(tables[table]))
        return found

    def _runs(self) -> Iterator[list[Glyph]]:
        glyphs: list[Glyph] = []
        for index in range(self.count):
            code = raw.FPDFText_GetUnicode(self.textpage.raw, index)
            if code in _BREAKS:
                if glyphs:
                    yield glyphs
                glyphs = []
                continue
            if code in _NO_CHARACTERS or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                continue
            glyph = self._glyph(index, chr(code))
            if glyph is None:
                continue
            if glyphs and not glyph.text.isspace() and _leaves_line(glyphs, glyph):
                yield glyphs
                glyphs = []
            glyphs.append(glyph)
        if glyphs:
            yield glyphs

    def _glyph(self, index: int, text: str) -> Glyph | None:
        handle = self.textpage.raw
        raw.FPDFText_GetCharBox(handle, index, *self._box)
        left, right, bottom, top = (value.value for value in self._box)
        blank = text.isspace()
        reason = "" if blank else self.scene.reason(handle, index, (left, bottom, right, top))
        if reason:
            self.hidden.append((reason, text))
            return None
        raw.FPDFText_GetLooseCharBox(handle, index, self._loose)
        wide: Box = (self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
        box = self.scene.upright(*(wide if wide[2] > wide[0] else (left, bottom, right, top)))
        inked = self.scene.upright(left, bottom, right, top)
        bold = not blank and bool(raw.FPDFText_GetFontWeight(handle, index) >= 600)
        cell = self._cell((left + right) / 2, (bottom + top) / 2) if not blank or right > left else None
        size = abs(box[3] - box[1])
        return Glyph(text, box[0], box[2], inked[1], inked[3], size, bold, box[1], box[3], cell)

    def _cell(self, x: float, y: float) -> tuple[int, int, int] | None:
        for number, grid in enumerate(self.grids):
            place = grid.cell(x, y)
            if place is not None:
                return number, *place
        return None


def _leaves_line(glyphs: list[Glyph], glyph: Glyph) -> bool:
    """Whether the character stands on another line than the last one: pdfium is silent on turned pages."""
    last = next((one for one in reversed(glyphs) if not one.text.isspace()), None)
    return last is not None and (glyph.upper >= last.lower or glyph.lower <= last.upper)


def _line(glyphs: list[Glyph]) -> PageLine | None:
    """One line from the characters between two breaks."""
    solid = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not solid:
        return None
    size = median(glyph.size for glyph in solid)
    cells, marks = _cells(
        glyphs, size, max(size, max(glyph.size for glyph in solid) if len(solid) < 6 else 0)
    )
    return PageLine(
        min(glyph.left for glyph in solid),
        max(glyph.right for glyph in solid),
        min(glyph.top for glyph in solid),
        max(glyph.bottom for glyph in solid),
        size,
        cells,
        sum(glyph.bold for glyph in solid) > 0.9 * len(solid),
        marks=marks,
    )


def _cells(glyphs: list[Glyph], size: float, largest: float) -> tuple[list[str], list[tuple[str, int]]]:
    """The texts that wide gaps part, and the raised numbers with their positions."""
    cells = [""]
    marks: list[tuple[str, int]] = []
    number = ""
    last: Glyph | None = None
    spaces = 0
    for glyph in glyphs:
        if glyph.text.isspace():
            spaces += glyph.text == "\u3000"
            cells[-1] += glyph.text if cells[-1] else ""
            continue
        if last and _is_raised(glyph, last, largest):
            number += glyph.text
            last = glyph
            continue
        if number:
            marks.append((number, sum(map(len, cells)) + len(cells) - 1))
            number = ""
        gap = glyph.left - last.right if last else 0.0
        if gap > (CELL_GAP + spaces) * size and cells[-1].rstrip()[-1:] not in "：:":
            cells[-1] = cells[-1].rstrip()
            cells.append("")
        cells[-1] += glyph.text
        last, spaces = glyph, 0
    if number:
        marks.append((number, sum(map(len, cells)) + len(cells) - 1))
    return [cell.rstrip() for cell in cells], marks


def _rows(table: dict[tuple[int, int], list[Glyph]]) -> Iterator[PageLine]:
    """A table's rows; wrapped lines of a cell joined. Cells without text are empty."""
    columns = sorted({column for _, column in table})
    for row in sorted({row for row, _ in table}):
        texts = []
        glyphs: list[Glyph] = []
        for column in columns:
            inside = table.get((row, column), [])
            glyphs.extend(inside)
            texts.append(_cell_text(inside))
        line = _line([glyph for glyph in glyphs if not glyph.text.isspace()])
        if line is not None:
            line.cells, line.marks = texts, []
            yield line


def _cell_text(glyphs: list[Glyph]) -> str:
    text = ""
    last: Glyph | None = None
    for glyph in glyphs:
        wraps = last is not None and glyph.top > last.bottom
        if (
            wraps
            and text[-1:].isascii()
            and text[-1:].isalnum()
            and glyph.text.isascii()
            and glyph.text.isalpha()
        ):
            text += " "
        text += glyph.text
        last = glyph if not glyph.text.isspace() else last
    return text.strip()


def _is_raised(glyph: Glyph, last: Glyph, size: float) -> bool:
    if not (glyph.text.isdigit() or "①" <= glyph.text <= "⑳"):
        return False
    return glyph.size < RAISED * size and glyph.bottom < last.bottom + 0.15 * size


def _same_row(before: PageLine, line: PageLine) -> bool:
    middle = (line.top + line.bottom) / 2
    return before.top < middle < before.bottom and line.left > before.right - 1


def _append(before: PageLine, line: PageLine) -> None:
    gap = line.left - before.right
    joined = before.cells[-1][-1:] in "：:" or gap < CELL_GAP * line.size
    offset = len(before.text) + (not joined)
    if joined:
        before.cells[-1] += line.cells[0]
        before.cells.extend(line.cells[1:])
    else:
        before.cells.extend(line.cells)
    before.marks.extend((mark, at + offset) for mark, at in line.marks)
    before.right = line.right
    before.top, before.bottom = min(before.top, line.top), max(before.bottom, line.bottom)
