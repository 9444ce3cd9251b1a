"""Sheets of a workbook: text in every cell, a head that stays, and pages that print on A4."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from xianxing.documents.writing.zips import without_times

SheetParts = tuple[str, str, Sequence[str], Sequence[Sequence[str]]]  # title, note, head, rows
FONT = "宋体"
LONGEST, LONGEST_TITLE = 32_000, 31  # a cell holds 32,767 characters, a tab 31
WIDEST, NARROWEST = 48, 8
MOST_LINES = 200_000  # of a sheet: the format takes a million, few programs open so many
MOST_MEASURED = 2_000  # rows by which a column's width is chosen
# What a spreadsheet would take for a formula when somebody edits the cell; also as it is typed in Chinese.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
PLAIN = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class CellLook:
    """How cells of one kind look."""

    font: Font
    alignment: Alignment
    fill: PatternFill | None = None
    border: Border | None = None


_LINE = Side(style="thin", color="BBBBBB")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE = CellLook(Font(name=FONT, size=14, bold=True), Alignment(vertical="center"))
NOTE = CellLook(Font(name=FONT, size=10, color="555555"), Alignment(vertical="center"))
HEAD = CellLook(
    Font(name=FONT, size=10, bold=True),
    Alignment(wrap_text=True, vertical="center", horizontal="center"),
    PatternFill("solid", fgColor="E8EDEF"),
    _FRAME,
)
WORDS = CellLook(Font(name=FONT, size=10), Alignment(wrap_text=True, vertical="top"), None, _FRAME)
NUMBER = CellLook(Font(name=FONT, size=10), Alignment(vertical="top", horizontal="right"), None, _FRAME)


def workbook_bytes(sheets: Iterable[SheetParts], *, made: datetime) -> bytes:
    """The sheets as xlsx: the same bytes for the same sheets and instant."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for title, note, head, rows in sheets:
        sheet = cast(Worksheet, book.create_sheet(_tab(title, taken)))  # what is only written has the same
        _write_sheet(sheet, title, note, head, rows)
    at = made.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    book.properties.created = book.properties.modified = at
    book.properties.creator = ""
    target = io.BytesIO()
    ExcelWriter(book, ZipFile(target, "w", ZIP_DEFLATED)).save()
    return without_times(target.getvalue())


def _tab(title: str, taken: set[str]) -> str:
    """A title that the format takes, and that no other sheet has."""
    plain = INVALID_TITLE_REGEX.sub("", title).strip("'") or "表"
    tab, number = plain[:LONGEST_TITLE], 1
    while tab.lower() in taken:
        number += 1
        end = f"（{number}）"
        tab = plain[: LONGEST_TITLE - len(end)] + end
    taken.add(tab.lower())
    return tab


def _write_sheet(
    sheet: Worksheet, title: str, note: str, head: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    if len(rows) > MOST_LINES:
        left = f"本表列出{len(rows)}行中的前{MOST_LINES}行，其余见同名数据文件。"
        note, rows = f"{note}　{left}".strip(), rows[:MOST_LINES]
    above = 2 if note else 1
    _set_up(sheet, above + 1, len(head), len(rows))
    for number, width in enumerate(_widths(head, rows), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    pen = SheetPen(sheet)
    sheet.append([pen.cell(title, TITLE)])
    if note:
        sheet.append([pen.cell(note, NOTE)])
    sheet.append([pen.cell(text, HEAD) for text in head])
    for row in rows:
        sheet.append([pen.cell(text, NUMBER if PLAIN.fullmatch(text) else WORDS) for text in row])


def _set_up(sheet: Worksheet, head: int, columns: int, rows: int) -> None:
    """A4 landscape, one page wide, the head on each page and in sight."""
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "第 &P 页，共 &N 页"
    if rows and columns:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{head + rows}"


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[float]:
    measured = rows[:MOST_MEASURED]
    for number, name in enumerate(head):
        longest = max([_width(name), *(_width(row[number]) for row in measured)])
        yield min(WIDEST, max(NARROWEST, longest + 3))


def _width(text: str) -> int:
    """How many columns of a fixed font the text's longest line takes; a Chinese character takes two."""
    return max(
        (sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line[:WIDEST])
         for line in text.split("\n")),
        default=0,
    )  # fmt: skip


class SheetPen:
    """Makes the cells of a sheet; each look is worked out once, which takes a fifth of the time."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._styles: dict[tuple[int, bool], Any] = {}

    def cell(self, text: str, look: CellLook) -> Cell:
        """A cell that holds a text as text, whatever it begins with."""
        cell = WriteOnlyCell(self._sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])
        cell.data_type = "s"
        quoted = text.lstrip().startswith(FORMULA)
        key = (id(look), quoted)
        if key not in self._styles:
            self._styles[key] = self._style(look, quoted=quoted)
        cell._style = self._styles[key]  # type: ignore[attr-defined]
        return cell

    def _style(self, look: CellLook, *, quoted: bool) -> Any:
        cell = WriteOnlyCell(self._sheet, "")
        cell.font, cell.alignment = look.font, look.alignment
        if look.fill is not None:
            cell.fill = look.fill
        if look.border is not None:
            cell.border = look.border
        cell.quotePrefix = quoted  # then it stays text when somebody edits it
        return cell._style  # type: ignore[attr-defined]
