"""Charts of evaluations say what the answer says: how far items are reached, coverage, texts, the chain."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.toolbox.drawings import unknown_words
from tests.toolbox.evaluation.folders import Folder, say
from tests.toolbox.runs import answer_of_example
from xianxing.toolbox.charts import Chart, as_vega_lite, draw_svg
from xianxing.toolbox.evaluation.chain_map import MOST_NODES, coordinates
from xianxing.toolbox.evaluation.charts import charts_of
from xianxing.toolbox.evaluation.example import example_files
from xianxing.toolbox.evaluation.item_charts import item_chart, reach_of
from xianxing.toolbox.evaluation.tool import TOOL

IDS = ("items", "results", "history", "by-version", "sectors", "network", "shocks")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return answer_of_example(TOOL, tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def charts(said: dict[str, Any]) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts_of(said)}


def test_every_chart_is_drawn_the_same_each_time_with_a_head_for_each_column(
    charts: dict[str, Chart],
) -> None:
    assert tuple(charts) == IDS
    for chart in charts.values():
        assert draw_svg(chart) == draw_svg(replace(chart))
        assert unknown_words(chart) == [], chart.id
        assert all(column.name in chart.rows[0] for column in chart.columns), chart.id
        assert not re.search("违法|违规|合规", str(as_vega_lite(chart)))


def test_a_folder_that_was_refused_has_no_charts() -> None:
    assert charts_of({"results": {}, "findings": []}) == ()


def test_each_item_of_each_evaluation_has_its_row_with_its_cells(
    said: dict[str, Any], charts: dict[str, Chart]
) -> None:
    items = [
        (one["firm"], one["scheme"], item["item"], item["result"], len(item["evidence"]))
        for one in said["results"]["evaluations"]
        for item in one["items"]
    ]
    drawn = [
        (
            row["firm"],
            row["scheme"],
            row["item"],
            row["result"],
            len(re.findall(r"facts \d+", str(row["cells"]))),
        )
        for row in charts["items"].rows
    ]
    assert drawn == items


def test_coverage_stands_beside_every_evaluation_that_is_drawn(
    said: dict[str, Any], charts: dict[str, Chart]
) -> None:
    more = charts["items"].more or {}
    beside = {(row["firm"], row["scheme"]): (row["known"], row["needed"]) for row in more["coverage"]}
    for one in said["results"]["evaluations"]:
        coverage = one["coverage"]
        assert beside[one["firm"], one["scheme"]] == (coverage["known"], coverage["needed"])
    assert all(re.search(r"（数据 \d+/\d+）", str(row["group"])) for row in charts["items"].rows)
    svg = draw_svg(next(item_chart(said, "E03")))
    assert "17/18 staff 2025" in svg and "科创属性：无法判断（数据 17/18）" in svg


def an_item(result: str, value: Any, limit: Any, sign: Any, **more: Any) -> dict[str, Any]:
    return {"item": "rd", "result": result, "value": value, "limit": limit, "comparator": sign, **more}


@pytest.mark.parametrize(
    ("item", "reach"),
    [
        (an_item("met", "0.15", "0.1", ">="), 1.5),
        (an_item("unmet", "0.05", "0.1", ">="), 0.5),
        (an_item("unmet", "79999999.99", "80000000", ">="), 0.99),
        (an_item("met", "0.4", "0.5", "<="), 1.25),
        (an_item("unmet", "1", "0.5", "<="), 0.5),
        (an_item("unmet", "0", "1", "="), 0.0),
        (an_item("met", {"a": "2", "b": "1"}, {"a": "4", "b": "1"}, {"a": ">=", "b": ">="},
                 parts={"a": "unmet", "b": "met"}), 1.0),
        (an_item("unmet", {"a": "3", "b": "1"}, {"a": "4", "b": "4"}, {"a": ">=", "b": ">="}), 0.25),
        (an_item("met", "0.06", "0.05", ">=", points="5", most="20"), 0.25),
        (an_item("unknown", None, "0.1", ">="), None),
        (an_item("manual_review", None, None, None), None),
    ],
)  # fmt: skip
def test_an_item_is_drawn_at_the_share_of_its_limit(item: dict[str, Any], reach: float | None) -> None:
    assert reach_of(item) == (None if reach is None else pytest.approx(reach))


def test_nothing_that_is_not_reached_is_drawn_on_the_ring_and_nothing_reached_below_it(
    said: dict[str, Any],
) -> None:
    for one in said["results"]["evaluations"]:
        for item in one["items"]:
            reach = reach_of(item)
            if item.get("most") is None and item["result"] == "met":
                assert reach is not None and reach >= 1
            if item["result"] == "unmet":
                assert reach is not None and reach < 1


def test_every_firm_has_a_mark_under_every_text(said: dict[str, Any], charts: dict[str, Chart]) -> None:
    drawn = {(row["firm"], row["pack"]): row["result"] for row in charts["history"].rows}
    assert len(drawn) == 40 * 10
    for one in said["results"]["history"]:
        for version in one["versions"]:
            assert drawn[one["firm"], version["pack"]] == version["result"]
    unconfirmed = {row["pack"] for row in charts["history"].rows if str(row["year"]).endswith("*")}
    assert unconfirmed == {"srdi-2022", "little-giant-2022"}


def test_a_result_leads_to_its_finding(said: dict[str, Any], charts: dict[str, Chart]) -> None:
    for row in charts["results"].rows:
        finding = said["findings"][row["finding"]]
        assert finding["subject"]["id"] == row["firm"]
        assert (finding["rule"], finding["result"]) == (f"ev-{row['scheme']}", row["result"])


def test_key_sectors_lie_above_both_means(charts: dict[str, Chart]) -> None:
    for row in charts["sectors"].rows:
        above = float(str(row["backward_n"])) > 1 and float(str(row["forward_n"])) > 1
        assert (row["said"] == "关键部门") is above


def test_the_network_marks_single_sources_and_names_their_rows(
    said: dict[str, Any], charts: dict[str, Chart]
) -> None:
    flagged = {(one["supplier"], one["buyer"]) for one in said["results"]["single_source"]}
    links = (charts["network"].more or {})["links"]
    assert {(one["supplier"], one["buyer"]) for one in links if one["single_source"]} == flagged
    rows = example_files()["links.csv"].decode().splitlines()
    for one in said["results"]["map_links"]:
        (cell,) = one["evidence"]
        assert rows[cell["line"] - 1].split(",")[:2] == [one["supplier"], one["buyer"]]


def test_a_large_network_draws_sixty_firms_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    links = "supplier,buyer,value\n" + "".join(f"N{one:03},N{one + 1:03},1\n" for one in range(99))
    said = say(Folder(schemes=(), firms={}, tables={"links": links}).write(tmp_path))
    (chart,) = [one for one in charts_of(said) if one.id == "network"]
    assert len(chart.rows) == MOST_NODES
    assert said["results"]["map_left_out"] == {"nodes": 40, "links": 40}
    assert "图中未列中介中心度较低的企业 40 家、供应关系 40 条" in chart.caption
    shares = {row["node"]: row["betweenness"] for row in said["results"]["nodes"]}
    drawn = {str(row["node"]) for row in chart.rows}
    assert min(shares[name] for name in drawn) >= max(shares[name] for name in shares.keys() - drawn)


def test_places_on_the_map_hang_on_no_order_and_fill_it() -> None:
    nodes = [f"N{one:02}" for one in range(20)]
    links = [(a, b) for a, b in zip(nodes, nodes[3:], strict=False)]
    places = coordinates(nodes, links)
    for seed in (1, 2):
        Random(seed).shuffle(nodes)
        Random(seed).shuffle(links)
        assert coordinates(nodes, links) == places
    assert len(set(places.values())) == 20
    for axis in (0, 1):
        assert (min(at[axis] for at in places.values()), max(at[axis] for at in places.values())) == (-1, 1)
    assert coordinates(["A"], []) == {"A": (0.0, 0.0)}
