"""Tables for spreadsheet programs: nothing that somebody typed is taken for a formula there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

# What a spreadsheet would take for a formula; where Chinese is typed the full-width signs, too.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
LONGEST = 32_000  # a cell holds 32,767 characters
WIDEST, NARROWEST = 48, 10


def harmless(text: str) -> str:
    """The text as it may stand in a cell: what begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def write_table(
    target: IO[bytes],
    *,
    title: str,
    notes: Sequence[str],
    head: Sequence[str],
    lines: Iterable[Sequence[str]],
) -> None:
    """Write one sheet as xlsx, landscape A4: title, notes, head, a line each; every cell is text.

    Characters that a workbook can't hold are left out, and a cell's text ends after LONGEST characters.
    """
    book = Workbook()
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub("", title).strip("'")[:31], 0)
    book.remove(book.worksheets[1])
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    rows = [[_text(cell) for cell in line] for line in lines]
    for number, name in enumerate(head):
        longest = max([len(name), *(len(row[number]) for row in rows)])
        width = min(WIDEST, max(NARROWEST, 2 * longest))
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    sheet.freeze_panes = f"C{len(notes) + 3}"
    _write(sheet, 1, [title], Font(bold=True, size=14), wrap=False)
    for place, note in enumerate(notes, start=2):
        _write(sheet, place, [note], wrap=False)
    _write(sheet, len(notes) + 2, head, Font(bold=True))
    for place, row in enumerate(rows, start=len(notes) + 3):
        _write(sheet, place, row)
    book.save(target)


def _text(value: str) -> str:
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST]


def _write(
    sheet: Worksheet, place: int, texts: Sequence[str], font: Font | None = None, *, wrap: bool = True
) -> None:
    for number, text in enumerate(texts, start=1):
        cell = sheet.cell(place, number, _text(text))
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=wrap, vertical="top")
        if font is not None:
            cell.font = font
