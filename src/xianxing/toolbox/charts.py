"""A chart of a tool's answer: one description that pages and papers draw, and the table behind it.

The description is Vega-Lite, so that the same chart is drawn as SVG without a browser and on a page with
tooltips, links and sliders. Nothing is said by colour alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec

from xianxing.i18n import current_language
from xianxing.law.findings import JSON

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name; nothing is fetched
VEGA_LITE = "6.4"
FONT = "Noto Sans CJK SC"
UNDRAWABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML has no sign for
KEPT = 8  # drawings that are kept
INK, LINE, PLAIN, OVER, WATCH, MET = "#18242b", "#dcd7ca", "#13475a", "#a5301c", "#7a4a00", "#24633f"
CONFIG: Mapping[str, JSON] = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": LINE, "domainColor": INK, "labelFontSize": 12,
             "labelFontWeight": 500, "titleFontSize": 12, "titleFontWeight": 500},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12,
               "labelFontWeight": 500, "titleFontWeight": 500},
    "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12,
               "labelFontWeight": 500, "titleFontWeight": 500},
    "mark": {"color": PLAIN},
    "text": {"color": INK, "fontWeight": 500},
}  # fmt: skip


@dataclass(frozen=True)
class ChartColumn:
    """One column of the table behind a chart: its name in the rows, and what its head says."""

    name: str
    head: str


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `drawing` is Vega-Lite without data: the rows are its data, named `rows`.

    `caption` says in one sentence what is to be seen and by which method. A row may hold `finding`, the place
    of a finding in the answer, which a page makes a link to its rows. `more` are other named data, for
    drawings of two kinds of things. Of a chart over time `days` are those on which something changes, `day`
    the place of the one that is drawn, and a row's `first` and `last` the places between which it counts.
    """

    id: str
    title: str
    caption: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[Mapping[str, JSON], ...]
    drawing: Mapping[str, JSON]
    more: Mapping[str, Sequence[Mapping[str, JSON]]] | None = None
    days: tuple[str, ...] = ()
    day: int = 0

    @property
    def head(self) -> tuple[str, ...]:
        """The head of the table."""
        return tuple(column.head for column in self.columns)

    @property
    def cells(self) -> list[list[str]]:
        """The table's cells as they are read; an absent value is an empty cell."""
        return [
            ["" if row.get(column.name) is None else str(row[column.name]) for column in self.columns]
            for row in self.rows
        ]


def sentences(*said: str) -> str:
    """Sentences of a caption one after the other; Chinese ones without a blank between."""
    return (" " if current_language() == "en" else "").join(said)


def yuan_axis() -> dict[str, JSON]:
    """An axis of yuan, in 万 and 亿 for Chinese readers."""
    if current_language() == "en":
        return {"format": "~s", "tickCount": 6}
    words = "{0} / 1e8 + '亿'", "{0} / 1e4 + '万'", "{0}"
    large, middle, small = (one.format("datum.value") for one in words)
    test = "abs(datum.value)"
    return {"tickCount": 6, "labelExpr": f"{test} >= 1e8 ? {large} : {test} >= 1e4 ? {middle} : {small}"}


def as_vega_lite(chart: Chart) -> dict[str, JSON]:
    """The whole description with its data, as a page embeds it.

    Without characters that no document can hold: what draws would end the whole process on one.
    """
    data: dict[str, JSON] = {"rows": [_drawable(dict(row)) for row in chart.rows]}
    for name, rows in (chart.more or {}).items():
        data[name] = [_drawable(dict(row)) for row in rows]
    return {
        "$schema": SCHEMA,
        "datasets": data,
        "data": {"name": "rows"},
        "config": dict(CONFIG),
        **{name: _drawable(value) for name, value in chart.drawing.items()},
    }


def _drawable(value: JSON) -> JSON:
    if isinstance(value, str):
        return UNDRAWABLE.sub("", value)
    if isinstance(value, Mapping):
        return {str(name): _drawable(one) for name, one in value.items()}
    return [_drawable(one) for one in value] if isinstance(value, list | tuple) else value


def draw_svg(chart: Chart) -> str:
    """The chart as SVG, the same for the same rows; needs the extra `tools`. ValueError for what is none."""
    return _drawn(json.dumps(as_vega_lite(chart), ensure_ascii=False))


@lru_cache(maxsize=KEPT)
def _drawn(description: str) -> str:
    """The SVG of a description; kept, because papers show what stands beside them, too."""
    import vl_convert

    _register_fonts()
    return str(vl_convert.vegalite_to_svg(description, vl_version=VEGA_LITE))


@cache
def _register_fonts() -> None:
    import vl_convert

    spec = find_spec(
        "manimgx_fonts_cjk"
    )  # the widths of words are measured in the font that papers are set in
    for folder in (spec.submodule_search_locations or []) if spec else []:
        vl_convert.register_font_directory(folder)
