"""A table of the form as a spreadsheet, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.law import Field
from xianxing.pilot.filings.draft.cells import field_at, rows_of
from xianxing.pilot.filings.models import Filing, Unit
from xianxing.pilot.filings.permissions import standing, visible_units
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral(value: object) -> object:
    """Text that a spreadsheet would run gets an apostrophe before it; numbers and anything else stay."""
    if isinstance(value, str) and value.lstrip(" \u3000\n").startswith(FORMULA):
        return f"'{value}"
    return value


def table_as_csv(*, filing: Filing, path: str, by: User, at: datetime, unit: Unit | None = None) -> bytes:
    """The rows of a table with labels at the head, in UTF-8 with a mark that spreadsheets know it by."""
    field = _readable(filing, path, by, at, unit)
    text = io.StringIO()
    csv.writer(text).writerows(_lines(field, filing, unit))
    return text.getvalue().encode("utf-8-sig")


def table_as_xlsx(*, filing: Filing, path: str, by: User, at: datetime, unit: Unit | None = None) -> bytes:
    """As `table_as_csv`, as a workbook; every text is stored as text."""
    field = _readable(filing, path, by, at, unit)
    return _workbook(_lines(field, filing, unit))


def _workbook(lines: Iterable[list[object]]) -> bytes:
    # Loaded when a workbook is asked for: openpyxl would be a seventh of every start.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for line in lines:
        cells = [WriteOnlyCell(sheet, value=_plain(value)) for value in line]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, (str, int, float)) else str(value)


def _lines(field: Field, filing: Filing, unit: Unit | None) -> Iterator[list[object]]:
    yield [neutral(str(column.label)) for column in field.columns]
    for row in rows_of(filing, unit, field.path):
        held = row.value if isinstance(row.value, dict) else {}
        yield [neutral(_shown(column, held.get(column.key))) for column in field.columns]


def _shown(column: Field, value: object) -> object:
    choice = column.choice(value) if column.choices else None
    if choice is not None:
        return str(choice.label)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else value


def _readable(filing: Filing, path: str, by: User, at: datetime, unit: Unit | None) -> Field:
    who = standing(by, filing, at=at)
    if unit is not None and unit not in visible_units(who):
        raise Stranger(_("There is no such cell."))
    field = field_at(filing, path)
    if not field.columns:
        raise Refused("no-table", _("“{label}” is no table.").format(label=field.label))
    return field
