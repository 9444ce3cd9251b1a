"""Tables of a printed form: fixed widths that every office program keeps, rows that no page breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.document import Document
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from xianxing.documents.writing.controls import element

WIDTH = Mm(156)  # between the margins of GB/T 9704-2012
ROOM = (("top", 40), ("start", 100), ("bottom", 40), ("end", 100))  # inside a cell, in twentieths of a point


def new_table(document: Document, shares: Sequence[int]) -> Table:
    """A table without rows, as wide as the page's text, whose columns share the width in these parts."""
    table: Table = document.add_table(0, len(shares), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = WIDTH * share // sum(shares)
    margins = element("tblCellMar")
    for side, room in ROOM:
        margins.append(element(side, w=str(room), type="dxa"))
    table._tbl.tblPr.append(margins)
    return table


def new_row(table: Table, *, head: bool = False) -> tuple[_Cell, ...]:
    """The cells of one more row; a head row is there again on each page that the table goes on to."""
    add_row: Callable[[], _Row] = table.add_row
    row = add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
    return row.cells
