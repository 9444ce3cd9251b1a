"""Large tables of sensitivities and of trades for SA-CCR, read by columns: the answer is that of rows."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from tests.toolbox.derivatives.folders import HEAD
from tests.toolbox.folders import folder
from tests.toolbox.strange_cells import spoiled
from xianxing.toolbox.derivatives.example import example_files
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.tool import Tool, run_tool

LARGE = replace(TOOL, layout=replace(TOOL.layout, columnar_from=0))
FILES = {
    name: example_files()[f"{name}.csv"].decode() for name in ("crif", "saccr_sets", "saccr_trades")
}  # fmt: skip


def said(
    place: Path, tables: dict[str, str], *, large: bool, numbers: bool = False, tool: Tool | None = None
) -> dict[str, Any]:
    """What the tool says of the tables, without its digests and seconds, those in columns as Parquet.

    `tool` may take Parquet by rows.
    """
    folder(place, HEAD, saccr_sets=tables["saccr_sets"])
    for name in ("crif", "saccr_trades"):
        if not large:
            (place / f"{name}.csv").write_text(tables[name], "utf-8")
            continue
        header, *rows = csv.reader(io.StringIO(tables[name]))
        columns: dict[str, Any] = {
            title: [row[at] or None for row in rows] for at, title in enumerate(header)
        }
        if numbers:
            columns |= {
                title: [float(cell) for cell in columns[title]]
                for title in ("AmountUSD", "mtm")
                if title in columns
            }
        parquet.write_table(pyarrow.table(columns), place / f"{name}.parquet")
    answer = run_tool(tool or (LARGE if large else TOOL), place, lenient=True).as_json()
    return {name: answer[name] for name in ("problems", "results", "summary")}


def shuffled(text: str, seed: int) -> str:
    head, *rows = text.splitlines()
    random.Random(seed).shuffle(rows)
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize("numbers", [False, True])
def test_columns_give_the_answer_of_rows(numbers: bool, tmp_path: Path) -> None:
    plain = said(tmp_path / "rows", FILES, large=False)
    mixed = {name: shuffled(text, 5) if name != "saccr_sets" else text for name, text in FILES.items()}
    assert said(tmp_path / "columns", mixed, large=True, numbers=numbers) == plain
    assert len(plain["results"]["simm"]) == 2
    assert len(plain["results"]["saccr"]) == 2


def test_what_is_wrong_in_columns_is_set_aside_as_in_rows(tmp_path: Path) -> None:
    trades = FILES["saccr_trades"].replace(",80000000,", ",8千万,").replace("NS-MARGINED,fx", "NS-GONE,fx")
    tables = {
        **FILES,
        "saccr_trades": trades,
        "crif": FILES["crif"].replace(",RatesFX,Risk_FX,", ",,Risk_FX,"),
    }
    plain, columns = (said(tmp_path / name, tables, large=name == "columns") for name in ("rows", "columns"))
    assert {problem["code"] for problem in plain["problems"]} == {
        "not-a-number", "unknown-reference", "missing-value",
    }  # fmt: skip
    assert columns == plain


@pytest.mark.parametrize("shift", range(0, 16, 3))
def test_strange_cells_are_taken_by_columns_as_by_rows(tmp_path: Path, shift: int) -> None:
    tables = {**FILES, **{name: spoiled(FILES[name], shift) for name in ("crif", "saccr_trades")}}
    plain, columns = (said(tmp_path, tables, large=True, tool=tool) for tool in (TOOL, LARGE))
    assert len(plain["problems"]) > 20
    assert columns == plain


def test_a_missing_column_hides_no_problem_of_another_table(tmp_path: Path) -> None:
    trades = FILES["saccr_trades"].replace(",long,", ",lang,", 1)
    tables = {**FILES, "saccr_trades": trades, "crif": FILES["crif"].replace("Qualifier", "Other", 1)}
    plain, columns = (said(tmp_path / name, tables, large=name == "columns") for name in ("rows", "columns"))
    assert {one["code"] for one in columns["problems"]} >= {"missing-column", "unknown-code"}
    assert columns == plain
