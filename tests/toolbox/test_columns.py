"""A Parquet table kept in columns, or left in its file, is taken and refused as one read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from tests.toolbox.folders import FIRMS, HEAD, folder
from tests.toolbox.strange_cells import spoiled
from xianxing.toolbox.column_rows import ColumnRows
from xianxing.toolbox.columnar import ColumnarTable
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.reading import FolderLayout, Reading, read_folder
from xianxing.toolbox.tables import Cell, Kind, Table, TableColumn

PAID = Table(
    "paid",
    (
        TableColumn("id", required=True),
        TableColumn("firm", required=True, refers="firms"),
        TableColumn("kind", choices=("fee", "rent")),
        TableColumn("amount", Kind.NUMBER, required=True, above=Decimal(0)),
        TableColumn("share", Kind.NUMBER, low=Decimal(0), high=Decimal(1)),
        TableColumn("count", Kind.INTEGER, low=Decimal(0)),
        TableColumn("date", Kind.DATE, required=True),
        TableColumn("time", Kind.TIME),
        TableColumn("listed", Kind.FLAG),
    ),
    key=("id",),
)
BY_ROWS = FolderLayout("small", (FIRMS, PAID))
IN_COLUMNS = replace(BY_ROWS, tables=(FIRMS, replace(PAID, in_columns_from=0)))
IN_FILE = replace(BY_ROWS, columnar=frozenset({"paid"}), columnar_from=0)
NAMES = tuple(column.name for column in PAID.columns)
GOOD = ("1", "A", "fee", "10", "0.5", "2", "2025-03-01", "09:30", "1")


def put(place: Path, columns: Mapping[str, Any]) -> Path:
    """A folder whose table of payments is Parquet."""
    written = folder(place, HEAD, firms="id,kind\nA,company\nB,person\n")
    parquet.write_table(pyarrow.table(dict(columns)), written / "paid.parquet")
    return written


def as_text(rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Columns of words; an empty cell is missing."""
    return {
        name: pyarrow.array([row[at] or None for row in rows], pyarrow.string())
        for at, name in enumerate(NAMES)
    }


def typed(**columns: Any) -> dict[str, Any]:
    """One good payment for each cell of a typed column."""
    [size] = {len(one) for one in columns.values()}
    rows = [(str(number), *GOOD[1:]) for number in range(size)]
    return as_text(rows) | columns


def taken(inputs: Inputs | None) -> list[tuple[int, dict[str, Cell]]] | None:
    """The rows that are left with their cells, whichever way they were read."""
    if inputs is None:
        return None
    lines = range(2, inputs.files["paid"].rows + 2)
    return [(row.line, dict(row.cells)) for row in inputs.at("paid", lines)]


def read_each_way(place: Path) -> list[Reading]:
    """What each reader says; none of them reads in another's way."""
    readings = [read_folder(place, one, lenient=True) for one in (BY_ROWS, IN_COLUMNS, IN_FILE)]
    left = [one.inputs for one in readings if one.inputs is not None]
    if len(left) == len(readings):
        assert isinstance(left[1].tables["paid"], ColumnRows)
        assert isinstance(left[2].columnar["paid"], ColumnarTable)
    return readings


def told(reading: Reading) -> list[dict[str, Any]]:
    return [one.as_json() for one in reading.problems]


def assert_alike(place: Path) -> Reading:
    rows, columns, file = read_each_way(place)
    assert told(columns) == told(rows) == told(file)
    assert taken(rows.inputs) == taken(columns.inputs) == taken(file.inputs)
    return rows


@pytest.mark.parametrize("shift", range(0, len(NAMES), 2))
def test_strange_cells_are_alike(tmp_path: Path, shift: int) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([NAMES, GOOD])
    _header, *rows = csv.reader(io.StringIO(spoiled(written.getvalue(), shift)))
    numbered = [(f"{number}" if row[0] == GOOD[0] else row[0], *row[1:]) for number, row in enumerate(rows)]
    reading = assert_alike(put(tmp_path, as_text(numbered)))
    assert len({one.code for one in reading.problems}) > 4


def decimals(*cells: str) -> Any:
    return pyarrow.array([Decimal(one) for one in cells], pyarrow.decimal128(20, 4))


def moments(*cells: str) -> Any:
    return pyarrow.array(cells).cast(pyarrow.timestamp("us"))


TYPED: dict[str, tuple[dict[str, Any], list[int]]] = {  # and the lines that are refused
    "whole amounts": ({"amount": pyarrow.array([-1, 0, 1, None], pyarrow.int64())}, [2, 3, 5]),
    "amounts to floating point": ({"amount": pyarrow.array([0.0, 0.1, float("nan"), 1e17])}, [2, 4]),
    "decimal shares": ({"share": decimals("-0.0001", "0", "1", "1.0001")}, [2, 5]),
    "shares to floating point": ({"share": pyarrow.array([-0.1, 0.0, 1.0, 1.5])}, [2, 5]),
    "counts with places": ({"count": decimals("1", "1.5", "0", "-1")}, [3, 5]),
    "days": ({"date": pyarrow.array([date(1, 1, 1), date(9999, 12, 31), None])}, [4]),
    "moments": ({"date": moments("2025-03-01 00:00", "2025-03-01 09:00")}, [3]),
    "flags": ({"listed": pyarrow.array([True, False, None])}, []),
    "whole flags": ({"listed": pyarrow.array([0, 1, 2, None], pyarrow.int64())}, [4]),
    "whole ids": ({"id": pyarrow.array([7, 8, 7, 9], pyarrow.int64())}, [4]),
}


@pytest.mark.parametrize(("columns", "lines"), TYPED.values(), ids=TYPED)
def test_typed_cells_are_alike_to_the_edge_of_what_their_column_holds(
    tmp_path: Path, columns: dict[str, Any], lines: list[int]
) -> None:
    reading = assert_alike(put(tmp_path, typed(**columns)))
    assert sorted({one.line for one in reading.problems if one.is_error}, key=str) == lines


def test_a_number_too_fine_for_an_engine_is_refused_in_its_place_and_one_at_the_edge_is_not(
    tmp_path: Path,
) -> None:
    amounts = ["0.0000000001", "0.00000000001", f"{'9' * 18}.5", f"1{'0' * 18}"]
    place = put(tmp_path, typed(amount=pyarrow.array(amounts)))
    reading = read_folder(place, IN_FILE, lenient=True)
    assert [(one.table, one.line, one.column, one.code.value, one.value) for one in reading.problems] == [
        ("paid", 3, "amount", "out-of-range", amounts[1]), ("paid", 5, "amount", "out-of-range", amounts[3]),
    ]  # fmt: skip


def test_an_id_that_nobody_defines_and_one_that_stands_twice_are_alike(tmp_path: Path) -> None:
    cells = [("1", "A"), ("2", "NOBODY"), ("3", "B"), ("1", "B"), ("4", "a")]
    reading = assert_alike(put(tmp_path, as_text([(*two, *GOOD[2:]) for two in cells])))
    assert [(one.line, one.code.value) for one in reading.problems] == [
        (3, "unknown-reference"), (5, "duplicate-key"), (6, "unknown-reference"),
    ]  # fmt: skip
