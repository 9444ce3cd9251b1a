"""How far each item of a scheme is reached by one firm, with the coverage of its data beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.answers import AnswerEntry, number_of, results_of, text_of
from xianxing.toolbox.charts import INK, PLAIN, Chart, ChartColumn
from xianxing.toolbox.evaluation.layout import SCHEMES
from xianxing.toolbox.evaluation.marks import cells_said, result_channels, said_of
from xianxing.toolbox.evaluation.words import comparator_sign, item_name, number, scheme_name, value_name

MOST_FIRMS = 60
FURTHEST = 1.5  # of the limit; who is beyond is drawn there
BELOW = 0.99  # where an item isn't reached, however near it is drawn
NEAREST = 0.1  # to the middle, so that points there don't hide each other
RADIUS, LABELS = 1.5, 1.72


def item_chart(answer: Mapping[str, JSON], firm: str = "") -> Iterator[Chart]:
    """The items of every scheme for one firm, by default the first; a page lets people choose another."""
    found = [row for row in results_of(answer, "evaluations") if row["items"]]
    firms = sorted({text_of(row["firm"]) for row in found})[:MOST_FIRMS]
    if firm:
        firms = [name for name in (firm,) if any(row["firm"] == name for row in found)]
    if not firms:
        return
    shown = [row for row in found if row["firm"] in firms]
    yield Chart(
        "items",
        gettext("Items of each scheme as shares of their limits"),
        gettext(
            "The thick ring is the limit of each item, or the most points where items are scored; the edge "
            "is "
            "one and a half times of it, where whoever is beyond is drawn. Of alternatives the nearest "
            "counts, of "
            "what is asked together the farthest; for limits from above the ratio is turned. What can't be "
            "said "
            "lies in the middle. Below stands how many of the facts that a scheme looks at are there."
        ),
        (
            ChartColumn("firm", gettext("Firm")),
            ChartColumn("scheme_name", gettext("Scheme")),
            ChartColumn("pack", gettext("Text")),
            ChartColumn("name", gettext("Item")),
            ChartColumn("said", gettext("Result")),
            ChartColumn("value", gettext("Value and limit")),
            ChartColumn("points", gettext("Points of the most")),
            ChartColumn("covered", gettext("Data coverage")),
            ChartColumn("cells", gettext("Source cells")),
        ),
        tuple(item for row in shown for item in _items(row)),
        _drawing(firms),
        more={"coverage": [_coverage(row) for row in shown]},
    )


def reach_of(item: AnswerEntry) -> float | None:
    """The share of its limit that an item reaches, from 0 to 1.5; None where the data don't say.

    At least 1 exactly where it is met; scored items are points of the most that there are.
    """
    result = Result(str(item["result"]))
    if result is Result.UNKNOWN:
        return None
    if item.get("most") is not None:
        most = number_of(item["most"])
        return number_of(item["points"]) / most if item["points"] is not None and most else None
    shares = [*_shares(item)]
    if not shares:
        return 1.0 if result is Result.MET else None
    share = max(shares) if "parts" in item else min(shares)
    if result is Result.MET:
        return max(share, 1.0)
    return min(share, BELOW) if result is Result.UNMET else share


def _shares(item: AnswerEntry) -> Iterator[float]:
    """Of each value that is there and has a limit."""
    for _name, value, sign, limit in named_values(item):
        if value is None or limit is None:
            continue
        now, line = number_of(value), number_of(limit)
        if sign == "=":
            yield float(now == line)
        elif sign in ("<=", "<"):
            yield FURTHEST if now <= 0 else min(line / now, FURTHEST)
        elif line > 0:
            yield min(max(now / line, 0.0), FURTHEST)


def named_values(item: AnswerEntry) -> Iterator[tuple[str, JSON, str, JSON]]:
    """Name, value, sign and limit of each value of an item; the name is empty where there is one only."""
    value, limit, sign = item["value"], item["limit"], item["comparator"]
    if isinstance(value, dict):
        limits = limit if isinstance(limit, dict) else {}
        signs = sign if isinstance(sign, dict) else {}
        for name, one in value.items():
            yield name, one, text_of(signs.get(name)), limits.get(name)
    elif value is not None or limit is not None:
        yield "", value, text_of(sign), limit


def values_said(item: AnswerEntry) -> str:
    """Values with their limits, as they were compared."""
    said = []
    units = item.get("unit")
    for name, value, sign, limit in named_values(item):
        unit = text_of(units.get(name)) if isinstance(units, dict) else text_of(units)
        now = number(None if value is None else str(value), unit)
        shown = "=" if unit == "flag" else comparator_sign(sign)
        line = "" if limit is None else f" ({shown} {number(str(limit), unit)})"
        said.append(f"{value_name(name)} {now}{line}" if name else f"{now}{line}")
    return "; ".join(said)


def coverage_said(row: AnswerEntry) -> str:
    """How many of the facts that a scheme looks at are there."""
    coverage = row["coverage"] if isinstance(row["coverage"], dict) else {}
    return f"{coverage.get('known')}/{coverage.get('needed')}"


def _items(row: AnswerEntry) -> Iterator[dict[str, JSON]]:
    items = [one for one in row["items"] if isinstance(one, dict)] if isinstance(row["items"], list) else []
    scheme = scheme_name(text_of(row["scheme"]))
    group = gettext("{scheme}: {result}, data {coverage}").format(
        scheme=scheme, result=said_of(row["result"]), coverage=coverage_said(row)
    )
    for place, item in enumerate(items):
        angle = 2 * math.pi * place / len(items)
        reach = reach_of(item)
        sine, cosine = round(math.sin(angle), 6), round(math.cos(angle), 6)
        drawn = max(reach or 0.0, NEAREST)
        points = "" if item.get("most") is None else f"{item['points'] or '?'}/{item['most']}"
        yield {
            "firm": row["firm"], "scheme": row["scheme"], "scheme_name": scheme, "pack": row["pack"],
            "group": group, "item": item["item"], "name": item_name(text_of(item["item"])),
            "result": item["result"], "said": said_of(item["result"]), "value": values_said(item),
            "points": points, "covered": coverage_said(row), "cells": cells_said(item["evidence"]),
            "reach": reach, "x": round(sine * drawn, 6), "y": round(cosine * drawn, 6),
            "rank": SCHEMES.index(text_of(row["scheme"])),
            "sine": sine, "cosine": cosine, "place": place,
        }  # fmt: skip


def _coverage(row: AnswerEntry) -> dict[str, JSON]:
    coverage = row["coverage"] if isinstance(row["coverage"], dict) else {}
    known, needed = number_of(coverage.get("known")), number_of(coverage.get("needed"))
    missing = coverage.get("missing")
    lacks = ", ".join(map(str, missing)) if isinstance(missing, list) and missing else ""
    return {
        "firm": row["firm"], "scheme": row["scheme"], "scheme_name": scheme_name(text_of(row["scheme"])),
        "known": known, "needed": needed, "said": f"{known:.0f}/{needed:.0f} {lacks}".strip(),
    }  # fmt: skip


def _drawing(firms: list[str]) -> dict[str, JSON]:
    options: list[JSON] = [*firms]
    chosen: list[JSON] = [{"filter": "datum.firm === firm"}]
    return {
        "params": [{"name": "firm", "value": firms[0],
                    "bind": {"input": "select", "options": options, "name": gettext("Firm ")}}],
        "vconcat": [_radar(chosen), _covered(chosen)],
    }  # fmt: skip


def _radar(chosen: list[JSON]) -> dict[str, JSON]:
    edge: list[JSON] = [-LABELS - 0.28, LABELS + 0.28]

    def channel(field: str) -> dict[str, JSON]:
        return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": edge}}

    def ring(size: float, width: float) -> JSON:
        return {
            "transform": [{"calculate": f"datum.sine * {size}", "as": "at_x"},
                          {"calculate": f"datum.cosine * {size}", "as": "at_y"}],
            "mark": {"type": "line", "interpolate": "linear-closed", "color": "#8a918f",
                     "strokeWidth": width},
            "encoding": {"x": channel("at_x"), "y": channel("at_y"), "order": {"field": "place"}},
        }  # fmt: skip

    def label(side: str, test: str) -> JSON:
        return {
            "transform": [{"filter": test}, {"calculate": f"datum.sine * {RADIUS + 0.08}", "as": "at_x"},
                          {"calculate": f"datum.cosine * {LABELS}", "as": "at_y"}],
            "mark": {"type": "text", "align": side, "fontSize": 10.5},
            "encoding": {"x": channel("at_x"), "y": channel("at_y"), "text": {"field": "name"}},
        }  # fmt: skip

    here = {"x": channel("x"), "y": channel("y")}
    return {
        "transform": chosen,
        "facet": {"field": "group", "title": None, "sort": {"op": "min", "field": "rank"},
                  "header": {"labelAnchor": "middle", "labelLimit": 300}},
        "columns": 2,
        "spec": {
            "width": 270,
            "height": 250,
            "layer": [
                ring(RADIUS, 0.5), ring(1.0, 2.0), ring(0.5, 0.5),
                {"mark": {"type": "line", "interpolate": "linear-closed", "color": PLAIN, "fill": PLAIN,
                          "fillOpacity": 0.12},
                 "encoding": {**here, "order": {"field": "place"}}},
                {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                 "encoding": {**here, **result_channels(orient="bottom"),
                              "tooltip": [{"field": name, "title": title} for name, title in (
                                  ("name", gettext("Item")), ("said", gettext("Result")),
                                  ("value", gettext("Value and limit")),
                                  ("points", gettext("Points of the most")),
                                  ("cells", gettext("Source cells")))]}},
                label("left", "datum.sine > 0.1"), label("right", "datum.sine < -0.1"),
                label("center", "abs(datum.sine) <= 0.1"),
            ],
        },
    }  # fmt: skip


def _covered(chosen: list[JSON]) -> dict[str, JSON]:
    x: dict[str, JSON] = {"type": "quantitative",
                          "title": gettext("facts that are there, of those looked at"),
                          "axis": {"tickMinStep": 1, "format": "d"}}  # fmt: skip
    return {
        "data": {"name": "coverage"},
        "transform": chosen,
        "width": 420,
        "height": {"step": 20},
        "encoding": {"y": {"field": "scheme_name", "type": "nominal", "title": None, "sort": None}},
        "layer": [
            {"mark": {"type": "bar", "height": 12, "fillOpacity": 0, "stroke": INK},
             "encoding": {"x": {**x, "field": "needed"}}},
            {"mark": {"type": "bar", "height": 12}, "encoding": {"x": {**x, "field": "known"}}},
            {"mark": {"type": "text", "align": "left", "dx": 6},
             "encoding": {"x": {**x, "field": "needed"}, "text": {"field": "said"}}},
        ],
    }  # fmt: skip
