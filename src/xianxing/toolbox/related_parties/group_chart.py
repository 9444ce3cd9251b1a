"""The drawing of the related group: entities in bands by their distance from the firm, lines between them.

Places are computed here and the same for the same answer. Kinds of lines differ in dash, kinds of entities in
shape; a ring marks a loop of stakes; what has ended or begins later is faint.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.charts import INK, OVER, PLAIN, WATCH, Chart, ChartColumn, sentences
from xianxing.toolbox.related_parties.days import day_after, day_before
from xianxing.toolbox.related_parties.words import named

ROW, STEP_X, STEP_Y, BAND = 11, 58, 46, 22  # entities a row; pixels between entities, rows and bands
LONGEST_LABEL = 9
NEAR = 9  # pixels that an arrow's head keeps from the entity
Place = tuple[float, float]
TIMES = {"now": "in force on the day", "past": "ended before the day", "coming": "begins after the day"}
TIES = {
    "stake": "stake", "nominee": "stake held by a nominee", "post": "post", "kin": "family",
    "concert": "acting in concert",
}  # fmt: skip
KINDS = {
    "person": "natural person", "company": "company", "partnership": "partnership", "product": "product",
    "state_body": "state body",
}  # fmt: skip
DASHES: dict[str, JSON] = {
    "stake": [1, 0],
    "nominee": [6, 3],
    "post": [2, 2],
    "kin": [1, 3],
    "concert": [8, 2, 2, 2],
}
COLORS = {"stake": PLAIN, "nominee": OVER, "post": WATCH, "kin": "#8a918f", "concert": INK}
SHAPES = {
    "person": "circle", "company": "square", "partnership": "diamond", "product": "triangle-up",
    "state_body": "cross",
}  # fmt: skip


def group_chart(
    entities: Iterable[Mapping[str, Any]], ties: Iterable[Mapping[str, Any]], left_out: int, day: str
) -> Chart | None:
    """The map of the group; None where there is nobody but the firm."""
    shown = list(entities)
    if len(shown) < 2:
        return None
    lines = list(ties)
    places, height = _places(shown, lines)
    names = {str(one["entity"]): str(one["name"]) for one in shown}
    lines = [tie for tie in lines if tie["from_entity"] != tie["to_entity"]]
    days = change_days(lines, day)
    rows = tuple({**_tie(tie, places, names), **_span(tie, days)} for tie in lines)
    caption = gettext(
        "Entities in rows by how many ties lie between them and the firm: above it who holds it, below it "
        "the others. A ring marks a loop of stakes on {day}; faint lines have ended before the day of the "
        "slider, at first {day}, or begin later."
    ).format(day=day)
    if left_out:
        more = gettext("The {shown} nearest are shown, {left} more are left out.")
        caption = sentences(caption, more.format(shown=len(shown), left=left_out))
    return Chart(
        id="group",
        title=gettext("The firm's related group"),
        caption=caption,
        columns=(
            ChartColumn("from_name", gettext("Holder, person")),
            ChartColumn("to_name", gettext("Held, entity")),
            ChartColumn("said", gettext("Kind of tie")),
            ChartColumn("share", gettext("Share of equity")),
            ChartColumn("days", gettext("From and to")),
            ChartColumn("when", gettext("On the day")),
            ChartColumn("row", gettext("Row")),
        ),
        rows=rows,
        drawing=_drawing(height, days, days.index(day)),
        days=tuple(days),
        day=days.index(day),
        more={"entities": [_entity(one, places) for one in shown]},
    )


def _places(
    entities: list[Mapping[str, Any]], ties: list[Mapping[str, Any]]
) -> tuple[dict[str, Place], float]:
    """Where each entity stands, in pixels, and how high all is.

    Within a band whoever is tied to somebody further left stands further left.
    """
    beside: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        beside[str(tie["from_entity"])].append(str(tie["to_entity"]))
        beside[str(tie["to_entity"])].append(str(tie["from_entity"]))
    bands = _bands(entities)
    places: dict[str, Place] = {}
    order = sorted(bands, key=lambda level: (abs(level), level))
    rows_of = {level: math.ceil(len(members) / ROW) for level, members in bands.items()}
    tops, top = {}, 0.0
    for level in sorted(bands):
        tops[level] = top
        top += rows_of[level] * STEP_Y + BAND
    width = ROW * STEP_X
    for level in order:
        members = sorted(bands[level], key=lambda one: (_middle(one, beside, places, width), one))
        count = rows_of[level]
        for number, one in enumerate(members):
            # Neighbours in order stand in different rows, so that a band is as wide as its order is long.
            column, row = divmod(number, count)
            in_row = len(range(row, len(members), count))
            shift = (row % 2) * STEP_X / 2 if count > 1 else 0
            x = (width - in_row * STEP_X) / 2 + (column + 0.5) * STEP_X + shift
            places[one] = (round(x, 1), round(tops[level] + row * STEP_Y + STEP_Y / 2, 1))
    return places, top


def _bands(entities: Iterable[Mapping[str, Any]]) -> dict[int, list[str]]:
    bands: dict[int, list[str]] = defaultdict(list)
    far = 1 + max((one["distance"] or 0 for one in entities), default=0)
    for one in entities:
        distance = far if one["distance"] is None else int(one["distance"])
        bands[-distance if one["side"] == "above" else distance].append(str(one["entity"]))
    return bands


def _middle(one: str, beside: Mapping[str, list[str]], places: Mapping[str, Place], width: float) -> float:
    known = [places[other][0] for other in beside.get(one, ()) if other in places]
    return sum(known) / len(known) if known else width / 2


def _entity(one: Mapping[str, Any], places: Mapping[str, Place]) -> dict[str, JSON]:
    x, y = places[str(one["entity"])]
    label = str(one["entity"])
    return {
        "entity": label,
        "label": label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…",
        "name": one["name"],
        "kind": gettext(KINDS.get(str(one["kind"]), str(one["kind"]))),
        "firm": one["side"] == "firm",
        "cyclic": bool(one["cyclic"]),
        "x": x,
        "y": y,
    }


def _tie(tie: Mapping[str, Any], places: Mapping[str, Place], names: Mapping[str, str]) -> dict[str, JSON]:
    one, other = str(tie["from_entity"]), str(tie["to_entity"])
    (x, y), (x2, y2) = places[one], places[other]
    long = math.hypot(x2 - x, y2 - y) or 1.0
    part = max(0.0, 1 - NEAR / long)
    said = gettext(TIES.get(str(tie["kind"]), str(tie["kind"])))
    if tie["via"]:
        said = gettext("{kind} ({entity})").format(kind=said, entity=tie["via"])
    elif tie["what"] and tie["kind"] in ("post", "kin"):
        said = named(str(tie["what"]))
    return {
        "from_name": f"{one} {names[one]}",
        "to_name": f"{other} {names[other]}",
        "kind": gettext(TIES.get(str(tie["kind"]), str(tie["kind"]))),
        "said": said,
        "share": tie["equity"],
        "days": f"{tie['from'] or ''} – {tie['to'] or ''}" if tie["from"] or tie["to"] else "",
        "when": gettext(TIMES[str(tie["time"])]),
        "row": " ".join(f"{row['table']}:{row['line']}" for row in tie["evidence"]),
        "x": x, "y": y, "x2": x2, "y2": y2,
        "head_x": round(x + (x2 - x) * part, 1), "head_y": round(y + (y2 - y) * part, 1),
        "angle": round(math.degrees(math.atan2(x2 - x, y - y2)), 1),
        "directed": tie["kind"] in ("stake", "nominee", "post"),
    }  # fmt: skip


def change_days(ties: Iterable[Mapping[str, Any]], day: str) -> list[str]:
    """The days on which a tie begins or has just ended, the one before the first, and the map's own."""
    found = {date.fromisoformat(str(tie["from"])) for tie in ties if tie["from"]}
    ends = {date.fromisoformat(str(tie["to"])) for tie in ties if tie["to"]}
    found |= {day_after(one) for one in ends if one != date.max}
    if found:
        found.add(day_before(min(found)))
    return sorted({day, *(one.isoformat() for one in found)})


