"""The charts of related-party checks show the rows of the answer, the same each time."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.drawings import unknown_words
from tests.toolbox.related_parties.folders import HEAD, WORKED, judged, worked
from xianxing.i18n import language
from xianxing.toolbox.charts import Chart, as_vega_lite, draw_svg
from xianxing.toolbox.related_parties.charts import charts
from xianxing.toolbox.related_parties.example import files
from xianxing.toolbox.related_parties.group_map import MOST_ENTITIES
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

ENTITIES = WORKED["entities"] + "N,代持人,person\nX,循环甲,company\nY,循环乙,company\nZ,循环丙,company\n"
HOLDINGS = (
    "holder,held,equity,votes,kind,for,from,to\nP,F,0.52,,,,,\nP,B,0.60,,,,,\nN,F,0.06,,nominee,D2,,\n"
    "P,X,0.9,,,,,\nX,Y,0.3,,,,,\nY,Z,0.3,,,,,\nZ,X,0.1,,,,,\nD3,F,0.06,,,,,2025-01-31\n"
    "D4,F,0.06,,,,2025-12-01,\n"
)


def by_id(answer: dict[str, Any]) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts(answer)}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place: Path = tmp_path_factory.mktemp("example")
    for name, content in files().items():
        (place / name).write_bytes(content)
    return run_tool(TOOL, place).as_json()


def drawn(tmp_path: Path) -> Chart:
    return by_id(worked(tmp_path, entities=ENTITIES, holdings=HOLDINGS))["group"]


def test_the_group_marks_nominees_loops_and_what_ended_or_begins_later(tmp_path: Path) -> None:
    chart = drawn(tmp_path)
    ties = {(row["from_name"], row["to_name"]): row for row in chart.rows if row["kind"] in ("持股", "代持")}
    nominee = ties["D2 乙", "F 示例证券"]
    assert (nominee["kind"], nominee["said"], nominee["share"]) == ("代持", "代持（N）", "0.06")
    assert nominee["row"] == "holdings:4"
    times = {who: ties[f"{who}", "F 示例证券"]["when"] for who in ("P 示例控股", "D3 丙", "D4 丁")}
    assert list(times.values()) == ["基准日存续", "基准日前已终止", "基准日后开始"]
    day = chart.days[chart.day]
    assert day == "2025-06-30"
    for row in ties.values():
        first, last = int(str(row["first"])), int(str(row["last"]))
        assert (first <= chart.day <= last) is (row["when"] == "基准日存续")
    # D3's stake ends with January, D4's begins in December: three stretches, told by the day they begin.
    assert chart.days == ("2025-01-31", "2025-02-01", "2025-06-30", "2025-12-01")
    spans = {who: (ties[who, "F 示例证券"]["first"], ties[who, "F 示例证券"]["last"]) for who in times}
    assert list(spans.values()) == [(0, 3), (0, 0), (3, 3)]
    entities = (chart.more or {})["entities"]
    assert {one["entity"] for one in entities if one["cyclic"]} == {"X", "Y"}  # Z isn't related
    assert [one["entity"] for one in entities if one["firm"]] == ["F"]


def test_holders_stand_above_the_firm_and_nobody_on_anybody_else(tmp_path: Path) -> None:
    entities = {one["entity"]: one for one in (drawn(tmp_path).more or {})["entities"]}
    assert float(str(entities["P"]["y"])) < float(str(entities["F"]["y"])) < float(str(entities["B"]["y"]))
    places = [(one["x"], one["y"]) for one in entities.values()]
    assert len(set(places)) == len(places)


def test_a_band_of_many_stands_in_rows_one_below_the_other_and_below_the_band_before(tmp_path: Path) -> None:
    held = [f"S{number:02}" for number in range(25)]
    entities = WORKED["entities"] + "".join(f"{one},{one},company\n" for one in held)
    holdings = "holder,held,equity\nP,F,0.52\n" + "".join(f"P,{one},0.6\n" for one in held)
    chart = by_id(worked(tmp_path, entities=entities, holdings=holdings, posts="person,entity,post\n"))[
        "group"
    ]
    places = {str(one["entity"]): float(str(one["y"])) for one in (chart.more or {})["entities"]}
    rows = sorted({places[one] for one in held})
    # 25 entities, eleven a row of 46 pixels, 22 between two bands: each stands in the middle of its row.
    assert [places["P"], places["F"], *rows] == [23, 23 + 68, *(23 + 136 + 46 * row for row in range(3))]
    assert chart.drawing["height"] == 2 * 68 + 3 * 46 + 22


def test_the_head_of_an_arrow_touches_the_entity_that_it_points_to_and_no_more(tmp_path: Path) -> None:
    chart = drawn(tmp_path)
    # Vega's sizes are areas: an entity of 110 and a head of 26 touch where their radii meet.
    touching = math.sqrt(110 / math.pi) + math.sqrt(26 / math.pi)
    for row in chart.rows:
        if row["directed"]:
            x, y, x2, y2 = (float(str(row[name])) for name in ("head_x", "head_y", "x2", "y2"))
            assert touching - 0.1 <= math.hypot(x2 - x, y2 - y) < touching + 0.5


def test_a_group_that_is_too_large_shows_the_nearest_and_says_what_it_leaves_out(
    example: dict[str, Any],
) -> None:
    chart = by_id(example)["group"]
    every = {one["entity"] for one in example["results"]["related_parties"]}
    assert len((chart.more or {})["entities"]) == MOST_ENTITIES
    assert example["results"]["group_left_out"] > 0
    assert f"另有{example['results']['group_left_out']}个未列出" in chart.caption
    shown = {one["entity"] for one in example["results"]["group_entities"]}
    assert len(shown & every) >= MOST_ENTITIES - 10  # the firm and its own stand beside the parties
    assert {f"{row['from_name']}".split()[0] for row in chart.rows} <= shown


def test_the_map_is_the_same_whatever_the_order_of_rows(tmp_path: Path) -> None:
    head, *rows = HOLDINGS.splitlines()
    one = by_id(worked(tmp_path / "one", entities=ENTITIES, holdings=HOLDINGS))["group"]
    turned = "\n".join([head, *reversed(rows), ""])
    two = by_id(worked(tmp_path / "two", entities=ENTITIES, holdings=turned))["group"]
    assert [{**row, "row": ""} for row in one.rows] == [{**row, "row": ""} for row in two.rows]
    assert one.more == two.more


def test_methods_stand_side_by_side_as_the_answer_has_them(tmp_path: Path) -> None:
    asked = "method,held,owner\n" + "".join(
        f"{method},F,P\n" for method in ("integrated", "weakest_link", "majority_closure", "voting_power")
    )
    answer = worked(tmp_path, look_through=asked)
    rows = by_id(answer)["methods"].rows
    said = {one["method"]: one for one in answer["results"]["look_through"]}
    assert [row["share"] for row in rows] == [
        said["integrated"]["share"], said["weakest_link"]["share"], said["majority_closure"]["share"],
        said["voting_power"]["banzhaf"],
    ]  # fmt: skip


def test_sums_stand_against_the_lines_of_their_day(tmp_path: Path) -> None:
    rows = by_id(worked(tmp_path))["sums"].rows
    assert [(row["id"], row["sum"], row["board_line"], row["shareholders_line"]) for row in rows] == [
        ("T1", "3000000", "3000000", "30000000"),
        ("T2", "3000001", "3000000", "30000000"),
    ]
    assert [row["level"] for row in rows] == ["未达标准", "董事会审议并披露"]


def test_the_lines_are_those_of_persons_and_of_the_firm_s_own(tmp_path: Path) -> None:
    trades = "id,date,counterparty,kind,amount\nT1,2025-03-03,D2,service,200000\n"
    (row,) = by_id(worked(tmp_path / "person", trades=trades))["sums"].rows
    assert (row["person"], row["board_line"]) == (True, "300000")
    own = HEAD.replace('boards = ["szse_main"]\n', "[limits]\nboard = 1000\nshareholders = 9000\n")
    (row,) = by_id(worked(tmp_path / "own", own, trades=trades))["sums"].rows
    assert (row["board_line"], row["shareholders_line"]) == ("1000", "9000")


def test_the_levels_of_the_months_sum_to_the_related_trades(example: dict[str, Any]) -> None:
    chart = by_id(example)["levels"]
    related = [one for one in example["results"]["trades"] if one["related"] is not False]
    assert sum(int(str(row["trades"])) for row in chart.rows) == len(related)
    assert {str(row["month"]) for row in chart.rows} == {
        f"{date(2024 + month // 12, month % 12 + 1, 1):%Y-%m}" for month in range(18)
    }


def test_charts_are_drawn_and_speak_both_languages(tmp_path: Path) -> None:
    answer = worked(tmp_path)
    for chart in charts(answer):
        assert draw_svg(chart).startswith("<svg")
        assert unknown_words(chart) == [], chart.id
    with language("en"):
        group = by_id(answer)["group"]
    assert group.title == "The firm's related group"
    assert "持" not in str(as_vega_lite(group)["layer"])


def test_a_firm_alone_has_no_chart(tmp_path: Path) -> None:
    assert charts(judged(tmp_path, entities="id,name,kind\nF,示例证券,company\n")) == ()
    assert charts({"results": {}, "as_of": "2025-06-30"}) == ()


def test_the_group_s_slider_leads_over_the_days_on_which_something_changes(tmp_path: Path) -> None:
    chart = drawn(tmp_path)
    described: Any = as_vega_lite(chart)
    [slider] = described["params"]
    assert (slider["value"], slider["bind"]["max"]) == (2, 3)
    earlier = replace(chart, drawing={**chart.drawing, "params": [{**slider, "value": 0}]})
    now, then = draw_svg(chart), draw_svg(earlier)
    assert ">2025-06-30<" in now and ">2025-01-31<" in then
    assert now.count('opacity="0.15"') == then.count('opacity="0.15"') + 2  # a line and its head


@pytest.mark.parametrize("last", ["9999-12-31", ""])
def test_a_tie_without_an_end_makes_no_day_of_change(tmp_path: Path, last: str) -> None:
    held = f"holder,held,equity,from,to\nP,F,0.6,,{last}\n"
    chart = by_id(worked(tmp_path, holdings=held))["group"]
    assert (chart.days, chart.day) == (("2025-06-30",), 0)
    assert all((row["first"], row["last"]) == (0, 0) for row in chart.rows)
