"""A PDF page's characters gathered into lines; what can't be seen is handed out with its reason."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from xianxing.documents.layout import Line
from xianxing.documents.pdf.unseen import Scene

CELL_GAP = 1.3  # of the size: a wider gap parts cells
RAISED = 0.78  # of the line's size: smaller digits are note marks
MOST_CHARACTERS = 60_000  # of one page


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


class PageText:
    """The characters of one page."""

    def __init__(self, page: pdfium.PdfPage, scene: Scene) -> None:
        self.page = page
        self.scene = scene
        self.textpage = page.get_textpage()
        self.count = min(self.textpage.count_chars(), MOST_CHARACTERS)
        self.hidden: list[tuple[str, str]] = []
        self._box = (ctypes.c_double * 4)()
        self._loose = raw.FS_RECTF()
        self._weights: dict[int, bool] = {}

    def lines(self) -> list[Line]:
        """The visible lines in the order of the content."""
        found: list[Line] = []
        for glyphs in self._runs():
            line = _line(glyphs)
            if line is None:
                continue
            if found and _same_row(found[-1], line):
                _append(found[-1], line)
            else:
                found.append(line)
        return found

    def _runs(self) -> Iterator[list[Glyph]]:
        glyphs: list[Glyph] = []
        handle = self.textpage.raw
        for index in range(self.count):
            code = raw.FPDFText_GetUnicode(handle, index)
            if code in (10, 13):
                if glyphs:
                    yield glyphs
                glyphs = []
                continue
            if not code or 0xD800 <= code <= 0xDFFF or code in (0x2, 0xFFFE):
                continue
            glyph = self._glyph(index, chr(code))
            if glyph is not None:
                glyphs.append(glyph)
        if glyphs:
            yield glyphs

    def _glyph(self, index: int, text: str) -> Glyph | None:
        handle = self.textpage.raw
        box = self._box
        pointers = [ctypes.byref(box, at * 8) for at in range(4)]
        raw.FPDFText_GetCharBox(
            handle, index, *(ctypes.cast(p, ctypes.POINTER(ctypes.c_double)) for p in pointers)
        )
        left, right, bottom, top = box
        blank = text.isspace()
        reason = "" if blank else self.scene.reason(handle, index, (left, bottom, right, top))
        if reason:
            self.hidden.append((reason, text))
            return None
        raw.FPDFText_GetLooseCharBox(handle, index, self._loose)
        left, top, right, bottom = self.scene.upright(left, bottom, right, top)
        turned = self.scene.upright(self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
        size = abs(turned[3] - turned[1]) or abs(bottom - top)
        return Glyph(text, left, right, top, bottom, size, not blank and self._bold(index))

    def _bold(self, index: int) -> bool:
        if self.scene.plain_weight:
            return False
        weight = raw.FPDFText_GetFontWeight(self.textpage.raw, index)
        return bool(weight >= 600)


def _line(glyphs: list[Glyph]) -> Line | None:
    solid = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not solid:
        return None
    size = median(glyph.size for glyph in solid)
    largest = max(size, max(glyph.size for glyph in solid) if len(solid) < 6 else size)
    cells: list[str] = [""]
    marks: list[tuple[str, int]] = []
    number = ""
    last: Glyph | None = None
    explicit = False
    for glyph in glyphs:
        if glyph.text.isspace():
            explicit = explicit or glyph.text == "\u3000"
            if cells[-1]:
                cells[-1] += glyph.text
            continue
        if _is_raised(glyph, last, largest):
            number += glyph.text
            last = glyph
            continue
        if number:
            marks.append((number, len("\t".join(cells))))
            number = ""
        if last and glyph.left - last.right > (CELL_GAP + explicit * 1.5) * size and cells[-1].strip():
            if cells[-1].rstrip()[-1:] not in "：:":
                cells.append("")
        cells[-1] += glyph.text
        last, explicit = glyph, False
    if number:
        marks.append((number, len("\t".join(cells))))
    cells = [" ".join(cell.split(" ")).strip() for cell in cells]
    return Line(
        min(glyph.left for glyph in solid),
        max(glyph.right for glyph in solid),
        min(glyph.top for glyph in solid),
        max(glyph.bottom for glyph in solid),
        size,
        [cell for cell in cells if cell] or [""],
        sum(glyph.bold for glyph in solid) > 0.9 * len(solid),
        marks,
    )


def _is_raised(glyph: Glyph, last: Glyph | None, size: float) -> bool:
    if last is None or not (glyph.text.isdigit() or "①" <= glyph.text <= "⑳"):
        return False
    return glyph.size < RAISED * size and glyph.bottom < last.bottom + 0.15 * size


def _same_row(before: Line, line: Line) -> bool:
    middle = (line.top + line.bottom) / 2
    overlap = before.top < middle < before.bottom and abs(before.size - line.size) < 0.3 * before.size
    return overlap and line.left > before.right


def _append(before: Line, line: Line) -> None:
    joined = before.cells[-1][-1:] in "：:" or line.left - before.right < CELL_GAP * line.size
    offset = len(before.text) + (not joined)
    if joined:
        before.cells[-1] += line.cells[0]
        before.cells.extend(line.cells[1:])
    else:
        before.cells.extend(line.cells)
    before.marks.extend((mark, at + offset) for mark, at in line.marks)
    before.right = line.right
    before.top, before.bottom = min(before.top, line.top), max(before.bottom, line.bottom)
