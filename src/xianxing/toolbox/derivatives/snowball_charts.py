"""Charts of single snowballs: value, delta and gamma by price, what the engines say, and a trade's life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, number_of, results_of, text_of
from xianxing.toolbox.charts import INK, MET, OVER, PLAIN, Chart, ChartColumn, sentences
from xianxing.toolbox.derivatives.words import word

WIDTH, MOST_DRAWN = 450, 6
OWN_AGREEMENT = 0.01  # asked of the two engines without random numbers


def snowball_charts(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    """The charts of snowballs, as far as the answer has their rows; the first six by id are drawn."""
    yield from _by_spot(answer)
    yield from _engines(answer)
    yield from _lives(answer)


def _drawn(rows: list[AnswerEntry]) -> list[str]:
    return sorted({text_of(row["id"]) for row in rows})[:MOST_DRAWN]


def _by_spot(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "by_spot")
    names = _drawn(found)
    if not names:
        return
    lives = {text_of(row["id"]): row for row in results_of(answer, "lives")}
    now = [
        {**row, "percent": 100 * number_of(lives[text_of(row["id"])]["spot"])
         / number_of(lives[text_of(row["id"])]["s0"])}
        for row in results_of(answer, "prices") if row["id"] in names and row["id"] in lives
    ]  # fmt: skip
    options: list[JSON] = [*names]
    yield Chart(
        "by-spot",
        gettext("Value, delta and gamma by price"),
        gettext(
            "Each snowball over a range of prices, by quadrature, in the layer in which it is (knocked in "
            "or not); "
            "points are today's price, by the engine of the folder. Delta and gamma are for 1 % of the "
            "start price."
        ),
        (
            ChartColumn("id", gettext("Snowball")),
            ChartColumn("percent", gettext("Price, % of the start price")),
            ChartColumn("spot", gettext("Price")),
            ChartColumn("value", gettext("Value per 100")),
            ChartColumn("delta", "Delta"),
            ChartColumn("gamma", "Gamma"),
            ChartColumn("value_knocked_in", gettext("Value if knocked in")),
        ),
        tuple({**row} for row in found if row["id"] in names),
        {
            "params": [{"name": "snowball", "value": None,
                        "bind": {"input": "select", "options": [None, *options],
                                 "labels": [gettext("all"), *options], "name": gettext("Snowball ")}}],
            "vconcat": [_measure("value", gettext("value per 100")), _measure("delta", "Delta"),
                        _measure("gamma", "Gamma")],
        },
        more={"now": now},
    )  # fmt: skip


def _measure(name: str, title: str) -> dict[str, JSON]:
    chosen: list[JSON] = [{"filter": "snowball === null || datum.id === snowball"}]
    y: dict[str, JSON] = {"field": name, "type": "quantitative", "title": title, "scale": {"zero": False},
                          "axis": {"tickCount": 4}}  # fmt: skip
    told: dict[str, JSON] = {
        channel: {"field": "id", "type": "nominal", "title": gettext("Snowball")}
        for channel in ("color", "strokeDash")
    }
    x: dict[str, JSON] = {
        "field": "percent", "type": "quantitative", "scale": {"zero": False},
        "title": gettext("price, % of the start price") if name == "gamma" else None,
    }  # fmt: skip
    return {
        "width": WIDTH,
        "height": 130,
        "layer": [
            {"transform": chosen, "mark": {"type": "line", "tooltip": True},
             "encoding": {"x": x, "y": y, **told}},
            {"data": {"name": "now"}, "transform": chosen,
             "mark": {"type": "point", "filled": True, "size": 60, "fill": "white", "stroke": INK,
                      "opacity": 1, "tooltip": True},
             "encoding": {"x": x, "y": y}},
        ],
    }  # fmt: skip


def _engines(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "engines")
    base = {row["id"]: number_of(row["value"]) for row in found if row["engine"] == "quad"}
    rows = tuple(
        {**row, "name": word(row["engine"]), "difference": number_of(row["value"]) - base[row["id"]],
         "low": number_of(row["value"]) - base[row["id"]] - 2 * number_of(row["std_error"]),
         "high": number_of(row["value"]) - base[row["id"]] + 2 * number_of(row["std_error"])}
        for row in found if row["id"] in base
    )  # fmt: skip
    if not rows:
        return
    x: dict[str, JSON] = {
        "field": "difference", "type": "quantitative", "title": gettext("difference from quadrature"),
        "scale": {"type": "symlog", "constant": 0.005},
        "axis": {"values": [-1, -0.3, -0.05, -0.01, 0, 0.01, 0.05, 0.3, 1], "format": "+.3~g"},
    }  # fmt: skip
    yield Chart(
        "engines",
        gettext("What the engines say of each snowball"),
        gettext(
            "Difference from quadrature, per 100 of the start price; the scale is logarithmic on both "
            "sides of "
            "nothing. Finite differences shall lie within 0.01 (thin rules), Monte Carlo within two of its "
            "standard errors (bar), which are those of few paths."
        ),
        (
            ChartColumn("id", gettext("Snowball")),
            ChartColumn("name", gettext("Engine")),
            ChartColumn("value", gettext("Value per 100")),
            ChartColumn("std_error", gettext("Standard error")),
            ChartColumn("difference", gettext("Difference from quadrature")),
        ),
        rows,
        {
            "width": WIDTH,
            "height": {"step": 34},
            "encoding": {"y": {"field": "id", "type": "nominal", "title": None}},
            "layer": [
                *map(_rule, (-OWN_AGREEMENT, OWN_AGREEMENT)),
                {"transform": [{"filter": "datum.std_error !== null"}],
                 "mark": {"type": "bar", "height": 6, "color": "#b9bdbb"},
                 "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}}},
                {"mark": {"type": "point", "size": 90, "filled": True, "tooltip": True, "opacity": 1},
                 "encoding": {
                     "x": x,
                     "shape": {"field": "name", "type": "nominal", "title": gettext("Engine")},
                     "color": {"field": "name", "type": "nominal", "title": gettext("Engine"),
                               "scale": {"range": [PLAIN, OVER, MET]}},
                 }},
            ],
        },
    )  # fmt: skip


def _rule(line: float) -> JSON:
    return {
        "mark": {"type": "rule", "strokeDash": [2, 3], "color": INK},
        "encoding": {"x": {"datum": line}, "y": {"value": 0}, "y2": {"value": "height"}},
    }


def _lives(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "lives")
    if not found:
        return
    drawn = [row for row in found if row["id"] in _drawn(found)]
    rows = tuple(line for row in drawn for line in _life(row))
    words = gettext(
        "From today on: knock-out levels at each observation with what is then paid per 100, the knock-in "
        "level (a "
        "line where it is watched each day, a point where only at expiry), the floor, and the price today; "
        "in % of "
        "the start price. Seasoned is a snowball whose coupons have accrued for longer than the steps left "
        "to run."
    )
    if left := len(found) - len(drawn):
        words = sentences(words, gettext("{count} more are in the table of the workbook.").format(count=left))
    yield Chart(
        "lives",
        gettext("The life of each snowball"),
        words,
        (
            ChartColumn("id", gettext("Snowball")),
            ChartColumn("states", gettext("State of the trade")),
            ChartColumn("said", gettext("What it shows")),
            ChartColumn("step", gettext("Trading step")),
            ChartColumn("level", gettext("Level, % of the start price")),
            ChartColumn("paid", gettext("Paid per 100")),
        ),
        rows,
        _life_drawing(),
    )


def _life(row: AnswerEntry) -> Iterator[dict[str, JSON]]:
    start, expiry = number_of(row["s0"]), row["expiry_step"]
    states = row["states"] if isinstance(row["states"], list) else []
    said = " · ".join(word(state) for state in states) or gettext("not knocked in")
    head: dict[str, JSON] = {"id": row["id"], "states": said, "group": f"{row['id']}: {said}", "paid": None}

    def line(kind: str, words: str, step: JSON, level: JSON) -> dict[str, JSON]:
        return {**head, "kind": kind, "said": words, "step": step,
                "level": round(100 * number_of(level) / start, 6)}  # fmt: skip

    yield line("spot", gettext("price today"), 0, row["spot"])
    observations = row["observations"] if isinstance(row["observations"], list) else []
    for one in observations:
        if isinstance(one, dict):
            paid = number_of(one["paid"])
            yield {
                **line("out", gettext("knock-out"), one["step"], one["ko_barrier"]),
                "paid": round(paid, 6),
            }
    if row["ki_observation"] == "daily":
        yield line("in", gettext("knock-in, each day"), 0, row["ki_barrier"])
    yield line("in", gettext("knock-in"), expiry, row["ki_barrier"])
    if number_of(row["floor"]):
        yield line("floor", gettext("floor"), 0, number_of(row["floor"]) * start)
        yield line("floor", gettext("floor"), expiry, number_of(row["floor"]) * start)


def _life_drawing() -> dict[str, JSON]:
    said: dict[str, JSON] = {"type": "text", "fontSize": 10, "dy": 12}
    return {
        "facet": {"field": "group", "title": None, "sort": None,
                  "header": {"labelAnchor": "start", "labelFontSize": 12, "labelLimit": 260}},
        "columns": 2,
        "spec": {
            "width": 225,
            "height": 150,
            "encoding": {
                "x": {"field": "step", "type": "quantitative", "title": gettext("trading step")},
                "y": {"field": "level", "type": "quantitative", "title": "%", "scale": {"zero": False}},
            },
            "layer": [
                {"transform": [{"filter": "datum.kind === 'out'"}],
                 "mark": {"type": "line", "interpolate": "step-after", "color": MET, "strokeDash": [1, 0]}},
                {"transform": [{"filter": "datum.kind === 'in'"}],
                 "mark": {"type": "line", "color": OVER, "strokeDash": [6, 3]}},
                {"transform": [{"filter": "datum.kind === 'floor'"}],
                 "mark": {"type": "line", "color": INK, "strokeDash": [2, 2]}},
                {"transform": [{"filter": "datum.kind !== 'floor'"}],
                 "mark": {"type": "point", "filled": True, "opacity": 1, "tooltip": True},
                 "encoding": {
                     "shape": {"field": "kind", "legend": None,
                               "scale": {"domain": ["out", "in", "spot"],
                                         "range": ["triangle-up", "triangle-down", "circle"]}},
                     "color": {"field": "kind", "legend": None,
                               "scale": {"domain": ["out", "in", "spot"], "range": [MET, OVER, PLAIN]}},
                 }},
                {"transform": [{"filter": "datum.kind === 'spot'"}],
                 "mark": {**said, "align": "left", "dx": 2}, "encoding": {"text": {"field": "said"}}},
                {"transform": [
                    {"filter": "datum.kind !== 'spot'"},
                    {"joinaggregate": [{"op": "max", "field": "step", "as": "last"}],
                     "groupby": ["id", "kind"]},
                    {"filter": "datum.step === datum.last"},
                    {"calculate": "datum.said + (datum.paid === null ? '' : format(datum.paid, ' .2f'))",
                     "as": "words"}],
                 "mark": {**said, "align": "right", "dx": 8}, "encoding": {"text": {"field": "words"}}},
            ],
        },
    }  # fmt: skip
