"""How charts show what became of something: a shape and a colour for each result, and its name."""

from __future__ import annotations

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.charts import INK, MET, OVER, WATCH
from xianxing.toolbox.evaluation.words import result_name

SHAPES = {
    Result.MET: ("circle", MET),
    Result.UNMET: ("square", OVER),
    Result.UNKNOWN: ("diamond", WATCH),
    Result.MANUAL_REVIEW: ("triangle-up", INK),
    Result.NOT_APPLICABLE: ("cross", "#8a918f"),
}


def said_of(result: JSON) -> str:
    """A result of the answer in words."""
    return result_name(Result(str(result)))


def result_channels(field: str = "said", *, orient: str = "right") -> dict[str, JSON]:
    """Shape and colour by result, with one legend for both."""
    names: list[JSON] = [result_name(result) for result in SHAPES]
    title = gettext("Result")
    legend: dict[str, JSON] = {"orient": orient}
    return {
        "shape": {"field": field, "type": "nominal", "title": title, "legend": legend,
                  "scale": {"domain": names, "range": [shape for shape, _colour in SHAPES.values()]}},
        "color": {"field": field, "type": "nominal", "title": title, "legend": legend,
                  "scale": {"domain": names, "range": [colour for _shape, colour in SHAPES.values()]}},
    }  # fmt: skip


def cells_said(rows: JSON) -> str:
    """The cells that something rests on, as `table line`."""
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return "; ".join(f"{row['table']} {row['line']}" for row in found)
