"""Every problem of a folder is told at once, with its place and remedy; no folder breaks the reader."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from tests.toolbox.folders import HEAD, LAYOUT, folder
from xianxing.i18n import language
from xianxing.toolbox.problems import ProblemCode
from xianxing.toolbox.reading import FolderLayout, Reading, read_folder
from xianxing.toolbox.tables import Kind, Setting

FIRMS = "id,kind,share,listed,from,to\nA,company,0.51,1,2020-01-01,\nB,person,,0,,\n"
PAYMENTS = "firm,amount,date,others\nA,10,2025-03-01,A;B\n"


def told(reading: Reading) -> list[tuple[str, int | None, str, str]]:
    return [(one.table, one.line, one.column, one.code.value) for one in reading.problems]


def test_a_good_folder_is_read_exactly(tmp_path: Path) -> None:
    reading = read_folder(folder(tmp_path, firms=FIRMS, payments=PAYMENTS), LAYOUT)
    assert told(reading) == []
    inputs = reading.inputs
    assert inputs is not None
    first, second = inputs.rows("firms")
    assert (first.number("share"), first.flag("listed"), first.line) == (Decimal("0.51"), True, 2)
    assert (second.number("share"), second.flag("listed"), second.day("from")) == (None, False, None)
    assert inputs.rows("payments")[0].names("others") == ("A", "B")
    assert inputs.number("limits.high") == 5
    assert reading.files["firms"].rows == 2


CELLS = {
    "51": ProblemCode.OUT_OF_RANGE,
    "-0.1": ProblemCode.OUT_OF_RANGE,
    "51%": ProblemCode.NOT_A_NUMBER,
    "12万": ProblemCode.NOT_A_NUMBER,
    "1,000": ProblemCode.NOT_A_NUMBER,
    "1e-3": ProblemCode.NOT_A_NUMBER,
    "nan": ProblemCode.NOT_FINITE,
    "-inf": ProblemCode.NOT_FINITE,
    "=1+1": ProblemCode.NOT_A_NUMBER,
    "０.5": ProblemCode.NOT_A_NUMBER,
    ".5": ProblemCode.NOT_A_NUMBER,
    "9" * 80: ProblemCode.NOT_A_NUMBER,
}


@pytest.mark.parametrize(("cell", "code"), CELLS.items())
def test_no_share_is_named_with_what_would_satisfy(cell: str, code: ProblemCode, tmp_path: Path) -> None:
    reading = read_folder(folder(tmp_path, firms=f'id,kind,share\nA,company,"{cell}"\n'), LAYOUT)
    assert reading.inputs is None
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code, problem.value) == (2, "share", code, cell)
    with language("en"):
        (again,) = read_folder(tmp_path, LAYOUT).problems
    assert "write" in again.message
    assert len(str(problem.as_json()["value"])) <= 40


@pytest.mark.parametrize("cell", ["2025/03/01", "2025-3-1", "20250301", "2025-02-30", "1 March"])
def test_a_date_in_another_spelling_is_refused(cell: str, tmp_path: Path) -> None:
    payments = f"firm,amount,date\nA,10,{cell}\n"
    reading = read_folder(folder(tmp_path, firms=FIRMS, payments=payments), LAYOUT)
    assert told(reading) == [("payments", 2, "date", "not-a-date")]


def test_all_problems_are_collected_in_the_order_of_the_tables(tmp_path: Path) -> None:
    firms = "id,kind,share,from,to\nA,firm,2,,\nA,person,,,\n,person,,,\nC,person,,2025-02-01,2025-01-01\nD\n"
    payments = "firm,amount,date,others,colour\nZ,0,2025-03-01,A;Q,red\n"
    reading = read_folder(folder(tmp_path, firms=firms, payments=payments, strangers="x\n"), LAYOUT)
    assert reading.inputs is None
    assert told(reading) == [
        ("strangers", None, "", "unknown-table"),
        ("firms", 2, "kind", "unknown-code"),
        ("firms", 2, "share", "out-of-range"),
        ("firms", 3, "id", "duplicate-key"),
        ("firms", 4, "id", "missing-value"),
        ("firms", 5, "to", "out-of-range"),
        ("firms", 6, "", "missing-column"),
        ("payments", None, "colour", "unknown-column"),
        ("payments", 2, "amount", "out-of-range"),
        ("payments", 2, "firm", "unknown-reference"),
        ("payments", 2, "others", "unknown-reference"),
    ]


def test_lenient_reading_sets_bad_rows_aside_and_what_rests_on_them(tmp_path: Path) -> None:
    firms = "id,kind,share\nA,company,51%\nB,person,0.5\n"
    payments = "firm,amount,date\nA,10,2025-03-01\nB,10,2025-03-01\n"
    place = folder(tmp_path, firms=firms, payments=payments)
    strict = read_folder(place, LAYOUT)
    assert told(strict) == [("firms", 2, "share", "not-a-number")]
    reading = read_folder(place, LAYOUT, lenient=True)
    assert reading.inputs is not None
    assert [row.text("id") for row in reading.inputs.rows("firms")] == ["B"]
    assert [row.text("firm") for row in reading.inputs.rows("payments")] == ["B"]
    assert dict(reading.inputs.aside) == {"firms": 1, "payments": 1}
    assert reading.inputs.share_aside == Decimal("0.5")


def test_a_setting_names_a_row_that_is_there_and_in_lenient_reading_one_that_is_left(tmp_path: Path) -> None:
    layout = replace(LAYOUT, settings=(Setting("payer", refers="firms"),))
    firms = "id,kind,share\nA,company,51%\nB,person,0.5\n"
    nobody = folder(tmp_path / "nobody", HEAD + 'payer = "Z"\n', firms=firms)
    set_aside = folder(tmp_path / "aside", HEAD + 'payer = "A"\n', firms=firms)
    left = folder(tmp_path / "left", HEAD + 'payer = "B"\n', firms=firms)
    cell = ("firms", 2, "share", "not-a-number")
    setting = ("tool.toml", None, "payer", "unknown-reference")
    assert told(read_folder(nobody, layout)) == [setting, cell]
    assert told(read_folder(set_aside, layout)) == [cell]
    refused = read_folder(set_aside, layout, lenient=True)
    assert (refused.inputs, told(refused)) == (None, [setting, cell])
    assert read_folder(left, layout, lenient=True).inputs is not None


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_cell_with_characters_that_no_paper_can_hold_is_refused_in_its_place(
    control: str, tmp_path: Path
) -> None:
    place = folder(tmp_path, firms=f"id,kind\nA,company\nB{control}C,person\n")
    reading = read_folder(place, LAYOUT)
    assert told(reading) == [("firms", 3, "id", "bad-encoding")]
    assert reading.problems[0].as_json()["value"] == "B\ufffdC"
    left = read_folder(place, LAYOUT, lenient=True).inputs
    assert left is not None
    assert [row.text("id") for row in left.rows("firms")] == ["A"]


def test_characters_that_papers_hold_are_taken_as_they_are(tmp_path: Path) -> None:
    name = "甲\u3000乙\u200b\u00a0𠮷\t丙\u0085丁"
    reading = read_folder(folder(tmp_path, firms=f"id,kind\n{name},company\n"), LAYOUT)
    assert reading.inputs is not None
    assert reading.inputs.rows("firms")[0].text("id") == name


def test_a_title_or_a_name_of_a_file_with_control_characters_can_be_told(tmp_path: Path) -> None:
    place = folder(tmp_path, HEAD + 'title = "\\u0001"\n', firms=FIRMS)
    (place / os.fsdecode(b"\xff.csv")).write_text("a\n", "utf-8")
    reading = read_folder(place, LAYOUT)
    assert [one[2:] for one in told(reading)] == [("title", "bad-encoding"), ("", "unknown-table")]
    text = "".join(str(one.as_json()) for one in reading.problems)
    assert text.encode().isascii() is False
    assert "\x01" not in text


def test_a_whole_file_that_cannot_be_read_refuses_even_lenient_reading(tmp_path: Path) -> None:
    gbk = "id,kind\n甲,company\n".encode("gbk")
    reading = read_folder(folder(tmp_path / "gbk", firms=gbk), LAYOUT, lenient=True)
    assert told(reading) == [("firms", None, "", "bad-encoding")]
    assert "UTF-8" in reading.problems[0].message
    assert told(read_folder(folder(tmp_path / "none"), LAYOUT)) == [("firms", None, "", "missing-file")]
    assert told(read_folder(folder(tmp_path / "empty", firms=""), LAYOUT)) == [
        ("firms", None, "", "missing-column")
    ]
    quoted = read_folder(folder(tmp_path / "quote", firms='id,kind\n"A,company\n'), LAYOUT)
    assert told(quoted)[0][3] == "bad-encoding"
    twice = read_folder(folder(tmp_path / "twice", firms="id,kind,id\nA,company,B\n"), LAYOUT)
    assert told(twice) == [("firms", None, "", "contradiction")]
    assert told(read_folder(tmp_path / "nowhere", LAYOUT)) == [("tool.toml", None, "", "missing-file")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(FIRMS)
    place = folder(tmp_path / "in")
    (place / "firms.csv").symlink_to(outside)
    assert told(read_folder(place, LAYOUT)) == [("firms", None, "", "missing-file")]


HEADS = {
    'tool = "other"\nformat = 1\nas_of = 2025-06-30\n': [("tool", "wrong-tool")],
    'format = 1\nas_of = 2025-06-30\n': [("tool", "missing-value")],
    'tool = "small"\nformat = 2\nas_of = 2025-06-30\n': [("format", "unknown-code")],
    'tool = "small"\nformat = 1\n': [("as_of", "missing-value")],
    'tool = "small"\nformat = 1\nas_of = "2025/6/30"\n': [("as_of", "not-a-date")],
    'tool = "small"\nformat = 1\nas_of = 0001-01-01\n': [("as_of", "out-of-range")],
    f"{HEAD}seed = {'9' * 5000}\n": [("", "out-of-range")],
    f"{HEAD}limits = {{ high = [0x{'f' * 1000}] }}\n": [("", "out-of-range")],
    f"{HEAD}seed = 1e{'9' * 30}\n": [("", "out-of-range")],
    f"{HEAD}{'a.' * 60_000}a = 1\n": [("", "bad-toml")],
    f"{HEAD}[{'a . ' * 60_000}a]\n": [("", "bad-toml")],
    HEAD + "a = { " + '"a".' * 60_000 + "a = 1 }\n": [("", "bad-toml")],
    f"{HEAD}a = {'[' * 50_000}\n": [("", "bad-toml")],
    f"{HEAD}[limits]\nhigh = \"much\"\n": [("limits.high", "not-a-number")],
    f"{HEAD}colour = \"red\"\n": [("colour", "unknown-column")],
    f"{HEAD}limits = 3\n": [("limits", "unknown-code")],
    f"{HEAD}[limits]\nhigh = [5]\n": [("limits.high", "unknown-code")],
    f"{HEAD}seed = -1\n": [("seed", "not-a-number")],
    "tool = \n": [("", "bad-toml")],
}  # fmt: skip


def test_each_bad_part_of_a_list_in_the_head_is_named_as_it_is_written(tmp_path: Path) -> None:
    layout = replace(LAYOUT, settings=(Setting("days", Kind.NUMBER, default=(Decimal(1),)),))
    reading = read_folder(folder(tmp_path, f'{HEAD}days = [1.5, "much", inf]\n', firms=FIRMS), layout)
    assert [(one.column, one.code.value, one.value) for one in reading.problems] == [
        ("days", "not-a-number", "much"), ("days", "not-finite", "Infinity"),
    ]  # fmt: skip


def test_a_list_where_one_value_stands_is_shown_as_it_is_written(tmp_path: Path) -> None:
    reading = read_folder(folder(tmp_path, f"{HEAD}[limits]\nhigh = [1.5, 2]\n", firms=FIRMS), LAYOUT)
    assert [one.value for one in reading.problems] == ["[1.5, 2]"]


@pytest.mark.parametrize(("head", "wanted"), HEADS.items())
def test_what_is_wrong_in_the_head_is_named(head: str, wanted: list[tuple[str, str]], tmp_path: Path) -> None:
    reading = read_folder(folder(tmp_path, head, firms=FIRMS), LAYOUT)
    assert told(reading) == [("tool.toml", None, *each) for each in wanted]
    assert (reading.inputs is None) is (wanted != [("colour", "unknown-column")])


def test_the_day_that_is_given_wins(tmp_path: Path) -> None:
    long_ago = read_folder(folder(tmp_path / "old", firms=FIRMS), LAYOUT, as_of=date(1, 1, 1))
    assert [(one.column, str(one.code)) for one in long_ago.problems] == [("as_of", "out-of-range")]
    reading = read_folder(folder(tmp_path, firms=FIRMS), LAYOUT, as_of=date(2024, 1, 1))
    assert reading.as_of == date(2024, 1, 1)


def write_parquet(place: Path, columns: dict[str, object]) -> None:
    parquet.write_table(pyarrow.table(columns), place / "firms.parquet")


def test_typed_and_textual_parquet_read_as_the_csv_does(tmp_path: Path) -> None:
    want = read_folder(folder(tmp_path / "csv", firms=FIRMS), LAYOUT).inputs
    typed = folder(tmp_path / "typed")
    write_parquet(
        typed,
        {
            "id": ["A", "B"], "kind": ["company", "person"], "share": [0.51, None], "listed": [True, False],
            "from": [date(2020, 1, 1), None],
        },
    )  # fmt: skip
    textual = folder(tmp_path / "textual")
    write_parquet(textual, {"id": ["A", "B"], "kind": ["company", "person"], "share": ["0.51", ""],
                            "listed": ["1", "0"], "from": ["2020-01-01", ""]})  # fmt: skip
    for place in (typed, textual):
        got = read_folder(place, LAYOUT).inputs
        assert got and want
        assert [row.cells for row in got.rows("firms")] == [row.cells for row in want.rows("firms")]


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "broken")
    (place / "firms.parquet").write_bytes(b"PAR1 and then nothing PAR1")
    assert told(read_folder(place, LAYOUT)) == [("firms", None, "", "bad-parquet")]
    nested = folder(tmp_path / "nested")
    write_parquet(nested, {"id": ["A"], "kind": [["company"]]})
    assert told(read_folder(nested, LAYOUT)) == [("firms", None, "", "bad-parquet")]
    both = folder(tmp_path / "both", firms=FIRMS)
    write_parquet(both, {"id": ["A"], "kind": ["company"]})
    assert told(read_folder(both, LAYOUT)) == [("firms", None, "", "two-files")]
    infinite = folder(tmp_path / "infinite")
    write_parquet(infinite, {"id": ["A"], "kind": ["company"], "share": [float("inf")]})
    assert told(read_folder(infinite, LAYOUT)) == [("firms", 2, "share", "not-finite")]


@given(st.binary(max_size=200))
def test_random_bytes_never_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    place = folder(tmp_path_factory.mktemp("random"), firms=data)
    (place / "payments.parquet").write_bytes(data)
    for lenient in (False, True):
        reading = read_folder(place, LAYOUT, lenient=lenient)
        assert reading.inputs is None
        assert all(problem.message for problem in reading.problems)


@given(st.text(max_size=60))
def test_a_random_head_never_crashes_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    place = folder(tmp_path_factory.mktemp("head"), text, firms=FIRMS)
    assert read_folder(place, LAYOUT).problems


def test_of_a_table_that_is_not_there_no_reference_is_missed(tmp_path: Path) -> None:
    (only,) = [table for table in LAYOUT.tables if table.name == "payments"]
    layout = FolderLayout("small", (replace(LAYOUT.tables[0], required=False), only), LAYOUT.settings)
    assert told(read_folder(folder(tmp_path, payments=PAYMENTS), layout)) == []
