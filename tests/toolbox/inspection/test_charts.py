"""The charts of an inspection show the rows of the answer; a replay says so in each caption."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from tests.toolbox.drawings import unknown_words
from tests.toolbox.inspection.books import DAYS, Books
from xianxing.i18n import language
from xianxing.toolbox.charts import Chart, draw_svg
from xianxing.toolbox.inspection.charts import charts
from xianxing.toolbox.inspection.tool import TOOL
from xianxing.toolbox.tool import run_tool


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("example")
    for name, content in TOOL.files().items():
        (folder / name).write_bytes(content)
    return run_tool(TOOL, folder).as_json()


def by_id(answer: Mapping[str, Any]) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts(answer)}


def test_the_calendar_has_each_day_of_each_episode(example: dict[str, Any]) -> None:
    results = example["results"]
    assert len(results["breach_days"]) == sum(one["days"] for one in results["episodes"])
    rows = by_id(example)["calendar"].rows
    assert sum(int(str(row["lines"])) for row in rows) == len(results["breach_days"])
    (liquid,) = (row for row in rows if row["product"] == "P03")
    assert (liquid["day"], liquid["lines"], liquid["rules"]) == ("2025-06-13", 1, "pm-liquid-10")


def test_two_lines_broken_on_one_day_are_one_darker_mark(tmp_path: Path) -> None:
    books = Books().product().asset("A1").asset("A2").nav(100, total=250)
    said = books.hold(40, asset="A1").hold(30, asset="A2").run(tmp_path)
    (row,) = by_id(said.plain)["calendar"].rows
    assert (row["product"], row["day"], row["lines"], row["shade"]) == ("P1", DAYS[0].isoformat(), 3, 3)
    assert row["rules"] == "pm-leverage, pm-same-asset-plan A1, pm-same-asset-plan A2"


def test_episodes_show_the_pack_then_in_force(example: dict[str, Any]) -> None:
    rows = by_id(example)["episodes"].rows
    said = {(one["rule"], one["product"], one["from"]): one for one in example["results"]["episodes"]}
    assert len(rows) == len(said)
    late = next(row for row in rows if row["status"] == "逾期未调整")
    episode = said["mf-company-10", "P08", "2025-08-01"]
    assert (late["from"], late["cure_by"], late["pack"], late["worst"]) == (
        episode["from"], episode["cure_by"], episode["pack"], episode["worst"],
    )  # fmt: skip


def test_tests_show_mean_interval_and_detectable_mean(example: dict[str, Any]) -> None:
    chart = by_id(example)["tests"]
    tests = {(one["a"], one["b"], one["window"]): one for one in example["results"]["direction_tests"]}
    for row in chart.rows:
        one = tests[str(row["a"]), str(row["b"]), int(str(row["window"]))]
        assert (row["mean"], row["low"], row["high"]) == (one["mean"], one["low"], one["high"])
        assert row["smallest"] == one["smallest_mean"]
        if one["t"]:
            half = float(stats.t.ppf(0.975, one["n"] - 1)) * abs(one["mean"] / one["t"])
            assert one["high"] - one["mean"] == pytest.approx(half, rel=1e-6)
    small = sum(one["n"] < 2 for one in tests.values())
    assert f"另有{small}项价差样本不足两个" in chart.caption


def test_a_chain_leads_from_seller_through_the_counterparty_to_the_buyer(example: dict[str, Any]) -> None:
    chart = by_id(example)["chains"]
    (row,) = chart.rows
    (chain,) = example["results"]["chains"]
    named = ("asset", "seller", "via", "buyer", "sold", "bought", "loss")
    assert [row[name] for name in named] == [chain[name] for name in named]
    assert [one["name"] for one in (chart.more or {})["entities"]] == ["P06", "示例银行", "P01"]


def test_a_replay_says_so_in_each_caption(tmp_path: Path) -> None:
    books = Books().product().asset().nav(100).hold(30)
    said = books.run(tmp_path, rules_as_of=date(2024, 1, 2))
    drawn = charts(said.plain)
    assert drawn
    assert all(chart.caption.startswith("规则回放：各日均按2024-01-02的规则比对") for chart in drawn)


def test_charts_are_drawn_and_speak_both_languages(example: dict[str, Any]) -> None:
    for chart in charts(example):
        assert draw_svg(chart).startswith("<svg")
        assert unknown_words(chart) == [], chart.id
    with language("en"):
        assert by_id(example)["calendar"].title == "Calendar of days on which a line was broken"


def test_nothing_found_has_no_chart(tmp_path: Path) -> None:
    assert charts(Books().product().asset().nav(100).hold(10).run(tmp_path).plain) == ()
