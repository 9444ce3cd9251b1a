"""The charts of an inspection: calendar of breaches, episodes, tests of fair trading, chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, results_of
from xianxing.toolbox.charts import INK, MET, OVER, PLAIN, WATCH, Chart, ChartColumn, sentences

MOST_EPISODES, MOST_TESTS, MOST_CHAINS, MOST_PRODUCTS = 40, 45, 30, 60
CAUSES = {"active": "active cause", "passive": "passive cause"}
STATUSES = {"open": "open at the end of the data", "cured": "kept again", "late": "not cured in time"}
STATUS_SHAPES = {"open": "triangle-right", "cured": "circle", "late": "square"}
STATUS_COLORS = {"open": WATCH, "cured": MET, "late": OVER}


def charts(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """Every chart that the answer has something to show in; a replay says so in each caption."""
    what_if = _what_if(answer)
    found = (
        calendar_chart(results_of(answer, "breach_days"), what_if),
        episodes_chart(results_of(answer, "episodes"), what_if),
        tests_chart(results_of(answer, "direction_tests"), what_if),
        chains_chart(results_of(answer, "chains"), what_if),
    )
    return tuple(one for one in found if one is not None)


def _what_if(answer: Mapping[str, JSON]) -> str:
    results = answer["results"]
    said = results.get("replay") if isinstance(results, dict) else None
    if not isinstance(said, dict):
        return ""
    words = gettext("Replay: every day is judged by the rules of {day}, not by those of its own.")
    return words.format(day=said["rules_as_of"])


def _caption(*said: str) -> str:
    return sentences(*filter(None, said))


def calendar_chart(days: Entries, what_if: str = "") -> Chart | None:
    """Products by days: how many lines each broke on each day; None where none was broken."""
    by_day: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for one in days:
        by_day[one["product"] or "", one["day"]].append(one)
    counts: dict[str, int] = defaultdict(int)
    for product, _day in by_day:
        counts[product] += 1
    kept = sorted(counts, key=lambda product: (-counts[product], product))[:MOST_PRODUCTS]
    every = gettext("all products together")
    rows: tuple[Mapping[str, JSON], ...] = tuple(
        {
            "product": product or every,
            "day": day,
            "next": (date.fromisoformat(day) + timedelta(1)).isoformat(),
            "lines": len(broken),
            "shade": min(len(broken), 3),
            "rules": ", ".join(sorted({f"{one['rule']} {one['asset'] or ''}".strip() for one in broken})),
        }
        for (product, day), broken in sorted(by_day.items())
        if product in kept
    )
    if not rows:
        return None
    caption = _caption(
        what_if,
        gettext("One mark a product and day on which a line was broken; the darker, the more."),
        gettext("{shown} of {all} products with such days are shown: those with most.").format(
            shown=MOST_PRODUCTS, all=len(counts)
        )
        if len(counts) > MOST_PRODUCTS
        else "",
    )
    columns = (
        ChartColumn("product", gettext("Product")), ChartColumn("day", gettext("Day")),
        ChartColumn("lines", gettext("Lines broken")), ChartColumn("rules", gettext("Rules and assets")),
    )  # fmt: skip
    title = gettext("Calendar of days on which a line was broken")
    return Chart("calendar", title, caption, columns, rows, _calendar_drawing(columns))


def _calendar_drawing(columns: tuple[ChartColumn, ...]) -> dict[str, JSON]:
    tips: JSON = [{"field": one.name, "type": "nominal", "title": one.head} for one in columns]
    shade: JSON = {
        "field": "shade", "type": "ordinal", "title": gettext("Lines broken"),
        "scale": {"domain": [1, 2, 3], "range": ["#c2594a", "#8f2a1b", "#4d0f06"]},
        "legend": {"orient": "bottom", "labelExpr": "datum.value == 3 ? '≥ 3' : datum.label"},
    }  # fmt: skip
    return {
        "width": 560,
        "height": {"step": 24},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None,
                  "axis": {"format": "%Y-%m", "labelAngle": -40, "tickCount": "month"}},
            "x2": {"field": "next"},
            "y": {"field": "product", "type": "nominal", "title": None},
            "color": shade,
            "tooltip": tips,
        },
    }  # fmt: skip


def episodes_chart(episodes: Entries, what_if: str = "") -> Chart | None:
    """Each episode as a bar over its days, with the pack then in force; None without any."""
    ordered = sorted(
        episodes, key=lambda one: (one["from"], one["rule"], one["product"] or "", one["asset"] or "")
    )
    longest = sorted(ordered, key=lambda one: -one["days"])[:MOST_EPISODES]
    rows = tuple(
        {
            "place": place,
            "label": _label(one),
            "rule": one["rule"], "product": one["product"] or gettext("all products together"),
            "asset": one["asset"], "from": one["from"], "to": one["to"],
            "next": (date.fromisoformat(one["to"]) + timedelta(1)).isoformat(),
            "days": one["days"], "worst": one["worst"], "limit": one["limit"], "pack": one["pack"],
            "cause": gettext(CAUSES[one["cause"]]),
            "status": gettext(STATUSES[one["status"]]),
            "cure_by": one["cure_by"],
        }
        for place, one in enumerate(one for one in ordered if one in longest)
    )  # fmt: skip
    if not rows:
        return None
    more = gettext("{shown} of {all} episodes are shown: the longest.")
    caption = _caption(
        what_if,
        gettext(
            "A bar from the first to the last day on which a line was broken, with the version of the rule "
            "that was in force; the mark at its end says how it ended, a stroke the day to cure by."
        ),
        more.format(shown=MOST_EPISODES, all=len(ordered)) if len(ordered) > MOST_EPISODES else "",
    )
    heads = {
        "rule": gettext("Rule"), "product": gettext("Product"), "asset": gettext("Asset"),
        "from": gettext("First day broken"), "to": gettext("Last day broken"),
        "days": gettext("Days of valuation"),
        "worst": gettext("Worst value"), "limit": gettext("Line of the rule"),
        "pack": gettext("Version of the rule"),
        "cause": gettext("Cause of the episode"), "cure_by": gettext("To be cured by"),
        "status": gettext("How it ended"),
    }  # fmt: skip
    columns = tuple(ChartColumn(name, head) for name, head in heads.items())
    title = gettext("Episodes with the version of the rule then in force")
    return Chart("episodes", title, caption, columns, rows, _episodes_drawing(columns))


def _began(one: Mapping[str, Any]) -> tuple[str, ...]:
    return (one["from"], one["rule"], one["product"] or "", one["asset"] or "")


def _label(one: Mapping[str, Any]) -> str:
    asset = f" {one['asset']}" if one["asset"] else ""
    return f"{one['product'] or gettext('all products')}{asset} {one['rule']}"


def _episodes_drawing(columns: tuple[ChartColumn, ...]) -> dict[str, JSON]:
    tips: JSON = [{"field": one.name, "type": "nominal", "title": one.head} for one in columns]
    y: JSON = {
        "field": "place", "type": "ordinal", "title": None, "axis": {"labels": False, "ticks": False},
    }  # fmt: skip
    months: JSON = {"format": "%Y-%m", "labelAngle": -40, "tickCount": "month"}
    names: JSON = [gettext(one) for one in STATUSES.values()]
    shape = _scaled("status", gettext("How it ended"), names, list(STATUS_SHAPES.values()))
    color = _scaled("status", gettext("How it ended"), names, list(STATUS_COLORS.values()))
    bar: JSON = {
        "x": {"field": "from", "type": "temporal", "title": None, "axis": months},
        "x2": {"field": "next"},
        "y": y,
    }
    return {
        "width": 400,
        "height": {"step": 20},
        "padding": {"left": 36, "right": 46, "top": 5, "bottom": 5},  # words beside may be set wider
        "layer": [
            {"mark": {"type": "bar", "height": 9},
             "encoding": {**_object(bar), "color": color, "tooltip": tips}},
            {"transform": [{"filter": "isValid(datum.cure_by)"}],
             "mark": {"type": "tick", "color": INK, "thickness": 2, "size": 16},
             "encoding": {"x": {"field": "cure_by", "type": "temporal"}, "y": y}},
            {"mark": {"type": "point", "filled": True, "size": 46},
             "encoding": {"x": {"field": "next", "type": "temporal"}, "y": y, "shape": shape,
                          "color": color}},
            {"mark": {"type": "text", "align": "right", "fontSize": 10, "x": -6},
             "encoding": {"y": y, "text": {"field": "label", "type": "nominal"}}},
            {"mark": {"type": "text", "align": "left", "fontSize": 10, "x": 426},
             "encoding": {"y": y, "text": {"field": "pack", "type": "nominal"}}},
        ],
    }  # fmt: skip


def tests_chart(tests: Entries, what_if: str = "") -> Chart | None:
    """Each test of direction: mean with interval, and the mean that it would find; None without any."""
    counted = [one for one in tests if one["mean"] is not None and one.get("low") is not None]
    lowest = sorted(counted, key=lambda one: (1.0 if one["p"] is None else one["p"], one["a"], one["b"]))
    kept = lowest[:MOST_TESTS]
    rows = tuple(
        {
            "label": gettext("{a} and {b}, {window} d").format(a=one["a"], b=one["b"], window=one["window"]),
            "a": one["a"], "b": one["b"], "window": one["window"], "n": one["n"], "mean": one["mean"],
            "low": one["low"], "high": one["high"], "smallest": one["smallest_mean"],
            "lowest": None if one["smallest_mean"] is None else -one["smallest_mean"], "p": one["p"],
            "said": gettext("a person looks") if one["significant"] else gettext("no more than chance"),
        }
        for one in counted
        if one in kept
    )  # fmt: skip
    if not rows:
        return None
    caption = _caption(
        what_if,
        gettext(
            "Point and line: mean of the price differences with its 95 % interval, positive where the first "
            "paid more. Strokes: the smallest mean that the test would find with power 0.8; where they "
            "lie far out, a test that finds nothing says little. Significance is no verdict."
        ),
        gettext("{shown} of {all} tests are shown: those with the lowest p.").format(
            shown=MOST_TESTS, all=len(counted)
        )
        if len(counted) > MOST_TESTS
        else "",
        gettext("{count} pairs have fewer than two differences and no test.").format(
            count=len(tests) - len(counted)
        )
        if len(tests) > len(counted)
        else "",
    )
    heads = {
        "a": gettext("First product"), "b": gettext("Second product"), "window": gettext("Window in days"),
        "n": gettext("Differences"), "mean": gettext("Mean"), "low": gettext("Interval from"),
        "high": gettext("Interval to"), "smallest": gettext("Detectable mean"), "p": gettext("p value"),
        "said": gettext("What follows"),
    }  # fmt: skip
    columns = tuple(ChartColumn(name, head) for name, head in heads.items())
    title = gettext("Tests of direction with interval and detectable mean")
    return Chart("tests", title, caption, columns, rows, _tests_drawing(columns))


def _tests_drawing(columns: tuple[ChartColumn, ...]) -> dict[str, JSON]:
    tips: JSON = [{"field": one.name, "type": "nominal", "title": one.head} for one in columns]
    y: JSON = {"field": "label", "type": "nominal", "sort": None, "title": None}
    axis: JSON = {"format": ".2~%"}
    title = gettext("difference of prices")

    def x(field: str) -> JSON:
        return {"field": field, "type": "quantitative", "title": title, "axis": axis}

    names: JSON = [gettext("no more than chance"), gettext("a person looks")]
    shape = _scaled("said", gettext("What follows"), names, ["circle", "triangle-up"])
    color = _scaled("said", gettext("What follows"), names, [PLAIN, OVER])
    tick: JSON = {"type": "tick", "color": "#8a918f", "thickness": 1.5, "size": 10}
    return {
        "width": 460,
        "height": {"step": 15},
        "layer": [
            {"mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
             "encoding": {"x": {"datum": 0, "type": "quantitative"}}},
            {"mark": tick, "encoding": {"x": x("smallest"), "y": y}},
            {"mark": tick, "encoding": {"x": x("lowest"), "y": y}},
            {"mark": {"type": "rule", "strokeWidth": 1.6},
             "encoding": {"x": x("low"), "x2": {"field": "high"}, "y": y, "color": color}},
            {"mark": {"type": "point", "filled": True, "size": 50},
             "encoding": {"x": x("mean"), "y": y, "shape": shape, "color": color, "tooltip": tips}},
        ],
    }  # fmt: skip


def chains_chart(chains: Entries, what_if: str = "") -> Chart | None:
    """Sales to a third party and purchases from it, as a graph of three columns; None without any."""
    shown = chains[:MOST_CHAINS]
    if not shown:
        return None
    sides = (("seller", 0), ("via", 1), ("buyer", 2))
    members = {side: sorted({str(one[side]) for one in shown}) for side, _column in sides}
    tallest = max(map(len, members.values()))
    place = {
        (column, name): (column, (number + 0.5) * tallest / len(members[side]))
        for side, column in sides
        for number, name in enumerate(members[side])
    }
    rows = tuple(
        {
            "asset": one["asset"], "seller": one["seller"], "via": one["via"], "buyer": one["buyer"],
            "sold": one["sold"], "bought": one["bought"], "loss": one["loss"],
            "trades": ", ".join(map(str, one["trades"])),
            "y0": place[0, str(one["seller"])][1], "y1": place[1, str(one["via"])][1],
            "y2": place[2, str(one["buyer"])][1],
            "first": f"{one['asset']} {one['sold']}", "second": f"{one['bought']} {float(one['loss']):+.2%}",
        }
        for one in shown
    )  # fmt: skip
    caption = _caption(
        what_if,
        gettext(
            "Left who sold, in the middle the counterparty, right who bought the same from it within the "
            "days of the setting, with day and price difference. Whether both belong together a person "
            "looks at."
        ),
        gettext("{shown} of {all} chains are shown.").format(shown=MOST_CHAINS, all=len(chains))
        if len(chains) > MOST_CHAINS
        else "",
    )
    heads = {
        "asset": gettext("Asset"), "seller": gettext("Seller"), "via": gettext("Through"),
        "buyer": gettext("Buyer"), "sold": gettext("Sold on"), "bought": gettext("Bought on"),
        "loss": gettext("Price difference"), "trades": gettext("Trades"),
    }  # fmt: skip
    columns = tuple(ChartColumn(name, head) for name, head in heads.items())
    entities: list[Mapping[str, JSON]] = [
        {"name": name, "x": x, "y": y, "kind": gettext("counterparty") if column == 1 else gettext("product")}
        for (column, name), (x, y) in sorted(place.items())
    ]
    title = gettext("Sales and purchases through a third party")
    drawing = _chains_drawing(columns, tallest)
    return Chart("chains", title, caption, columns, rows, drawing, more={"entities": entities})


def _chains_drawing(columns: tuple[ChartColumn, ...], tallest: int) -> dict[str, JSON]:
    tips: JSON = [{"field": one.name, "type": "nominal", "title": one.head} for one in columns]
    wide: JSON = {"domain": [-0.3, 2.3], "nice": False}
    high: JSON = {"domain": [tallest, 0], "nice": False, "zero": False}

    def x(value: JSON) -> JSON:
        return {**_object(value), "type": "quantitative", "axis": None, "scale": wide}

    def y(value: JSON) -> JSON:
        return {**_object(value), "type": "quantitative", "axis": None, "scale": high}

    def edge(column: int) -> JSON:
        return {
            "mark": {"type": "rule", "color": PLAIN, "strokeWidth": 1.4},
            "encoding": {
                "x": x({"datum": column}), "x2": {"datum": column + 1},
                "y": y({"field": f"y{column}"}), "y2": {"field": f"y{column + 1}"}, "tooltip": tips,
            },
        }  # fmt: skip

    def words(column: int, field: str) -> JSON:
        middle = f"(datum.y{column} + datum.y{column + 1}) / 2"
        return {
            "transform": [{"calculate": middle, "as": "middle"}],
            "mark": {"type": "text", "dy": -7, "fontSize": 11},
            "encoding": {
                "x": x({"datum": column + 0.5}), "y": y({"field": "middle"}),
                "text": {"field": field, "type": "nominal"},
            },
        }  # fmt: skip

    names: JSON = [gettext("product"), gettext("counterparty")]
    shape = _scaled("kind", gettext("Kind of party"), names, ["square", "diamond"])
    at: JSON = {"x": x({"field": "x"}), "y": y({"field": "y"})}
    data: JSON = {"name": "entities"}
    return {
        "width": 560,
        "height": max(110, 46 * tallest),
        "layer": [
            edge(0), edge(1), words(0, "first"), words(1, "second"),
            {"data": data, "mark": {"type": "point", "filled": True, "size": 170, "opacity": 1, "color": INK},
             "encoding": {**_object(at), "shape": shape}},
            {"data": data, "mark": {"type": "text", "dy": 19, "fontSize": 12},
             "encoding": {**_object(at), "text": {"field": "name", "type": "nominal"}}},
        ],
    }  # fmt: skip


def _scaled(field: str, title: str, names: JSON, range_: JSON) -> JSON:
    return {
        "field": field, "type": "nominal", "title": title, "scale": {"domain": names, "range": range_},
        "legend": {"orient": "bottom"},
    }  # fmt: skip


def _object(value: JSON) -> dict[str, JSON]:
    return dict(value) if isinstance(value, dict) else {}
