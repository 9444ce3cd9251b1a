"""The same cases in other forms: as Parquet, in another order, quoted; and files that no tool takes."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from tests.toolbox.contract_cases.cases import FILES, ContractCase, read_cases
from xianxing.toolbox.outcome import RunOutcome
from xianxing.toolbox.registry import load_tool
from xianxing.toolbox.saving import as_text
from xianxing.toolbox.tool import run_tool

EVERY = 12
ORDERED = {("related-parties", "trades")}  # rows of one day are added up in their order
SAMPLE = [
    case
    for file in FILES
    if file.stem != "derivatives_snowballs"
    for case in [one for one in read_cases(file) if one.exit != 2][::EVERY]
]
FIRMS = "id,name\nE1,甲\n"
EVALUATION = 'tool = "evaluation"\nformat = 1\nas_of = 2024-04-30\nschemes = ["star"]\nlast_year = 2023\n'


def run_case(case: ContractCase, folder: Path) -> RunOutcome:
    return run_tool(load_tool(case.tool), folder, lenient=case.lenient)


def said(outcome: RunOutcome, *, lines: bool = True) -> Any:
    """The answer without what tells the files apart, and without places in them where rows moved."""
    left_out = {"metrics", "inputs"} | (set() if lines else {"line", "evidence"})

    def kept(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: kept(one) for key, one in value.items() if key not in left_out}
        return [kept(one) for one in value] if isinstance(value, list) else value

    return outcome.status, kept(json.loads(as_text(outcome)))


def as_parquet(case: ContractCase, folder: Path, *, typed: bool) -> Path:
    """The case as Parquet, with the types that its columns seem to have, or as text."""
    folder.mkdir()
    (folder / "tool.toml").write_text(case.toml, "utf-8")
    for name, text in case.tables.items():
        header = text.partition("\n")[0].split(",")
        types = None if typed else {column: pa.string() for column in header}
        options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
        table = pyarrow.csv.read_csv(io.BytesIO(text.encode()), convert_options=options)
        pq.write_table(table, folder / f"{name}.parquet")
    return folder


def in_disorder(case: ContractCase, folder: Path) -> Path:
    """The case with rows and columns shuffled, every cell quoted, lines ended by CRLF, after a mark."""
    folder.mkdir()
    (folder / "tool.toml").write_text(case.toml, "utf-8")
    disorder = random.Random(7)
    for name, text in case.tables.items():
        header, *rows = csv.reader(io.StringIO(text))
        if (case.tool, name) not in ORDERED:
            disorder.shuffle(rows)
        places = disorder.sample(range(len(header)), len(header))
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writerows([[row[place] for place in places] for row in (header, *rows)])
    return folder


@pytest.mark.parametrize("typed", [False, True], ids=["text", "typed"])
def test_parquet_says_what_csv_says(tmp_path: Path, typed: bool) -> None:
    assert len(SAMPLE) > 40
    for number, case in enumerate(SAMPLE):
        plain = run_case(case, case.write(tmp_path / f"{number}-csv"))
        columns = run_case(case, as_parquet(case, tmp_path / f"{number}-parquet", typed=typed))
        assert said(columns) == said(plain), case.name


def test_the_order_of_rows_and_columns_and_the_quoting_change_nothing(tmp_path: Path) -> None:
    for number, case in enumerate(SAMPLE):
        plain = run_case(case, case.write(tmp_path / f"{number}-plain"))
        moved = run_case(case, in_disorder(case, tmp_path / f"{number}-moved"))
        assert said(moved, lines=False) == said(plain, lines=False), case.name


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"firms.csv": FIRMS.encode("gbk")}, "bad-encoding"),
        ({"firms.csv": FIRMS.encode("utf-16")}, "bad-encoding"),
        ({"firms.csv": FIRMS.encode(), "firms.parquet": b"PAR1"}, "two-files"),
        ({"firms.parquet": b"PAR1 and no more"}, "bad-parquet"),
        ({"firms.csv": b""}, "missing-column"),
        ({"firms.csv": FIRMS.encode(), "tool.toml": b"tool ="}, "bad-toml"),
    ],
    ids=["gbk", "utf-16", "two files", "broken parquet", "empty file", "broken toml"],
)
def test_files_that_are_refused_whole(tmp_path: Path, files: dict[str, bytes], code: str) -> None:
    (tmp_path / "tool.toml").write_text(EVALUATION, "utf-8")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    outcome = run_tool(load_tool("evaluation"), tmp_path)
    answer = outcome.as_json()
    assert outcome.status == 2
    assert [problem.code.value for problem in outcome.problems] == [code]
    assert all(problem.as_json()["message"] for problem in outcome.problems)
    assert (answer["findings"], answer["results"]) == ([], {})


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1e5", "not-a-number"),
        ("１００", "not-a-number"),
        ("1 000", "not-a-number"),
        ("0x10", "not-a-number"),
        ("=1+1", "not-a-number"),
        ("12万", "not-a-number"),
        ("nan", "not-finite"),
        ("-inf", "not-finite"),
        ("-1", "out-of-range"),
        ("", "missing-value"),
    ],
)
def test_cells_that_are_no_numbers(tmp_path: Path, cell: str, code: str) -> None:
    (tmp_path / "tool.toml").write_text(EVALUATION, "utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, "utf-8")
    (tmp_path / "facts.csv").write_text(f"firm,indicator,period,value\nE1,staff,2023,{cell}\n", "utf-8")
    (problem,) = run_tool(load_tool("evaluation"), tmp_path).problems
    told = problem.as_json()
    assert (told["table"], told["line"], told["column"]) == ("facts", 2, "value")
    assert (told["code"], told["value"]) == (code, cell)
