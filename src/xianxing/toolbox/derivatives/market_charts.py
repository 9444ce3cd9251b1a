"""Charts over all dealers: the wall of knock-ins, days to hedge, reverse stress, concentration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import entries, number_of, results_of, text_of
from xianxing.toolbox.charts import INK, OVER, PLAIN, Chart, ChartColumn, sentences
from xianxing.toolbox.derivatives.words import word

WIDTH, MOST_UNDERLYINGS = 560, 6
LOWEST, HIGHEST, STEP = -0.3, 0.1, 0.01  # of the slider


def market_charts(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    """The charts of the market, as far as the answer has their rows."""
    yield from _wall(answer)
    yield from _hedging(answer)
    yield from _reverse_stress(answer)
    yield from _concentration(answer)


def _wall(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    """Only underlyings with a price have a spot to hold the wall against."""
    spots = {text_of(row["underlying"]): row["price"] for row in results_of(answer, "market")}
    sums: dict[str, float] = defaultdict(float)
    outside: dict[str, float] = defaultdict(float)
    found: list[dict[str, JSON]] = []
    for row in results_of(answer, "wall_by_dealer"):
        name = text_of(row["underlying"])
        (outside if row["level"] is None else sums)[name] += number_of(row["notional"])
        if row["level"] is not None:
            lines = " ".join(str(one["line"]) for one in entries(row["evidence"]))
            kept = {key: value for key, value in row.items() if key != "evidence"}
            found.append({**kept, "spot": spots.get(name), "lines": lines})
    shown = sorted(sums, key=lambda name: (-sums[name], name))[:MOST_UNDERLYINGS]
    rows = tuple(row for row in found if row["underlying"] in shown)
    if not rows:
        return
    dealers: list[JSON] = [*sorted({text_of(row["dealer"]) for row in rows})]
    yield Chart(
        "wall",
        gettext("Wall of knock-ins against the spot price"),
        _wall_caption(sums, shown, outside),
        (
            ChartColumn("underlying", gettext("Underlying")),
            ChartColumn("above", gettext("Above")),
            ChartColumn("level", gettext("Up to (level)")),
            ChartColumn("dealer", gettext("Dealer")),
            ChartColumn("notional", gettext("Notional, yuan")),
            ChartColumn("spot", gettext("Spot price")),
            ChartColumn("lines", gettext("Rows of trades")),
        ),
        rows,
        _wall_drawing(dealers, shown),
    )


def _wall_caption(sums: Mapping[str, float], shown: list[str], outside: Mapping[str, float]) -> str:
    words = gettext(
        "Notional of live snowballs by the level at which they knock in; the rule is the spot price after "
        "the "
        "shock of the slider. Filled bars lie above it as a whole: all of it knocks in. The bar with a thick "
        "edge is the one in which it lies. One dealer alone is what that dealer sees."
    )
    if beyond := sum(outside.values()):
        words = sentences(
            words,
            gettext("{amount} yuan lie outside the levels of the grid.").format(amount=f"{beyond:,.0f}"),
        )
    if left := len(sums) - len(shown):
        words = sentences(
            words,
            gettext("{count} underlyings with less are in the table of the workbook.").format(count=left),
        )
    return words


def _wall_drawing(dealers: list[JSON], shown: list[str]) -> dict[str, JSON]:
    price = "toNumber(datum.spot) * (1 + shock)"
    numbers: dict[str, JSON] = dict.fromkeys(("above", "level", "notional", "spot"), "number")
    chosen: list[JSON] = [
        {"filter": "dealer === null || datum.dealer === dealer"},
        {"calculate": f"datum.spot === null ? 'outside' : datum.above >= {price} ? 'inside' "
         f": datum.level > {price} ? 'between' : 'outside'", "as": "state"},
    ]  # fmt: skip
    bars: dict[str, JSON] = {
        "transform": [
            *chosen,
            {"aggregate": [{"op": "sum", "field": "notional", "as": "whole"}],
             "groupby": ["underlying", "above", "level", "state"]},
            {"calculate": "datum.whole / 1e8", "as": "hundred_millions"},
        ],
        "mark": {"type": "bar", "stroke": PLAIN, "binSpacing": 1},
        "encoding": {
            "x": {"field": "above", "type": "quantitative", "title": gettext("level"),
                  "axis": {"tickCount": 8}, "scale": {"zero": False, "nice": False, "padding": 12}},
            "x2": {"field": "level"},
            "y": {"field": "hundred_millions", "type": "quantitative", "title": gettext("100 m yuan"),
                  "axis": {"tickCount": 4}},
            "y2": {"datum": 0},
            "fillOpacity": {"condition": [{"test": "datum.state === 'inside'", "value": 1},
                                          {"test": "datum.state === 'between'", "value": 0.45}],
                            "value": 0.1},
            "strokeWidth": {"condition": {"test": "datum.state === 'between'", "value": 3}, "value": 1},
            "tooltip": [
                {"field": "underlying", "title": gettext("Underlying")},
                {"field": "above", "title": gettext("Above")},
                {"field": "level", "title": gettext("Up to (level)")},
                {"field": "whole", "title": gettext("Notional, yuan"), "format": ","},
            ],
        },
    }  # fmt: skip
    spot: list[JSON] = [
        {"aggregate": [{"op": "max", "field": "spot", "as": "spot"}], "groupby": ["underlying"]},
        {"calculate": price, "as": "at"},
    ]
    rule: dict[str, JSON] = {
        "transform": spot,
        "mark": {"type": "rule", "color": OVER, "strokeWidth": 2, "strokeDash": [6, 3]},
        "encoding": {"x": {"field": "at", "type": "quantitative"}},
    }
    said: dict[str, JSON] = {
        "transform": [
            *chosen,
            {"calculate": "datum.state === 'inside' ? datum.notional : 0", "as": "in"},
            {"calculate": "datum.state === 'between' ? datum.notional : 0", "as": "part"},
            {"aggregate": [{"op": "max", "field": "spot", "as": "spot"},
                           {"op": "sum", "field": "in", "as": "in"},
                           {"op": "sum", "field": "part", "as": "part"}], "groupby": ["underlying"]},
            {"calculate": f"'{gettext('spot')} ' + format({price}, ',.2f') + '; {gettext('above it')} ' "
             f"+ format(datum.in / 1e8, ',.2f') + '; {gettext('in its bar')} ' "
             f"+ format(datum.part / 1e8, ',.2f')", "as": "said"},
        ],
        "mark": {"type": "text", "align": "right", "baseline": "top", "fontSize": 12, "color": INK},
        "encoding": {"text": {"field": "said"}, "x": {"value": WIDTH}, "y": {"value": -14}},
    }  # fmt: skip
    return {
        "data": {"name": "rows", "format": {"parse": numbers}},
        "params": [
            {"name": "shock", "value": 0,
             "bind": {"input": "range", "min": LOWEST, "max": HIGHEST, "step": STEP,
                      "name": gettext("Shock to the spot price ")}},
            {"name": "dealer", "value": None,
             "bind": {"input": "select", "options": [None, *dealers],
                      "labels": [gettext("all dealers (the supervisor's view)"), *dealers],
                      "name": gettext("Dealer ")}},
        ],
        "facet": {"row": {"field": "underlying", "title": None, "sort": [*shown],
                          "header": {"labelAngle": 0, "labelAlign": "left", "labelOrient": "top",
                                     "labelAnchor": "start"}}},
        "spec": {"width": WIDTH, "height": 130, "layer": [bars, rule, said]},
        "resolve": {"scale": {"x": "independent", "y": "independent"}},
    }  # fmt: skip


def _hedging(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    rows = tuple({**row} for row in results_of(answer, "hedging"))
    if not rows:
        return
    yield Chart(
        "hedging",
        gettext("Days to hedge by shock"),
        gettext(
            "Days needed to trade the change of delta after a shock, at the part of the mean turnover of "
            "20 days "
            "that the dealer states. Without turnover there are no days."
        ),
        (
            ChartColumn("underlying", gettext("Underlying")),
            ChartColumn("shock", gettext("Shock")),
            ChartColumn("days", gettext("Days")),
        ),
        rows,
        {
            "data": {"name": "rows", "format": {"parse": {"shock": "number", "days": "number"}}},
            "width": WIDTH - 110,
            "height": 240,
            "transform": [{"filter": "datum.days !== null"}],
            "mark": {"type": "line", "point": {"size": 60, "filled": False, "fill": "white"}},
            "encoding": {
                "x": {"field": "shock", "type": "quantitative", "title": gettext("shock"),
                      "axis": {"format": "+.0%"}},
                "y": {"field": "days", "type": "quantitative", "title": gettext("days")},
                **{channel: {"field": "underlying", "type": "nominal", "title": gettext("Underlying")}
                   for channel in ("color", "strokeDash")},
                "tooltip": [{"field": "underlying"}, {"field": "shock", "format": "+.0%"},
                            {"field": "days", "format": ".2f"}],
            },
        },
    )  # fmt: skip


def _reverse_stress(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "reverse_stress")
    if not found:
        return
    rows = tuple({**row, "said": _fall_said(row)} for row in found)
    numbers: dict[str, JSON] = {"fall": "number", "largest_fall": "number"}
    yield Chart(
        "reverse-stress",
        gettext("Smallest fall at which hedging sales exceed a share of turnover"),
        gettext(
            "Straight lines between the shocks given; the tick is the largest fall for which a shock is "
            "given. "
            "The share is {share} of a day's mean turnover, a line of ours."
        ).format(share=f"{number_of(found[0]['share']):.0%}"),
        (
            ChartColumn("underlying", gettext("Underlying")),
            ChartColumn("fall", gettext("Smallest fall")),
            ChartColumn("largest_fall", gettext("Largest fall given")),
            ChartColumn("share", gettext("Share of turnover")),
            ChartColumn("said", gettext("Said in words")),
        ),
        rows,
        {
            "data": {"name": "rows", "format": {"parse": numbers}},
            "width": WIDTH - 110,
            "encoding": {"y": {"field": "underlying", "type": "nominal", "title": None}},
            "layer": [
                {"mark": {"type": "bar", "height": 14},
                 "encoding": {"x": {"field": "fall", "type": "quantitative", "title": gettext("fall"),
                                    "axis": {"format": ".0%"}}}},
                {"mark": {"type": "tick", "color": INK, "thickness": 2},
                 "encoding": {"x": {"field": "largest_fall", "type": "quantitative"}}},
                {"mark": {"type": "text", "align": "left", "dx": 6},
                 "encoding": {"x": {"field": "fall", "type": "quantitative"}, "text": {"field": "said"}}},
            ],
        },
    )  # fmt: skip


def _fall_said(row: Mapping[str, JSON]) -> str:
    if row.get("result") == "unknown":
        return text_of(row.get("reason"))
    if row["fall"] is None:
        words = gettext("not exceeded up to {fall}")
        return words.format(fall=f"{number_of(row['largest_fall']):.2%}")
    return f"{number_of(row['fall']):.2%}"


def _concentration(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    measures = {text_of(row["by"]): row for row in results_of(answer, "concentration")}
    rows = tuple(
        {
            **row,
            "name": row["id"] if row["id"] is not None else gettext("the others together"),
            "group": gettext("by {what}: HHI {hhi}, five largest {top}").format(
                what=word(row["by"]), hhi=f"{number_of(measures[text_of(row['by'])]['hhi']):.4f}",
                top=f"{number_of(measures[text_of(row['by'])]['top5']):.1%}",
            ),
        }
        for row in results_of(answer, "shares")
    )  # fmt: skip
    if not rows:
        return
    yield Chart(
        "concentration",
        gettext("Concentration of live notional"),
        gettext(
            "The ten largest dealers, counterparties and underlyings by share of all live notional; HHI is "
            "the "
            "sum of the squares of all shares, also of those not drawn."
        ),
        (
            ChartColumn("group", gettext("Concentration by")),
            ChartColumn("name", gettext("What it is called")),
            ChartColumn("notional", gettext("Notional, yuan")),
            ChartColumn("share", gettext("Share")),
        ),
        rows,
        {
            "data": {"name": "rows", "format": {"parse": {"share": "number"}}},
            "transform": [{"filter": "datum.id !== null"}],
            "facet": {"row": {"field": "group", "title": None,
                              "sort": list(dict.fromkeys(row["group"] for row in rows)),
                              "header": {"labelAngle": 0, "labelAlign": "left", "labelOrient": "top",
                                         "labelAnchor": "start"}}},
            "spec": {
                "width": WIDTH - 130,
                "height": {"step": 18},
                "encoding": {
                    "y": {"field": "name", "type": "nominal", "title": None, "sort": None},
                    "x": {"field": "share", "type": "quantitative", "title": None,
                          "axis": {"format": ".2~%", "tickCount": 5}},
                },
                "layer": [
                    {"mark": "bar"},
                    {"mark": {"type": "text", "align": "left", "dx": 4},
                     "encoding": {"text": {"field": "share", "type": "quantitative", "format": ".2~%"}}},
                ],
            },
            "resolve": {"scale": {"x": "independent", "y": "independent"}},
        },
    )  # fmt: skip
