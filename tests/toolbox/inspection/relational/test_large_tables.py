"""Positions that stay in their Parquet file give the same answer and problems as rows in memory."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from csv import reader
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pyarrow import Table, binary, compute, csv, parquet, string

from tests.toolbox.inspection.books import DAYS, Books
from tests.toolbox.inspection.random_books import manager
from tests.toolbox.strange_cells import spoiled
from xianxing.toolbox.inspection.tool import TOOL
from xianxing.toolbox.tool import run_tool

LARGE = replace(TOOL, layout=replace(TOOL.layout, columnar_from=0))


def in_parquet(folder: Path, *, typed: bool = True) -> Path:
    """The folder with its positions in Parquet, typed or all text."""
    options = csv.ConvertOptions(strings_can_be_null=True, null_values=[""])
    source = folder / "positions.csv"
    if not typed:
        names = source.read_text("utf-8").splitlines()[0].split(",")
        options = csv.ConvertOptions(
            column_types=dict.fromkeys(names, string()), strings_can_be_null=True, null_values=[""]
        )
    table = csv.read_csv(source, convert_options=options)
    parquet.write_table(table, folder / "positions.parquet")
    source.unlink()
    return folder


def both(folder: Path, *, lenient: bool = False, engine: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said by rows and by columns, without what a run measures of itself."""
    said = []
    for tool in (TOOL, LARGE):
        plain = run_tool(tool, folder, lenient=lenient, engine=engine if tool is LARGE else "").as_json()
        said.append({name: value for name, value in plain.items() if name != "metrics"})
    return said[0], said[1]


@pytest.mark.parametrize("typed", [True, False])
def test_a_manager_has_the_same_answer_by_columns(tmp_path: Path, typed: bool) -> None:
    rows, columns = both(in_parquet(manager(5).write(tmp_path), typed=typed))
    assert rows["findings"] and rows["results"]["episodes"]
    assert json.dumps(columns) == json.dumps(rows)


@pytest.mark.postgres
def test_a_manager_has_the_same_answer_by_columns_on_postgresql(tmp_path: Path) -> None:
    folder = in_parquet(manager(6, products=3, days=5).write(tmp_path))
    rows, columns = both(folder, engine=os.environ["XIANXING_TEST_POSTGRES"])
    assert json.dumps(columns) == json.dumps(rows)


SPOILED: dict[str, tuple[str, str]] = {
    "market_value": ("12万", "not-a-number"),
    "quantity": ("", "missing-value"),
    "date": ("2025/03/04", "not-a-date"),
    "asset": ("A99", "unknown-reference"),
    "product": ("P9", "unknown-reference"),
    "valuation": ("guess", "unknown-code"),
    "notional": ("nan", "not-finite"),
}


@pytest.mark.parametrize("column", sorted(SPOILED))
@pytest.mark.parametrize("lenient", [False, True])
def test_a_spoiled_cell_has_the_same_problem_by_columns(tmp_path: Path, column: str, lenient: bool) -> None:
    books = manager(7, products=2, assets=4, days=3)
    books.rows["positions"][3][column], code = SPOILED[column]
    rows, columns = both(in_parquet(books.write(tmp_path), typed=False), lenient=lenient)
    assert code in {problem["code"] for problem in rows["problems"]}
    assert json.dumps(columns) == json.dumps(rows)


