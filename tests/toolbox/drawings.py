"""What in a drawing neither Vega-Lite nor the chart's rows know: a misspelt word is drawn as if not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xianxing.toolbox.charts import Chart

Fields = frozenset[str]


def words(said: str) -> Fields:
    """Words with blanks between them."""
    return frozenset(said.split())


# The words of Vega-Lite that charts here use, by what they describe.
VIEW = words(
    "columns data encoding facet height layer mark padding params resolve spacing spec "
    "transform vconcat width"
)
CHANNELS = words(
    "angle color column detail fillOpacity opacity order row shape size strokeDash strokeWidth "
    "text tooltip x x2 y y2"
)
CHANNEL = words("axis condition datum field format header legend scale sort title type value")
SHOWN = {"field", "value", "datum"}  # of which a channel has one
PARTS = {
    "axis": words(
        "format grid labelAngle labelExpr labelLimit labels orient tickCount tickMinStep ticks values"
    ),
    "scale": words("constant domain domainMin nice padding range type zero"),
    "legend": words("columns direction labelExpr orient symbolSize"),
    "header": words("labelAlign labelAnchor labelAngle labelColor labelFontSize labelLimit labelOrient"),
    "sort": words("field op order"),
}
MARK = words(
    "align baseline binSpacing color dx dy fill fillOpacity filled fontSize height interpolate "
    "opacity point shape size stroke strokeDash strokeWidth text thickness tooltip type x "
    "xOffset"
)
TRANSFORM = words("aggregate as calculate filter groupby joinaggregate sort stack")
NAMES = re.compile(r"datum\.(\w+)")


def unknown_words(chart: Chart) -> list[str]:
    """Every word that Vega-Lite doesn't know where it stands, and every field that no row has there."""
    data = {"rows": _names(chart.rows)} | {name: _names(rows) for name, rows in (chart.more or {}).items()}
    return list(_in_view(dict(chart.drawing), data["rows"], data, {}))


def _names(rows: Iterable[Mapping[str, Any]]) -> Fields:
    return frozenset(name for row in rows for name in row)


def _in_view(
    view: dict[str, Any], fields: Fields, data: Mapping[str, Fields], above: Mapping[str, Any]
) -> Iterator[str]:
    yield from view.keys() - VIEW
    if named := view.get("data"):
        fields = data[named["name"]] if "name" in named else _names(named["values"])
        yield from named.get("format", {}).get("parse", {}).keys() - fields
    for one in view.get("transform", ()):
        yield from _in_transform(one, fields)
        fields = _after(one, fields)
    encoding = {**above, **view.get("encoding", {})}
    yield from encoding.keys() - CHANNELS
    facet = view.get("facet", {})
    for one in [facet] if "field" in facet else facet.values():
        yield from _in_channel(one, fields)
    inner = [*view.get("layer", ()), *view.get("vconcat", ()), *([view["spec"]] if "spec" in view else ())]
    for one in inner:
        yield from _in_view(one, fields, data, encoding)
    if not inner:
        mark = view["mark"]
        yield from mark.keys() - MARK if isinstance(mark, dict) else ()
        for channel in encoding.values():
            for one in channel if isinstance(channel, list) else [channel]:
                yield from _in_channel(one, fields)


def _in_channel(channel: dict[str, Any], fields: Fields) -> Iterator[str]:
    yield from channel.keys() - CHANNEL
    if not SHOWN & channel.keys():
        yield f"nothing shown by {channel}"
    if "field" in channel:
        yield from {channel["field"]} - fields
    conditions = channel.get("condition", [])
    for one in conditions if isinstance(conditions, list) else [conditions]:
        yield from one.keys() - {"test", "value"}
        yield from _in_expression(one.get("test", ""), fields)
    for name, words in PARTS.items():
        part = channel.get(name)
        if isinstance(part, dict):
            yield from part.keys() - words
            yield from {part["field"]} - fields if "field" in part else ()


def _in_transform(one: dict[str, Any], fields: Fields) -> Iterator[str]:
    yield from one.keys() - TRANSFORM
    for name in ("calculate", "filter"):
        yield from _in_expression(one.get(name, ""), fields)
    used = [*one.get("groupby", ()), *([one["stack"]] if "stack" in one else ())]
    for part in (*one.get("aggregate", ()), *one.get("joinaggregate", ()), *one.get("sort", ())):
        yield from part.keys() - {"field", "op", "as", "order"}
        used += [part["field"]] if "field" in part else []
    yield from set(used) - fields


def _in_expression(expression: str, fields: Fields) -> Iterator[str]:
    yield from set(NAMES.findall(expression)) - fields


def _after(one: dict[str, Any], fields: Fields) -> Fields:
    """The fields that a transform leaves or makes."""
    made = one.get("as", [])
    found = {made} if isinstance(made, str) else set(made)
    found |= {part["as"] for part in (*one.get("aggregate", ()), *one.get("joinaggregate", ()))}
    kept = frozenset(one.get("groupby", ())) if "aggregate" in one else fields
    return kept | found
