"""Large tables in columns: every answer and every problem is the one that rows give."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.related_parties.folders import HEAD, WORKED, write
from tests.toolbox.related_parties.random_folders import ENTITIES, QUICK, folders
from tests.toolbox.strange_cells import spoiled
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import Tool, run_tool

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("scipy")
LARGE = ("entities", "holdings")


def from_rows(count: int | None) -> Tool:
    """The tool with tables in columns from so many rows on."""
    tables = tuple(
        replace(one, in_columns_from=count) if one.name in LARGE else one for one in TOOL.layout.tables
    )
    return replace(TOOL, layout=replace(TOOL.layout, tables=tables))


def as_parquet(place: Path, tables: Mapping[str, str], *, typed: bool = False) -> Path:
    """A folder whose large tables are Parquet; typed numbers where every cell of `equity` is one."""
    for name in LARGE:
        (place / f"{name}.parquet").unlink(missing_ok=True)
    folder = write(place, **{name: text for name, text in tables.items() if name not in LARGE})
    for name in LARGE:
        header, *rows = csv.reader(StringIO(tables[name]))
        columns: dict[str, Any] = {
            column: pyarrow.array([row[at] or None for row in rows], pyarrow.string())
            for at, column in enumerate(header)
        }
        if typed and "equity" in columns:
            columns["equity"] = columns["equity"].cast(pyarrow.float64())
        parquet.write_table(pyarrow.table(columns), folder / f"{name}.parquet")
    return folder


def said(tool: Tool, folder: Path, *, lenient: bool = False) -> str:
    """The whole answer, but for what a run measures of itself."""
    return json.dumps({**run_tool(tool, folder, lenient=lenient).as_json(), "metrics": {}}, sort_keys=True)


@QUICK
@given(tables=folders(), typed=st.booleans())
def test_columns_give_the_answer_of_rows(tmp_path: Path, tables: dict[str, list[str]], typed: bool) -> None:
    texts = {name: "\n".join((*rows, "")) for name, rows in tables.items()}
    folder = as_parquet(tmp_path, {**texts, "entities": ENTITIES}, typed=typed)
    for lenient in (False, True):
        assert said(from_rows(0), folder, lenient=lenient) == said(from_rows(None), folder, lenient=lenient)


CELLS = st.sampled_from(
    ["", " ", "F", "P", "NOBODY", "51%", "1.5", "-0.1", "0.5", "1", "nan", "1e-3", "company", "F\x01"]
)


@QUICK
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=6), kind=CELLS)
def test_columns_tell_the_problems_of_rows(tmp_path: Path, rows: list[tuple[str, ...]], kind: str) -> None:
    held = "".join(f"{','.join(row)}\n" for row in rows)
    entities = f"id,name,kind,born\nF,F,company,\nP,P,{kind},2025-02-30\nP,Q,person,2001-01-01\n"
    folder = as_parquet(tmp_path, {"entities": entities, "holdings": f"holder,held,equity,from,to\n{held}"})
    for lenient in (False, True):
        assert said(from_rows(0), folder, lenient=lenient) == said(from_rows(None), folder, lenient=lenient)


@pytest.mark.parametrize("lenient", [False, True])
def test_stakes_without_a_holder_count_in_the_capital(tmp_path: Path, lenient: bool) -> None:
    held = "holder,held,equity,from\n,F,0.5,\n,F,1,\n"
    folder = as_parquet(tmp_path, WORKED | {"holdings": held})
    problems = run_tool(from_rows(0), folder, lenient=lenient).problems
    assert "capital-over-100" in [one.code.value for one in problems]
    assert said(from_rows(0), folder, lenient=lenient) == said(from_rows(None), folder, lenient=lenient)


def test_a_capital_above_the_whole_is_warned_of_in_columns(tmp_path: Path) -> None:
    held = "holder,held,equity,from\nP,F,0.7,\nB,F,0.3,\nD1,F,0.3,2025-01-01\n"
    folder = as_parquet(tmp_path, WORKED | {"holdings": held})
    problems = run_tool(from_rows(0), folder).problems
    assert [one.code.value for one in problems] == ["capital-over-100"]
    assert said(from_rows(0), folder) == said(from_rows(None), folder)


def test_the_example_is_the_same_in_columns(tmp_path: Path) -> None:
    files = {name: content.decode() for name, content in TOOL.files().items()}
    texts = {name.removesuffix(".csv"): text for name, text in files.items() if name.endswith(".csv")}
    folder = as_parquet(tmp_path, texts)
    (folder / "tool.toml").write_text(files["tool.toml"], "utf-8")
    assert said(from_rows(0), folder) == said(from_rows(None), folder)


def test_a_candidate_is_found_in_columns(tmp_path: Path) -> None:
    entities = (
        "id,name,kind,address,phone,former_names\nF,示例证券,company,,1,\nP,示例控股,company,一号街 1 号,2,\n"
        "A,甲公司,company,一号街1号,2,\nB,乙公司,company,,,示例控股\n"
    )
    folder = as_parquet(tmp_path, {"entities": entities, "holdings": "holder,held,equity\nP,F,0.6\n"})
    answer: Any = run_tool(from_rows(0), folder).as_json()
    assert [one["entity"] for one in answer["results"]["candidates"]] == ["A", "B"]
    assert HEAD.count("szse_main") == 1
    assert said(from_rows(0), folder) == said(from_rows(None), folder)


@pytest.mark.parametrize("rows", [0, 2])
def test_a_column_without_any_value_is_read_whatever_its_type(tmp_path: Path, rows: int) -> None:
    folder = as_parquet(tmp_path, WORKED)
    for kind in (pyarrow.null(), pyarrow.timestamp("us"), pyarrow.string()):
        held = {
            "holder": pyarrow.array(["P"] * rows), "held": pyarrow.array(["F", "B"][:rows], pyarrow.string()),
            "equity": pyarrow.array(["0.5"] * rows, pyarrow.string()), "from": pyarrow.nulls(rows, kind),
        }  # fmt: skip
        held["holder"] = held["holder"].cast(pyarrow.string())
        parquet.write_table(pyarrow.table(held), folder / "holdings.parquet")
        assert said(from_rows(0), folder) == said(from_rows(None), folder)


@pytest.mark.parametrize("shift", range(0, 6, 2))
@pytest.mark.parametrize("lenient", [False, True])
def test_strange_cells_are_taken_by_columns_as_by_rows(tmp_path: Path, shift: int, lenient: bool) -> None:
    held = spoiled("holder,held,equity,kind,from,to\nP,F,0.52,direct,2020-01-01,\nP,B,0.6,,,\n", shift)
    folder = as_parquet(tmp_path, WORKED | {"holdings": held})
    assert said(from_rows(0), folder, lenient=lenient) == said(from_rows(None), folder, lenient=lenient)
