"""Which engines are known, what is said without one, and that nothing is left on it."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import pytest

from xianxing.cli import main
from xianxing.toolbox.engine_tables import arrow
from xianxing.toolbox.query_engine import LIBRARIES, QueryEngine, QueryEngineError, open_engine

ROWS: dict[str, list[Any]] = {"product": [1, 1, 2], "value": [Decimal("0.1"), Decimal("0.2"), None]}
TYPES = {"product": "int32", "value": "cell"}


@pytest.mark.parametrize("address", ["mysql://host/base", "postgresql", "spark", "", "duckdb2"])
def test_an_engine_that_nobody_knows_is_refused(address: str) -> None:
    with pytest.raises(QueryEngineError, match="duckdb"), open_engine(address):
        pass


def test_an_engine_without_its_library_names_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "spark", ("ibis", "no_such_library"))
    with pytest.raises(QueryEngineError, match="no_such_library"), open_engine("spark://master:7077"):
        pass


def test_spark_without_java_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "spark", ("ibis",))
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(QueryEngineError, match="Java 17"), open_engine("spark://local"):
        pass


def test_a_server_that_is_not_there_is_said_to_be_unreachable() -> None:
    with pytest.raises(QueryEngineError, match="postgresql"), open_engine("postgresql://x@127.0.0.1:1/none"):
        pass


def test_duckdb_adds_up_exactly_and_its_file_is_gone() -> None:
    with open_engine() as engine:
        assert sums(engine) == {1: Decimal("0.3"), 2: None}
        folder = engine.folder
        assert folder is not None and any(folder.iterdir())
    assert not folder.exists()


@pytest.mark.postgres
def test_postgresql_adds_up_exactly_and_keeps_no_table() -> None:
    server = os.environ["XIANXING_TEST_POSTGRES"]
    with open_engine(server) as engine:
        assert sums(engine) == {1: Decimal("0.3"), 2: None}
        assert ours(engine)
        name = ours(engine)[0]
    with open_engine(server) as engine:
        assert name not in ours(engine)


@pytest.mark.postgres
def test_a_run_that_fails_midway_leaves_no_table_on_postgresql() -> None:
    server = os.environ["XIANXING_TEST_POSTGRES"]
    with open_engine(server) as watcher:
        with pytest.raises(ZeroDivisionError), open_engine(server) as engine:
            name = engine.upload(arrow(ROWS, TYPES)).get_name()
            assert name in ours(watcher)
            raise ZeroDivisionError
        assert name not in ours(watcher)


def test_the_command_says_what_is_wrong_with_an_engine_and_ends_with_2(
    tmp_path: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = f"{tmp_path}/example"
    assert main(["tool", "inspection", "example", folder]) == 0
    assert main(["tool", "inspection", "run", folder, "--engine", "mysql://host/base"]) == 2
    assert "postgresql://" in capsys.readouterr().err


def sums(engine: QueryEngine) -> dict[int, Decimal | None]:
    table = engine.upload(arrow(ROWS, TYPES))
    relation = table.group_by("product").agg(value=table["value"].sum())
    return {row["product"]: row["value"] for row in engine.rows(relation)}


def ours(engine: QueryEngine) -> list[str]:
    with engine.backend.con.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'xianxing%' AND relkind = 'r'")
        found = [row[0] for row in cursor.fetchall()]
    engine.backend.con.rollback()
    return found
