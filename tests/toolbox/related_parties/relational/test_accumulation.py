"""A ledger that an engine adds up has the same answer as rows in memory, to the last byte."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.toolbox.on_spark import answer_by_command
from tests.toolbox.related_parties.folders import HEAD, companies, write
from tests.toolbox.related_parties.random_folders import folders
from tests.toolbox.related_parties.random_ledgers import random_ledger
from xianxing.cli import main
from xianxing.toolbox import query_engine
from xianxing.toolbox.query_engine import QueryEngineError
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

FEW = max(settings().max_examples // 8, 3)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
THOUSANDS = 100_000  # so that some trades reach each level


def said(folder: Path, engine: str, *, lenient: bool = False) -> str:
    answer = run_tool(TOOL, folder, engine=engine, lenient=lenient).as_json()
    del answer["metrics"]
    return json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_ledger_has_the_same_answer_on_duckdb(tmp_path: Path, seed: int) -> None:
    folder = random_ledger(tmp_path, seed, unit=THOUSANDS)
    rows = said(folder, "")
    levels = {one["level"] for one in json.loads(rows)["results"]["trades"]}
    assert {"board", "shareholders"} <= levels
    assert said(folder, "duckdb") == rows


@settings(max_examples=FEW, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(folders())
def test_any_folder_has_the_same_answer_on_duckdb_property(tables: dict[str, list[str]]) -> None:
    with TemporaryDirectory() as place:
        folder = write(Path(place), HEAD, **{name: "\n".join(rows) for name, rows in tables.items()})
        assert said(folder, "duckdb", lenient=True) == said(folder, "", lenient=True)


@pytest.mark.postgres
def test_a_random_ledger_has_the_same_answer_on_postgresql(tmp_path: Path) -> None:
    folder = random_ledger(tmp_path, 3, unit=THOUSANDS)
    assert said(folder, os.environ["XIANXING_TEST_POSTGRES"]) == said(folder, "")


def test_random_ledgers_and_the_example_have_the_same_answer_on_spark_property(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Spark in `make endure`, which installs it; elsewhere the refusal."""
    places = [random_ledger(tmp_path / str(seed), seed, unit=THOUSANDS) for seed in (1, 4)]
    if not (spark := os.environ.get("XIANXING_TEST_SPARK")):
        monkeypatch.setattr(query_engine, "find_spec", lambda name: None if name == "pyspark" else name)
        with pytest.raises(QueryEngineError, match="pyspark"):
            said(places[0], "spark://local")
        return
    assert main(["tool", "related-parties", "example", str(tmp_path / "example")]) == 0
    for folder in (tmp_path / "example", *places):
        rows = answer_by_command("related-parties", folder)
        assert answer_by_command("related-parties", folder, "duckdb") == rows
        assert answer_by_command("related-parties", folder, spark) == rows


def test_an_amount_that_no_sum_holds_exactly_is_refused(tmp_path: Path) -> None:
    folder = write(
        tmp_path, HEAD, entities="id,name,kind\n" + companies("F", "P", "B"),
        holdings="holder,held,equity\nP,F,0.6\nP,B,0.6\n",
        trades="id,date,counterparty,kind,amount\nT1,2025-03-03,B,service,0.00000000001\n",
    )  # fmt: skip
    with pytest.raises(QueryEngineError):
        said(folder, "duckdb")
