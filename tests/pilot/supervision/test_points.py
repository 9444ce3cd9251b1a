"""Points of a supervisory tool become values of a project's indicators; what is unclear is refused whole."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from xianxing.pilot.supervision.catalogue import Cadence, catalogue
from xianxing.pilot.supervision.points import values_of_points
from xianxing.toolbox.indicators import indicators

JULY = "2024-07"


def point(name: str, unit: str, value: object, **more: str) -> dict[str, Any]:
    return {"tool": "evaluation", "name": name, "unit": unit, "value": value, **more}


def told(*points: object, period: str = JULY) -> dict[str, str]:
    return {one["indicator"]: one["value"] for one in values_of_points(list(points), period)}


def refused(*points: object, period: str = JULY) -> str:
    with pytest.raises(ValueError, match=r".") as said:
        values_of_points(list(points), period)
    return str(said.value)


def test_a_share_becomes_per_cent_and_a_count_stays() -> None:
    points = [
        point("share_set_aside", "fraction", "0.0275"),
        point("rows", "row", "26494"),
        point("seconds_per_run", "s", "3.2"),
    ]
    assert told(*points) == {"tool_set_aside": "2.75", "tool_rows": "26494", "tool_seconds": "3.2"}
    first, *_rest = values_of_points(points, JULY)
    assert (first["period"], first["unit"]) == (JULY, "%")


def test_every_point_that_a_run_gives_has_an_indicator() -> None:
    summary = {"met": 1, "unmet": 2, "unknown": 3, "manual_review": 4, "not_applicable": 5}
    metrics = {"seconds": 0.5, "rows": 12, "share_aside": "0", "packs_past_check": 0}
    result = {"tool": "evaluation", "summary": summary, "metrics": metrics}
    points = indicators(result, datetime.fromisoformat("2024-07-05T10:00:00+08:00"))
    found = values_of_points(points)
    assert len(found) == len(points)
    assert {one["period"] for one in found} == {JULY}


def test_what_people_judged_comes_with_its_interval() -> None:
    points = [
        point("judged", "finding", 40), point("overruled_share", "fraction", 0.075),
        point("precision", "fraction", Decimal("0.925")), point("precision_low", "fraction", "0.796"),
        point("precision_high", "fraction", "0.984"),
    ]  # fmt: skip
    assert told(*points) == {
        "tool_judged": "40", "tool_overruled": "7.5", "tool_precision": "92.5", "tool_precision_low": "79.6",
        "tool_precision_high": "98.4",
    }  # fmt: skip


def test_a_point_that_nobody_has_judged_yet_is_left_out() -> None:
    assert told(point("precision", "fraction", None), point("rows", "row", "1")) == {"tool_rows": "1"}
    assert "各指标点均无数值" in refused(point("precision", "fraction", None))


def test_the_period_is_that_of_the_run_where_none_is_named() -> None:
    late = point("rows", "row", "1", time="2024-07-31T17:00:00+00:00")  # past midnight in Shanghai
    [value] = values_of_points([late])
    assert value["period"] == "2024-08"
    assert "请指明期间" in refused(point("rows", "row", "1"), period="")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = refused(
        point("rows", "row", "1"), point("rows", "row", "1"), point("speed", "s", "1"),
        point("share_set_aside", "%", "2"), point("judged", "finding", "many"), "rows",
    )  # fmt: skip
    for words in (
        "第2个指标点：“rows”重复", "没有与“speed”对应的指标", "的单位应为fraction，不是%", "many不是数字",
        "第6个指标点：没有名称、单位和数值",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("value", ["nan", "Infinity", "1e400", True, [], {}])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert "不是数字" in refused(point("rows", "row", value))


@pytest.mark.parametrize("points", [None, {}, "rows", [point("rows", "row", "1")] * 101])
def test_what_is_no_list_of_one_run_is_refused(points: object) -> None:
    with pytest.raises(ValueError, match="不是一次运行的指标点"):
        values_of_points(points, JULY)


def test_a_share_without_end_is_told_to_twelve_places() -> None:
    assert told(point("manual_review_share", "fraction", "0.33333333333333333333333333")) == {
        "tool_for_people_share": "33.333333333333"
    }


def test_the_catalogue_gives_every_point_a_monthly_indicator_of_its_own() -> None:
    known = catalogue()
    named = [one.indicator for one in known.points.values()]
    assert len(set(named)) == len(named)
    for one in known.indicators.values():
        if one.category == "tools":
            assert one.id in named
            assert one.cadence is Cadence.MONTH
