"""Folders that are refused: each problem with its place and code, and what would satisfy; all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.evaluation.folders import Folder, evaluation, item, say, star_facts


def fact(indicator: str, period: str, value: str, **cells: str) -> dict[str, str]:
    return {"firm": "E1", "indicator": indicator, "period": period, "value": value, **cells}


def problems(tmp_path: Path, *rows: dict[str, str], **settings: Any) -> list[tuple[str, str, str]]:
    said = say(Folder(facts={"E1": star_facts()}, rows=rows, **settings).write(tmp_path / "in"))
    assert (said["status"], said["findings"], said["results"]) == (2, [], {})
    assert all(one["message"] for one in said["problems"])
    return [(one["table"], one["column"], one["code"]) for one in said["problems"]]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (fact("market_share", "2023", "51"), "value", "out-of-range"),
        (fact("market_share", "2023", "51%"), "value", "not-a-number"),
        (fact("cost", "2023", "1.2亿"), "value", "not-a-number"),
        (fact("cost", "2023", "1,200"), "value", "not-a-number"),
        (fact("cost", "2023", "nan"), "value", "not-finite"),
        (fact("cost", "2023", "-1"), "value", "out-of-range"),
        (fact("cost", "2023", "12", unit="万元"), "unit", "unknown-code"),
        (fact("cost", "2023/12", "1"), "period", "not-a-date"),
        (fact("cost", "2023-12-31", "1"), "period", "not-a-date"),  # a whole year's figure
        (fact("niche_years", "2023-02-30", "1"), "period", "not-a-date"),
        (fact("profit", "2023", "1"), "indicator", "unknown-code"),
        (fact("award_3y", "2023", "2"), "value", "unknown-code"),
        (fact("rd_body", "2023", "5"), "value", "out-of-range"),
        (fact("field_points", "2023", "4"), "value", "out-of-range"),
        (fact("quality_points", "2023", "6"), "value", "out-of-range"),
        (fact("local_points", "2023", "16"), "value", "out-of-range"),
        (fact("patents_main", "2022", "6.5"), "value", "not-a-number"),
        (fact("domestic_rank", "2023", "0"), "value", "out-of-range"),
        (fact("cost", "2023", ""), "value", "missing-value"),
        (fact("cost", "2023", "1", confidence="90"), "confidence", "out-of-range"),
        (fact("cost", "2023", "1", observed_on="2023/1/1"), "observed_on", "not-a-date"),
        ({**fact("cost", "2023", "1"), "firm": "E9"}, "firm", "unknown-reference"),
    ],
)
def test_a_fact_that_cannot_be(tmp_path: Path, row: dict[str, str], column: str, code: str) -> None:
    assert problems(tmp_path, row) == [("facts", column, code)]


def test_all_problems_come_at_once_with_their_lines(tmp_path: Path) -> None:
    rows = [fact("cost", "2023", "x"), fact("cost", "soon", "1"), fact("nothing", "2023", "1")]
    said = say(Folder(facts={"E1": star_facts()}, rows=rows).write(tmp_path / "in"))
    first = len(star_facts()) + 2
    assert [(one["line"], one["code"]) for one in said["problems"]] == [
        (first, "not-a-number"), (first + 1, "not-a-date"), (first + 2, "unknown-code"),
    ]  # fmt: skip


def test_two_values_of_one_source_contradict_and_both_rows_are_named(tmp_path: Path) -> None:
    rows = [fact("cost", "2023", "5", source="audit"), fact("cost", "2023", "6", source="audit")]
    said = say(Folder(facts={"E1": star_facts()}, rows=rows).write(tmp_path / "in"))
    first = len(star_facts()) + 2
    assert [(one["line"], one["code"], one["column"]) for one in said["problems"]] == [
        (first, "contradiction", "value"), (first + 1, "contradiction", "value"),
    ]  # fmt: skip
    assert said["status"] == 2


def test_two_values_without_a_source_contradict(tmp_path: Path) -> None:
    assert ("facts", "value", "contradiction") in problems(tmp_path, fact("patents_main", "2023", "8"))


def test_the_same_row_twice_is_said(tmp_path: Path) -> None:
    assert problems(tmp_path, fact("patents_main", "2023", "7")) == [("facts", "firm", "duplicate-key")]


def test_lenient_reading_takes_neither_of_two_values_whatever_their_order(tmp_path: Path) -> None:
    for name, values in (("up", ("7", "6")), ("down", ("6", "7"))):
        facts = star_facts()
        del facts["patents_main 2023"]
        rows = [fact("patents_main", "2023", value) for value in values]
        said = say(Folder(facts={"E1": facts}, rows=rows).write(tmp_path / name), lenient=True)
        assert item(evaluation(said), "patents")["result"] == "unknown"
        assert {one.get("incomplete") for one in said["findings"]} == {True}
        assert evaluation(said)["incomplete"] is True
        assert said["results"]["set_aside"] == {"facts": 2}


def test_a_firm_twice_is_said(tmp_path: Path) -> None:
    folder = Folder(facts={"E1": star_facts()}).write(tmp_path / "in")
    (folder / "firms.csv").write_text("id,name\nE1,a\nE1,b\n", "utf-8")
    assert [one["code"] for one in say(folder)["problems"]] == ["duplicate-key"]


def test_firms_need_the_last_audited_year(tmp_path: Path) -> None:
    folder = Folder(facts={"E1": star_facts()}).write(tmp_path / "in")
    (folder / "tool.toml").write_text('tool = "evaluation"\nformat = 1\nas_of = 2024-04-30\n', "utf-8")
    said = say(folder)
    assert [(one["table"], one["column"], one["code"]) for one in said["problems"]] == [
        ("tool.toml", "last_year", "missing-value")
    ]


def test_a_scheme_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, schemes=("star", "moon")) == [("tool.toml", "schemes", "unknown-code")]


CHAIN: list[tuple[dict[str, str], str, str, str]] = [
    (
        {"flows": "from,to,value\n1,9,5\n", "outputs": "sector,output\n1,5\n"},
        "flows",
        "to",
        "unknown-reference",
    ),
    ({"flows": "from,to,value\n1,1,5\n"}, "flows", "from", "unknown-reference"),
    ({"outputs": "sector,output\n1,0\n"}, "outputs", "output", "out-of-range"),
    ({"outputs": "sector,output\n1,-4\n"}, "outputs", "output", "out-of-range"),
    ({"outputs": "sector,output\n1,5\n1,6\n"}, "outputs", "sector", "duplicate-key"),
    (
        {"flows": "from,to,value\n1,1,5\n1,1,6\n", "outputs": "sector,output\n1,50\n"},
        "flows",
        "from",
        "duplicate-key",
    ),
    ({"links": "supplier,buyer,value\nA,B,-1\n"}, "links", "value", "out-of-range"),
    (
        {"shocks": "sector,change\n2,5\n", "outputs": "sector,output\n1,50\n"},
        "shocks",
        "sector",
        "unknown-reference",
    ),
]


@pytest.mark.parametrize(("tables", "table", "column", "code"), CHAIN)
def test_a_chain_that_cannot_be(
    tmp_path: Path, tables: dict[str, str], table: str, column: str, code: str
) -> None:
    said = say(Folder(schemes=(), firms={}, tables=tables).write(tmp_path / "in"))
    assert (table, column, code) in [(one["table"], one["column"], one["code"]) for one in said["problems"]]
    assert said["status"] == 2


def test_evidence_older_than_the_setting_is_only_warned_of(tmp_path: Path) -> None:
    rows = [
        fact("cost", "2023", "1", observed_on="2023-04-29"),
        fact("cost", "2022", "1", observed_on="2023-05-01"),
    ]
    folder = Folder(facts={"E1": star_facts()}, rows=rows, more="stale_days = 365").write(tmp_path / "in")
    said = say(folder)
    assert [(one["code"], one["severity"], one["value"]) for one in said["problems"]] == [
        ("stale", "warning", "2023-04-29")
    ]
    assert said["status"] == 1


def test_a_chain_alone_needs_no_firms(tmp_path: Path) -> None:
    (tmp_path / "tool.toml").write_text('tool = "evaluation"\nformat = 1\nas_of = 2024-04-30\n', "utf-8")
    (tmp_path / "links.csv").write_text("supplier,buyer,value\nA,B,1\n", "utf-8")
    said = say(tmp_path)
    assert (said["status"], said["findings"]) == (0, [])


def test_without_schemes_a_firm_is_held_against_all_of_them(tmp_path: Path) -> None:
    said = say(Folder(schemes=None, facts={"E1": star_facts()}).write(tmp_path / "in"))
    assert [one["scheme"] for one in said["results"]["evaluations"]] == [
        "star", "innovative", "srdi", "little_giant",
    ]  # fmt: skip


def test_a_list_placed_on_a_chain_needs_no_year(tmp_path: Path) -> None:
    (tmp_path / "tool.toml").write_text(
        'tool = "evaluation"\nformat = 1\nas_of = 1900-01-01\nschemes = []\n', "utf-8"
    )
    (tmp_path / "firms.csv").write_text("id,name,size_class\nE1,one,industry\n", "utf-8")
    said = say(tmp_path)
    assert (said["status"], said["problems"]) == (0, [])
    assert said["results"]["size"][0]["class"] is None


def test_typed_parquet_says_the_same_as_text(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = Folder(facts={"E1": star_facts()}).write(tmp_path / "in")
    before = evaluation(say(folder))
    facts = [(*name.split(), value) for name, value in star_facts().items()]
    (folder / "facts.csv").unlink()
    columns = {
        "firm": ["E1"] * len(facts),
        "indicator": [name for name, _year, _value in facts],
        "period": [int(year) for _name, year, _value in facts],
        "value": [float(value) for _name, _year, value in facts],
        "observed_on": [date(2024, 1, 1)] * len(facts),
    }
    parquet.write_table(pyarrow.table(columns), folder / "facts.parquet")
    assert evaluation(say(folder)) == before


def test_facts_of_firms_that_no_table_names_are_refused(tmp_path: Path) -> None:
    folder = Folder(facts={"E1": {"revenue 2023": "1"}}).write(tmp_path / "in")
    (folder / "firms.csv").unlink()
    said = say(folder)
    assert [(one["line"], one["column"], one["code"]) for one in said["problems"]] == [
        (2, "firm", "unknown-reference")
    ]


def test_lenient_reading_sets_flows_aside_with_the_sector_they_name(tmp_path: Path) -> None:
    tables = {"outputs": "sector,output\n1,5\n2,x\n", "flows": "from,to,value\n1,1,1\n1,2,1\n"}
    said = say(Folder(schemes=(), firms={}, tables=tables).write(tmp_path / "in"), lenient=True)
    assert said["results"]["set_aside"] == {"flows": 1, "outputs": 1}
    assert [one["sector"] for one in said["results"]["sectors"]] == ["1"]
