"""Charts of the chain: sectors by their linkages, who supplies whom, and what a shock does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import number_of, results_of, text_of
from xianxing.toolbox.charts import INK, OVER, PLAIN, Chart, ChartColumn, sentences
from xianxing.toolbox.evaluation.chain_map import coordinates, drawn_nodes

WIDTH = 520
MOST_LABELS = 25
SHAPES: list[JSON] = ["square", "circle"]  # of key sectors and others
COLOURS: list[JSON] = [OVER, PLAIN]


def chain_charts(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    """The charts of the chain, as far as the answer has their rows."""
    yield from _sectors(answer)
    yield from _network(answer)
    yield from _shocks(answer)


def _sectors(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    rows: tuple[dict[str, JSON], ...] = tuple(
        {**row, "said": gettext("key sector") if row["key"] else gettext("other sector")}
        for row in results_of(answer, "sectors")
        if row["backward_n"] is not None
    )
    if not rows:
        return
    kinds: list[JSON] = [gettext("key sector"), gettext("other sector")]
    yield Chart(
        "sectors",
        gettext("Sectors by what they draw and what they feed"),
        gettext(
            "Backward linkage (Leontief) against forward linkage (Ghosh), each over its mean; the rules "
            "stand at "
            "the mean. A key sector is above both."
        ),
        (
            ChartColumn("sector", gettext("Sector")),
            ChartColumn("output", gettext("Output, yuan")),
            ChartColumn("backward_n", gettext("Backward, over the mean")),
            ChartColumn("forward_n", gettext("Forward, over the mean")),
            ChartColumn("said", gettext("Kind of sector")),
        ),
        rows,
        {
            "width": WIDTH - 100,
            "height": 300,
            "encoding": {
                "x": {"field": "backward_n", "type": "quantitative", "scale": {"zero": False, "padding": 30},
                      "title": gettext("backward linkage over the mean")},
                "y": {"field": "forward_n", "type": "quantitative", "scale": {"zero": False, "padding": 20},
                      "title": gettext("forward linkage over the mean")},
            },
            "layer": [
                {"mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
                 "encoding": {"x": {"datum": 1}, "y": {"value": 0}, "y2": {"value": "height"}}},
                {"mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
                 "encoding": {"y": {"datum": 1}, "x": {"value": 0}, "x2": {"value": "width"}}},
                {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "tooltip": True},
                 "encoding": {
                     channel: {"field": "said", "type": "nominal", "title": None,
                               "scale": {"domain": kinds, "range": values}}
                     for channel, values in (("shape", SHAPES), ("color", COLOURS))
                 }},
                {"mark": {"type": "text", "align": "left", "dx": 8, "dy": -6},
                 "encoding": {"text": {"field": "sector"}}},
            ],
        },
    )  # fmt: skip


def _network(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    drawn = drawn_nodes(results_of(answer, "nodes"))
    links = results_of(answer, "map_links")
    if not drawn or not links:
        return
    places = coordinates(
        [text_of(row["node"]) for row in drawn],
        [(text_of(row["supplier"]), text_of(row["buyer"])) for row in links],
    )
    rows: tuple[dict[str, JSON], ...] = tuple(
        {**row, "x": places[text_of(row["node"])][0], "y": places[text_of(row["node"])][1],
         "label": row["node"] if place < MOST_LABELS else "",
         "suppliers": sum(link["buyer"] == row["node"] for link in links),
         "buyers": sum(link["supplier"] == row["node"] for link in links),
         "one_source": next((text_of(link["supplier"]) for link in links
                             if link["buyer"] == row["node"] and link["single_source"]), None)}
        for place, row in enumerate(drawn)
    )  # fmt: skip
    yield Chart(
        "network",
        gettext("Who supplies whom"),
        _network_caption(answer),
        (
            ChartColumn("node", gettext("Firm of the network")),
            ChartColumn("firm", gettext("Its name")),
            ChartColumn("betweenness", gettext("Betweenness")),
            ChartColumn("suppliers", gettext("Suppliers drawn")),
            ChartColumn("buyers", gettext("Buyers drawn")),
            ChartColumn("one_source", gettext("Half and more from")),
        ),
        rows,
        _network_drawing(),
        more={"links": [_line(link, places) for link in links]},
    )


def _network_caption(answer: Mapping[str, JSON]) -> str:
    words = gettext(
        "A line leads from supplier to buyer, thin end at the buyer; the larger a point, the more it lies "
        "between "
        "others (betweenness). Thick dashed lines are of a buyer that has half and more of its value from "
        "that "
        "supplier, a line of ours. Places have no meaning of their own."
    )
    results = answer.get("results")
    left = results.get("map_left_out") if isinstance(results, dict) else None
    if isinstance(left, dict) and number_of(left.get("nodes")):
        said = gettext("{nodes} firms with less betweenness and {links} links are left out here.")
        words = sentences(words, said.format(nodes=left["nodes"], links=left["links"]))
    sampled = results.get("betweenness") if isinstance(results, dict) else None
    if isinstance(sampled, dict) and sampled.get("bound") is not None:
        said = gettext("Betweenness is estimated from {sources} sources; off by at most {bound} with 95 %.")
        words = sentences(
            words, said.format(sources=sampled["sources"], bound=f"{number_of(sampled['bound']):.4g}")
        )
    return words


def _line(link: Mapping[str, JSON], places: Mapping[str, tuple[float, float]]) -> dict[str, JSON]:
    first, last = places[text_of(link["supplier"])], places[text_of(link["buyer"])]
    kind = gettext("half and more from one supplier") if link["single_source"] else gettext("other link")
    return {
        **{key: value for key, value in link.items() if key != "evidence"},
        "said": kind, "x": first[0], "y": first[1], "x2": last[0], "y2": last[1],
        "near_x": round(0.4 * first[0] + 0.6 * last[0], 4),
        "near_y": round(0.4 * first[1] + 0.6 * last[1], 4),
    }  # fmt: skip


def _network_drawing() -> dict[str, JSON]:
    def place(field: str) -> dict[str, JSON]:
        return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": [-1.08, 1.08]}}

    kinds: list[JSON] = [gettext("half and more from one supplier"), gettext("other link")]

    def styled(channel: str, values: list[JSON]) -> dict[str, JSON]:
        return {
            channel: {"field": "said", "type": "nominal", "title": None,
                      "scale": {"domain": kinds, "range": values}}
        }  # fmt: skip

    style = {
        **styled("color", [OVER, "#9aa3a1"]), **styled("strokeDash", [[6, 2], [1, 0]]),
    }  # fmt: skip
    whole: dict[str, JSON] = {"x": place("x"), "y": place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    half: dict[str, JSON] = {**whole, "x2": {"field": "near_x"}, "y2": {"field": "near_y"}}
    thick: dict[str, JSON] = {
        "condition": {"test": "datum.single_source", "value": 2.2}, "value": 1.6
    }  # fmt: skip
    return {
        "width": WIDTH,
        "height": 480,
        "layer": [
            {"data": {"name": "links"},
             "mark": {"type": "rule", "opacity": 0.7, "tooltip": True},
             "encoding": {**whole, **style, "strokeWidth": {"value": 0.7}}},
            {"data": {"name": "links"}, "mark": {"type": "rule", "opacity": 0.7},
             "encoding": {**half, **style, "strokeWidth": thick}},
            {"mark": {"type": "point", "filled": True, "opacity": 1, "fill": PLAIN, "stroke": "white",
                      "tooltip": True},
             "encoding": {"x": place("x"), "y": place("y"),
                          "size": {"field": "betweenness", "type": "quantitative",
                                   "title": gettext("Betweenness"), "scale": {"range": [30, 500]}}}},
            {"mark": {"type": "text", "dy": -15, "fontSize": 11},
             "encoding": {"x": place("x"), "y": place("y"), "text": {"field": "label"}}},
        ],
    }  # fmt: skip


def _shocks(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    rows = tuple({**row} for row in results_of(answer, "shocks") if row["output"] is not None)
    if not rows:
        return
    yield Chart(
        "shocks",
        gettext("What a change of final demand does to outputs"),
        gettext(
            "Change of each sector's output that a change of final demand asks for, direct and indirect; "
            "the tick "
            "is the change of its own final demand. Nothing moves but quantities: no prices, no substitutes."
        ),
        (
            ChartColumn("scenario", gettext("Scenario")),
            ChartColumn("sector", gettext("Sector")),
            ChartColumn("change", gettext("Change of final demand, yuan")),
            ChartColumn("output", gettext("Change of output, yuan")),
        ),
        rows,
        {
            "data": {"name": "rows", "format": {"parse": {"change": "number", "output": "number"}}},
            "transform": [
                {"calculate": f"datum.{name} / 1e8", "as": f"{name}_8"} for name in ("change", "output")
            ],
            "facet": {"row": {"field": "scenario", "title": None,
                              "header": {"labelAngle": 0, "labelAlign": "left", "labelOrient": "top",
                                         "labelAnchor": "start"}}},
            "spec": {
                "width": WIDTH - 120,
                "height": {"step": 20},
                "encoding": {"y": {"field": "sector", "type": "nominal", "title": None}},
                "layer": [
                    {"mark": {"type": "bar", "height": 12, "tooltip": True},
                     "encoding": {"x": {"field": "output_8", "type": "quantitative",
                                        "title": gettext("100 m yuan")}}},
                    {"mark": {"type": "tick", "color": OVER, "thickness": 3},
                     "encoding": {"x": {"field": "change_8", "type": "quantitative"}}},
                ],
            },
        },
    )  # fmt: skip
