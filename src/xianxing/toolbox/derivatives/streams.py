"""Rows of the tables that may be too large for memory, one after the other, whichever way they were read."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.query_engine import open_engine
from xianxing.toolbox.tables import Row

LARGE = frozenset({"crif", "saccr_trades"})


def rows_in_order(inputs: Inputs, table: str, *columns: str) -> Iterator[Row]:
    """The rows of a table in the order of text columns; without any, as they come."""
    if table not in inputs.columnar:
        rows = inputs.rows(table)
        yield from sorted(rows, key=lambda row: tuple(map(row.text, columns))) if columns else rows
        return
    with open_engine() as engine:
        relation = inputs.columnar[table].relation(engine)
        for cells in engine.rows(relation.order_by(columns) if columns else relation):
            line = cells.pop("line")
            yield Row(table, line, {name: cell for name, cell in cells.items() if cell is not None})