def _span(tie: Mapping[str, Any], days: list[str]) -> dict[str, JSON]:
    """The places of the first and the last of the days on which a tie counts."""
    first = bisect_left(days, str(tie["from"])) if tie["from"] else 0
    last = bisect_right(days, str(tie["to"])) - 1 if tie["to"] else len(days) - 1
    return {"first": first, "last": last}


def _slider(days: list[str], at: int) -> list[JSON]:
    return [{"name": "step", "value": at, "bind": {
        "input": "range", "min": 0, "max": len(days) - 1, "step": 1, "name": gettext("Day of change "),
    }}]  # fmt: skip


def _day_layer(days: list[str]) -> JSON:
    """The day of the slider, above the map."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 12, "color": INK,
                 "text": {"expr": f"{json.dumps(days)}[step]"}},
        "encoding": {"x": {"value": 0}, "y": {"value": 0}},
    }  # fmt: skip


def _drawing(height: float, days: list[str], at: int) -> dict[str, JSON]:
    width = ROW * STEP_X + STEP_X // 2
    x: JSON = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, width], "nice": False},
    }
    y: JSON = {"field": "y", "type": "quantitative", "axis": None,
               "scale": {"domain": [height, 0], "nice": False, "zero": False}}  # fmt: skip
    kind = _legend(
        "kind", gettext("Kind of tie"), "bottom", {gettext(TIES[one]): dash for one, dash in DASHES.items()}
    )
    color = _legend(
        "kind", gettext("Kind of tie"), "bottom", {gettext(TIES[one]): color for one, color in COLORS.items()}
    )
    shape = _legend(
        "kind",
        gettext("Kind of entity"),
        "top",
        {gettext(KINDS[one]): shape for one, shape in SHAPES.items()},
    )
    faint: JSON = {"field": "strength", "type": "quantitative", "scale": None}
    strength: JSON = {
        "calculate": "datum.first <= step && step <= datum.last ? 0.75 : 0.15", "as": "strength"
    }  # fmt: skip
    tips: JSON = [
        {"field": name, "type": "nominal", "title": title}
        for name, title in (
            ("from_name", gettext("Holder, person")), ("to_name", gettext("Held, entity")),
            ("said", gettext("Kind of tie")), ("share", gettext("Share of equity")),
            ("days", gettext("From and to")),
        )
    ]  # fmt: skip
    return {
        "width": width,
        "height": height,
        "params": _slider(days, at),
        "layer": [
            {
                "transform": [strength],
                "mark": {"type": "rule", "strokeWidth": 1.1},
                "encoding": {
                    "x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeDash": kind,
                    "color": color, "opacity": faint, "tooltip": tips,
                },
            },
            {
                "transform": [{"filter": "datum.directed"}, strength],
                "mark": {"type": "point", "shape": "triangle-up", "filled": True, "size": 26},
                "encoding": {
                    "x": {**_dict(x), "field": "head_x"}, "y": {**_dict(y), "field": "head_y"},
                    "angle": {"field": "angle", "type": "quantitative", "scale": None},
                    "color": color, "opacity": faint,
                },
            },
            *_entity_layers(x, y, shape),
            _day_layer(days),
        ],
        "resolve": {"scale": {"shape": "independent"}},
    }  # fmt: skip


def _entity_layers(x: JSON, y: JSON, shape: JSON) -> Iterator[JSON]:
    data: JSON = {"name": "entities"}
    tips: JSON = [
        {"field": name, "type": "nominal", "title": title}
        for name, title in (
            ("entity", gettext("Id")), ("name", gettext("Name of the entity")),
            ("kind", gettext("Kind of entity")),
        )
    ]  # fmt: skip
    yield {
        "data": data,
        "transform": [{"filter": "datum.cyclic"}],
        "mark": {
            "type": "point", "shape": "circle", "size": 330, "filled": False, "stroke": OVER,
            "strokeWidth": 2,
        },
        "encoding": {"x": x, "y": y},
    }  # fmt: skip
    yield {
        "data": data,
        "mark": {
            "type": "point", "filled": True, "size": 110, "opacity": 1, "stroke": "#ffffff",
            "strokeWidth": 1,
        },
        "encoding": {
            "x": x, "y": y, "shape": shape, "tooltip": tips,
            "color": {"condition": {"test": "datum.firm", "value": OVER}, "value": INK},
        },
    }  # fmt: skip
    label: JSON = {"field": "label", "type": "nominal"}
    halo: JSON = {"type": "text", "dy": 14, "fontSize": 10, "stroke": "#ffffff", "strokeWidth": 3}
    yield {"data": data, "mark": halo, "encoding": {"x": x, "y": y, "text": label}}
    yield {
        "data": data,
        "mark": {"type": "text", "dy": 14, "fontSize": 10},
        "encoding": {"x": x, "y": y, "text": label, "tooltip": tips},
    }


def _legend(field: str, title: str, orient: str, given: Mapping[str, JSON]) -> dict[str, JSON]:
    return {
        "field": field,
        "type": "nominal",
        "title": title,
        "scale": {"domain": list(given), "range": list(given.values())},
        "legend": {"orient": orient, "direction": "horizontal", "symbolSize": 120, "columns": 5},
    }


def _dict(value: JSON) -> dict[str, JSON]:
    return dict(value) if isinstance(value, dict) else {}
