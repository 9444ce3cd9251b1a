"""The shipped example: every planted case is found, nothing else is, and the key says so."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.inspection.books import Said
from xianxing.toolbox.inspection.example import build
from xianxing.toolbox.inspection.tool import TOOL
from xianxing.toolbox.tool import run_tool

pytest.importorskip("scipy")
TOLD = ("rule", "product", "asset", "from", "to", "cause", "status")
PLAN = tomllib.loads((Path(build.__file__).parent / "manager.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    folder = tmp_path_factory.mktemp("example")
    for name, content in TOOL.files().items():
        (folder / name).write_bytes(content)
    outcome = run_tool(TOOL, folder)
    assert outcome.answer is not None, outcome.problems
    return Said(outcome.as_json(), outcome.status)


def key() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(TOOL.files()["key.json"])
    return read


def told(episodes: list[dict[str, Any]]) -> list[str]:
    return sorted(str([episode[name] for name in TOLD]) for episode in episodes)


def test_the_episodes_are_those_of_the_key(said: Said) -> None:
    assert told(said.episodes) == told(key()["episodes"])
    assert said.plain["results"]["days"] == {"checked": 243, "products": 12}
    assert said.status == 1


def test_each_rule_that_can_break_is_planted_once_at_least(said: Said) -> None:
    assert {episode["rule"] for episode in said.episodes} == {
        find["rule"] for plant in PLAN["plant"] for find in plant.get("finds", ())
    } | {"pm-subscription-amount"}


def test_the_planted_case_of_growth_names_its_day(said: Said) -> None:
    (grew,) = (one for one in said.episodes if one["increased_on"])
    assert (grew["product"], grew["asset"]) == ("P01", "B05")


def test_what_is_planted_for_fair_trading_is_found(said: Said) -> None:
    results, planted = said.plain["results"], key()["fair_trading"]
    (over,) = (pair for pair in results["reverse_trades"] if pair["over"])
    assert (over["buyer"], over["seller"], over["ratio"]) == (
        planted["reverse"]["buyer"], planted["reverse"]["seller"], "0.09",
    )  # fmt: skip
    (chain,) = results["chains"]
    assert (chain["seller"], chain["via"], chain["buyer"]) == ("P06", "示例银行", "P01")
    assert {one["deviation"] for one in results["cross_trades"]} == {"0.015"}
    (worse,) = (
        test
        for test in results["direction_tests"]
        if (test["a"], test["b"], test["window"]) == (planted["worse"]["a"], planted["worse"]["b"], 1)
    )
    assert worse["significant"]
    assert worse["mean"] > 0


def test_only_pairs_with_few_trades_are_left_undecided(said: Said) -> None:
    unknown = [one for one in said.plain["findings"] if one["result"] == "unknown"]
    assert {one["rule"] for one in unknown} <= {"ft-direction"}


def test_every_finding_but_those_of_the_manager_rests_on_rows(said: Said) -> None:
    bare = [
        one
        for one in said.plain["findings"]
        if not one["evidence"] and one["result"] in ("unmet", "unknown", "manual_review")
    ]
    assert bare == []


def test_the_example_is_the_same_bytes_each_time() -> None:
    build.files.cache_clear()
    first = dict(build.files())
    build.files.cache_clear()
    assert dict(build.files()) == first
