"""A chart is drawn from its own rows, the same each time, and its table says what it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from tests.toolbox.drawings import unknown_words
from xianxing.law.findings import JSON
from xianxing.toolbox.charts import Chart, ChartColumn, as_vega_lite, draw_svg

CHART = Chart(
    "wall",
    "敲入墙",
    "各价位敲入的名义本金合计。",
    (ChartColumn("level", "价位"), ChartColumn("notional", "名义本金")),
    ({"level": 5500, "notional": 80}, {"level": 5600, "notional": None}),
    {
        "mark": "bar",
        "encoding": {
            "x": {"field": "level", "type": "ordinal", "title": "价位"},
            "y": {"field": "notional", "type": "quantitative", "title": "名义本金"},
        },
    },
)


def test_the_table_behind_a_chart_has_its_heads_and_leaves_what_is_absent_empty() -> None:
    assert CHART.head == ("价位", "名义本金")
    assert CHART.cells == [["5500", "80"], ["5600", ""]]


def test_the_description_carries_the_rows_by_name() -> None:
    whole = as_vega_lite(CHART)
    assert whole["datasets"] == {"rows": [{"level": 5500, "notional": 80}, {"level": 5600, "notional": None}]}
    assert whole["data"] == {"name": "rows"}


def test_a_chart_is_drawn_the_same_each_time_with_its_words_as_text() -> None:
    drawn = draw_svg(CHART)
    assert drawn == draw_svg(CHART)
    assert "名义本金" in drawn and "敲入墙" not in drawn
    assert drawn.count('aria-roledescription="bar"') == 1  # the second row has no amount
    assert "http" not in drawn.replace("http://www.w3.org/", "")


def test_a_word_that_vega_lite_does_not_know_and_a_field_without_rows_are_found_in_a_drawing() -> None:
    assert unknown_words(CHART) == []
    encoding = cast(dict[str, dict[str, JSON]], CHART.drawing["encoding"])
    for wrong, words in (
        ({"x": {**encoding["x"], "field": "price"}}, ["price"]),
        ({"x": {**encoding["x"], "titel": ""}}, ["titel"]),
        ({"xx": encoding["x"]}, ["xx"]),
        ({"x": {**encoding["x"], "axis": {"tick": 1}}}, ["tick"]),
        ({"x": {"value": 1, "condition": {"test": "datum.price > 0", "value": 2}}}, ["price"]),
    ):
        drawing = {**CHART.drawing, "encoding": cast(JSON, wrong)}
        assert unknown_words(replace(CHART, drawing=drawing)) == words


def test_a_character_that_no_document_can_hold_is_left_out_before_it_is_drawn() -> None:
    hostile = replace(
        CHART, rows=({"level": "5\x0b5\x00<b>&", "notional": 80}, {"level": "\ud800", "notional": 1})
    )
    datasets = cast(dict[str, list[dict[str, JSON]]], as_vega_lite(hostile)["datasets"])
    assert [row["level"] for row in datasets["rows"]] == ["55<b>&", ""]
    assert "55&lt;b&gt;&amp;" in draw_svg(hostile)