def test_a_row_that_stands_twice_and_a_short_holding_are_told_with_their_lines(tmp_path: Path) -> None:
    books = Books().product().asset().nav(100).hold(10).hold(11).hold(5, -1, day=DAYS[1])
    rows, columns = both(in_parquet(books.write(tmp_path)))
    told = {(problem["line"], problem["code"]) for problem in columns["problems"]}
    assert told == {(3, "duplicate-key"), (4, "out-of-range")}
    assert columns["problems"] == rows["problems"]


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"PAR1"), lambda path: path.unlink()])
def test_a_broken_or_missing_file_is_told_as_ever(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    folder = in_parquet(Books().product().asset().nav(100).hold(10).write(tmp_path))
    spoil(folder / "positions.parquet")
    rows, columns = both(folder)
    assert columns["problems"] == rows["problems"]


def test_a_number_too_fine_for_columns_is_out_of_range(tmp_path: Path) -> None:
    books = Books().product().asset().nav(100).hold("0.123456789012").hold("1.50000000000000", day=DAYS[1])
    _rows, columns = both(in_parquet(books.write(tmp_path), typed=False))
    assert [(one["line"], one["code"]) for one in columns["problems"]] == [(2, "out-of-range")]


def test_floating_point_cells_are_read_as_they_are_written(tmp_path: Path) -> None:
    folder = in_parquet(
        Books().product().asset().nav("0.4").hold("0.1").hold("0.3", day=DAYS[1]).write(tmp_path)
    )
    table = parquet.read_table(folder / "positions.parquet")
    assert isinstance(table, Table) and compute.sum(table["market_value"]).as_py() == pytest.approx(0.4)
    rows, columns = both(folder)
    assert json.dumps(columns) == json.dumps(rows)


@pytest.mark.parametrize("column", ["product", "quantity"])
def test_a_column_of_a_type_that_duckdb_writes_otherwise_is_read_by_rows(tmp_path: Path, column: str) -> None:
    folder = in_parquet(Books().product().asset().nav(100).hold(10).write(tmp_path), typed=False)
    table = parquet.read_table(folder / "positions.parquet")
    bytes_ = table[column].cast(binary())
    table = table.set_column(table.column_names.index(column), column, bytes_)
    parquet.write_table(table, folder / "positions.parquet")
    rows, columns = both(folder)
    assert rows["findings"] and json.dumps(columns) == json.dumps(rows)


def test_a_column_called_as_a_folder_of_its_path_is_read_from_the_file(tmp_path: Path) -> None:
    folder = in_parquet(Books().product().asset().nav(100).hold(30).write(tmp_path / "product=P9"))
    rows, columns = both(folder)
    assert rows["results"]["episodes"] and json.dumps(columns) == json.dumps(rows)


def test_ids_with_wide_spaces_around_are_taken_as_rows_take_them(tmp_path: Path) -> None:
    folder = in_parquet(Books().product().asset().nav(100).hold(30).write(tmp_path), typed=False)
    table = parquet.read_table(folder / "positions.parquet")
    table = table.set_column(0, "product", [["P1\u3000"]])
    parquet.write_table(table, folder / "positions.parquet")
    rows, columns = both(folder)
    assert json.dumps(columns) == json.dumps(rows) and not rows["problems"]
    assert rows["summary"]["not_applicable"] < sum(rows["summary"].values())


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("shift", range(3))
def test_strange_cells_are_taken_by_columns_as_by_rows(tmp_path: Path, shift: int, lenient: bool) -> None:
    folder = manager(7, products=2, assets=4, days=3).write(tmp_path)
    header, *rows = reader(StringIO(spoiled((folder / "positions.csv").read_text("utf-8"), shift)))
    (folder / "positions.csv").unlink()
    columns = {name: [row[at] or None for row in rows] for at, name in enumerate(header)}
    parquet.write_table(Table.from_pydict(columns), folder / "positions.parquet")
    by_rows, by_columns = both(folder, lenient=lenient)
    assert len(by_rows["problems"]) > 20
    assert json.dumps(by_columns) == json.dumps(by_rows)


def test_an_unnamed_column_is_left_to_the_reader_of_rows(tmp_path: Path) -> None:
    folder = in_parquet(manager(7, products=2, assets=4, days=3).write(tmp_path), typed=False)
    table = parquet.read_table(folder / "positions.parquet")
    parquet.write_table(table.append_column("", [["x"] * len(table)]), folder / "positions.parquet")
    rows, columns = both(folder)
    assert json.dumps(columns) == json.dumps(rows)
