"""Random folders: nothing crashes, the order of rows says nothing, and more never passes less."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.evaluation.folders import Facts, Folder, evaluation, say, star_facts
from xianxing.toolbox.evaluation.example import example_files
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.evaluation.tool import TOOL

RESULTS = {"met", "unmet", "unknown", "manual_review", "not_applicable"}
CELLS = st.one_of(
    st.sampled_from(
        ["", "0", "1", "3", "0.5", "-1", "1e5", "=1+1", "12万", "51%", "1,2", "nan", "２", "\u0000x"]
    ),
    st.decimals(-10, 10**12, places=2, allow_nan=False).map(str),
    st.text(max_size=6),
)
PERIODS = st.sampled_from(["2021", "2022", "2023", "2023-06-30", "2024-12-31", "23", "2023-02-30", ""])
ROWS = st.fixed_dictionaries(
    {
        "firm": st.sampled_from(["E1", "E2", "E9", ""]),
        "indicator": st.one_of(st.sampled_from(sorted(INDICATORS)), st.just("sales")),
        "period": PERIODS,
        "value": CELLS,
        "source": st.sampled_from(["", "a", "b"]),
    }
)


def good(indicator: str) -> st.SearchStrategy[dict[str, str]]:
    """Rows that may be: a value that the indicator can have."""
    one = INDICATORS[indicator]
    values = [value for value in (0, 1, 3) if value <= (one.high or 3) and value >= (one.low or 0)]
    values = [value for value in values if value in (one.choices or values)]
    if one.form is IndicatorForm.FLAG:
        values = [0, 1]
    return st.fixed_dictionaries(
        {
            "firm": st.sampled_from(["E1", "E2"]),
            "indicator": st.just(indicator),
            "period": st.sampled_from(["2021", "2022", "2023"]),
            "value": st.sampled_from([str(value) for value in values]),
            "source": st.sampled_from(["a", "b"]),
        }
    )


GOOD = st.sampled_from(sorted(INDICATORS)).flatmap(good)
DAYS = st.sampled_from(["2019-01-01", "2021-04-15", "2024-04-30", "2026-03-31", "2026-04-01", "2027-01-01"])


def cell(row: dict[str, str]) -> tuple[str, ...]:
    return row["firm"], row["indicator"], row["period"], row["source"]


@contextmanager
def written(**settings: Any) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Folder(schemes=None, firms={"E1": {"size_class": "industry"}, "E2": {}}, **settings).write(
            Path(folder)
        )


@given(st.lists(ROWS, max_size=12), DAYS, st.booleans())
def test_no_folder_crashes(rows: list[dict[str, str]], day: str, lenient: bool) -> None:
    with written(rows=rows, as_of=day) as folder:
        said = say(folder, lenient=lenient)
    json.dumps(said)
    assert said["status"] in (0, 1, 2)
    assert {one["result"] for one in said["findings"]} <= RESULTS


@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", ""])] * 2, CELLS), max_size=8), st.booleans())
def test_no_chain_crashes(rows: list[tuple[str, str, str]], lenient: bool) -> None:
    tables = {
        "flows": "from,to,value\n" + "".join(f"{a},{b},{_cell(c)}\n" for a, b, c in rows),
        "links": "supplier,buyer,value\n" + "".join(f"{a},{b},{_cell(c)}\n" for a, b, c in rows),
        "outputs": "sector,output,final_demand\na,5,1\nb,7,\nc,3,-2\n",
    }
    with written(tables=tables) as folder:
        json.dumps(say(folder, lenient=lenient))


def _cell(text: str) -> str:
    return text if text.isprintable() and not set(text) & set('",') else "x"


@given(st.lists(GOOD, max_size=60, unique_by=cell), DAYS)
def test_whatever_is_judged_keeps_to_the_rules_of_the_whole(rows: list[dict[str, str]], day: str) -> None:
    with written(rows=rows, as_of=day) as folder:
        said = say(folder)
    assert said["problems"] == []
    for found in said["results"]["evaluations"]:
        items = {one["result"] for one in found["items"]}
        if "unmet" in items:
            exception = found["result"] == "met" and found["by"] not in (None, "items")
            claimed = found["scheme"] == "star" and found["result"] in ("manual_review", "unknown")
            assert found["result"] == "unmet" or exception or claimed
        if found["result"] == "met":
            assert found["by"] is not None
            assert found["gaps"] == [] or found["by"] == "patents_core"
        for gap in found["gaps"]:
            assert float(gap["gap"]) > 0


def blurred(value: Any) -> Any:
    """An answer without the lines at which its rows stand."""
    if isinstance(value, dict):
        kept = {key: blurred(one) for key, one in value.items() if key not in ("line", "inputs", "metrics")}
        if isinstance(kept.get("evidence"), list):
            kept["evidence"] = sorted(map(json.dumps, kept["evidence"]))
        return kept
    return [blurred(one) for one in value] if isinstance(value, list) else value


def test_the_order_of_rows_never_changes_a_result(tmp_path: Path) -> None:
    said = []
    for seed in (0, 1, 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        for name, content in example_files().items():
            header, *rows = content.decode().splitlines()
            if seed and name.endswith(".csv"):
                Random(seed).shuffle(rows)
            (folder / name).write_text("\n".join([header, *rows, ""]), "utf-8")
        said.append(blurred(say(folder)))
    assert said[0] == said[1] == said[2]


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, content in TOOL.files().items():
        (tmp_path / name).write_bytes(content)
    first, second = say(tmp_path), say(tmp_path)
    first.pop("metrics"), second.pop("metrics")
    assert json.dumps(first) == json.dumps(second)


ORDER = {"met": 2, "unmet": 0}


@given(
    st.sampled_from(["rd_expense 2023", "rd_staff 2023", "patents_main 2023", "patents_core 2023"]),
    st.integers(0, 200_000_000),
    st.integers(0, 200_000_000),
    st.sampled_from(["2021-04-15", "2024-04-29", "2024-04-30"]),
)
def test_more_of_what_is_asked_never_passes_less(name: str, one: int, other: int, day: str) -> None:
    low, high = sorted((one, other))
    found = []
    for value in (low, high):
        facts: Facts = star_facts() | {name: str(value)}
        with tempfile.TemporaryDirectory() as folder:
            written_ = Folder(facts={"E1": facts}, as_of=day).write(Path(folder))
            found.append(evaluation(say(written_))["result"])
    assert ORDER[found[0]] <= ORDER[found[1]]
