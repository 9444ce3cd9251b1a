"""Charts of a whole list: each firm under each scheme with its coverage, and under every text of a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.answers import places_of_findings, results_of, text_of
from xianxing.toolbox.charts import Chart, ChartColumn
from xianxing.toolbox.evaluation.item_charts import MOST_FIRMS, coverage_said
from xianxing.toolbox.evaluation.marks import result_channels, said_of
from xianxing.toolbox.evaluation.words import scheme_name

STEP = 17


def list_charts(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    """The charts of a list, as far as the answer has their rows."""
    yield from _results(answer)
    yield from _history(answer)
    yield from _by_version(answer)


def _left_out(names: set[str]) -> str:
    more = len(names) - MOST_FIRMS
    return gettext("{count} firms are left out here.").format(count=more) if more > 0 else ""


def _results(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "evaluations")
    names = {text_of(row["firm"]) for row in found}
    shown = sorted(names)[:MOST_FIRMS]
    places = places_of_findings(answer)
    rows = tuple(
        {
            "firm": row["firm"], "scheme": row["scheme"], "scheme_name": scheme_name(text_of(row["scheme"])),
            "pack": row["pack"], "result": row["result"], "said": said_of(row["result"]),
            "score": row["score"], "covered": coverage_said(row),
            "finding": places.get((f"ev-{row['scheme']}", row["firm"])),
        }
        for row in found if row["firm"] in shown
    )  # fmt: skip
    if not rows:
        return
    yield Chart(
        "results",
        gettext("Every firm under the schemes"),
        gettext(
            "What each scheme says by the text in force on the day of the application; beside it how many "
            "of the "
            "facts that it looks at are there."
        )
        + _left_out(names),
        (
            ChartColumn("firm", gettext("Firm")),
            ChartColumn("scheme_name", gettext("Scheme")),
            ChartColumn("pack", gettext("Text")),
            ChartColumn("said", gettext("Result")),
            ChartColumn("score", gettext("score")),
            ChartColumn("covered", gettext("Data coverage")),
        ),
        rows,
        {
            "width": {"step": 136},
            "height": {"step": STEP},
            "encoding": {
                "y": {"field": "firm", "type": "nominal", "title": None},
                "x": {"field": "scheme_name", "type": "nominal", "title": None, "sort": None,
                      "axis": {"orient": "top", "labelAngle": 0, "labelLimit": 136}},
            },
            "layer": [
                {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "xOffset": -16,
                          "tooltip": True},
                 "encoding": result_channels()},
                {"mark": {"type": "text", "align": "left", "fontSize": 11},
                 "encoding": {"text": {"field": "covered"}}},
            ],
        },
    )  # fmt: skip


def _history(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "history")
    names = {text_of(row["firm"]) for row in found}
    shown = sorted(names)[:MOST_FIRMS]
    rows: list[dict[str, JSON]] = []
    for row in found:
        versions = row["versions"] if isinstance(row["versions"], list) and row["firm"] in shown else []
        for one in versions:
            if isinstance(one, dict):
                confirmed = "" if one["confirmed"] else "*"
                rows.append({
                    "firm": row["firm"], "scheme": row["scheme"],
                    "scheme_name": scheme_name(text_of(row["scheme"])), "pack": one["pack"],
                    "year": f"{text_of(one['from'])[:7]}{confirmed}", "from": one["from"], "to": one["to"],
                    "result": one["result"], "said": said_of(one["result"]), "score": one["score"],
                })  # fmt: skip
    if not rows:
        return
    schemes: list[JSON] = list(dict.fromkeys(row["scheme_name"] for row in rows))
    yield Chart(
        "history",
        gettext("The same firms under every text"),
        gettext(
            "The facts of today judged as if each text were in force, by the month from which it counts; * "
            "marks a "
            "text that isn't confirmed, under which nothing is unmet."
        )
        + _left_out(names),
        (
            ChartColumn("firm", gettext("Firm")),
            ChartColumn("scheme_name", gettext("Scheme")),
            ChartColumn("pack", gettext("Text")),
            ChartColumn("from", gettext("In force from")),
            ChartColumn("to", gettext("In force to")),
            ChartColumn("said", gettext("Result")),
            ChartColumn("score", gettext("score")),
        ),
        tuple(rows),
        {
            "spacing": 60,
            "facet": {"column": {"field": "scheme_name", "title": None, "sort": schemes,
                                 "header": {"labelFontSize": 12}}},
            "spec": {
                "width": {"step": 44},
                "height": {"step": STEP},
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "tooltip": True},
                "encoding": {
                    "y": {"field": "firm", "type": "nominal", "title": None},
                    "x": {"field": "year", "type": "nominal", "title": None,
                          "axis": {"orient": "bottom", "labelAngle": -60}},
                    **result_channels(),
                },
            },
            "resolve": {"scale": {"x": "independent"}},
        },
    )  # fmt: skip


def _by_version(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    order = [result.value for result in Result]
    rows: tuple[dict[str, JSON], ...] = tuple(
        {
            "scheme": row["scheme"], "scheme_name": scheme_name(text_of(row["scheme"])), "pack": row["pack"],
            "result": result, "said": said_of(result), "count": row[result], "place": order.index(result),
        }
        for row in results_of(answer, "by_version") for result in order
    )  # fmt: skip
    if not rows:
        return
    colour = result_channels()["color"]
    yield Chart(
        "by-version",
        gettext("How many firms each text lets through"),
        gettext("The whole list under every text of each scheme, counted by result."),
        (
            ChartColumn("scheme_name", gettext("Scheme")),
            ChartColumn("pack", gettext("Text")),
            ChartColumn("said", gettext("Result")),
            ChartColumn("count", gettext("Firms")),
        ),
        rows,
        {
            "transform": [
                {"filter": "datum.count > 0"},
                {"stack": "count", "groupby": ["pack"], "sort": [{"field": "place"}], "as": ["low", "high"]},
                {"calculate": "(datum.low + datum.high) / 2", "as": "middle"},
            ],
            "width": 420,
            "height": {"step": 24},
            "encoding": {"y": {"field": "pack", "type": "nominal", "title": None, "sort": None}},
            "layer": [
                {"mark": {"type": "bar", "fillOpacity": 0.3, "stroke": "white"},
                 "encoding": {"x": {"field": "low", "type": "quantitative", "title": gettext("firms"),
                                    "axis": {"grid": False}},
                              "x2": {"field": "high"}, "color": colour}},
                {"mark": "text", "encoding": {"x": {"field": "middle", "type": "quantitative"},
                                              "text": {"field": "count"}}},
            ],
        },
    )  # fmt: skip
