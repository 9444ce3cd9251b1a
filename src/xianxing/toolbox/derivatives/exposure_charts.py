"""Charts of exposures to counterparties: margin of swaps, SA-CCR by class, SIMM by kind of margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, number_of, places_of_findings, results_of, text_of
from xianxing.toolbox.charts import INK, OVER, PLAIN, Chart, ChartColumn, sentences
from xianxing.toolbox.derivatives.words import word

WIDTH, MOST_COUNTERPARTIES, MOST_SETS = 400, 20, 6
HEADER: dict[str, JSON] = {
    "labelAngle": 0, "labelAlign": "left", "labelOrient": "top", "labelAnchor": "start",
    "labelLimit": 560,
}  # fmt: skip


def licence_of_simm() -> str:
    """What stands wherever a number of SIMM is shown."""
    return gettext("ISDA publishes SIMM and licenses it: whoever uses it in production needs their licence.")


def exposure_charts(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    """The charts of exposures, as far as the answer has their rows."""
    yield from _margins(answer)
    yield from _saccr(answer)
    yield from _simm(answer)


def margins_by_counterparty(answer: Mapping[str, JSON]) -> list[AnswerEntry]:
    """One row a counterparty over all its classes: the largest shortfall first, then what is unknown."""
    found = [row for row in results_of(answer, "margins") if row["posted"] is not None]
    return sorted(
        found,
        key=lambda row: (
            -number_of(row["shortfall"]), row["shortfall"] is not None, -number_of(row["required"]),
            text_of(row["counterparty"]),
        ),
    )  # fmt: skip


def _margins(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = margins_by_counterparty(answer)
    if not found:
        return
    places = places_of_findings(answer)
    rows = tuple(
        {
            "counterparty": row["counterparty"], "required": row["required"], "posted": row["posted"],
            "shortfall": row["shortfall"], "said": _margin_said(row),
            "finding": places.get(("dv-swap-margin", row["counterparty"])),
        }
        for row in found[:MOST_COUNTERPARTIES]
    )  # fmt: skip
    words = gettext(
        "Required (bar) and posted (tick) by counterparty, over all classes without netting; what is short "
        "stands in words. The largest shortfalls come first, then what can't be said."
    )
    if left := len(found) - len(rows):
        words = sentences(
            words,
            gettext("{count} counterparties without a shortfall are left out here.").format(count=left),
        )
    parsed: dict[str, JSON] = {"required": "number", "posted": "number", "shortfall": "number"}
    millions: list[JSON] = [
        {"calculate": f"datum.{name} === null ? null : datum.{name} / 1e4", "as": f"{name}_m"}
        for name in ("required", "posted")
    ]
    yield Chart(
        "margins",
        gettext("Margin of swaps by counterparty"),
        words,
        (
            ChartColumn("counterparty", gettext("Counterparty")),
            ChartColumn("required", gettext("Required, yuan")),
            ChartColumn("posted", gettext("Posted, yuan")),
            ChartColumn("shortfall", gettext("Shortfall, yuan")),
            ChartColumn("said", gettext("Said in words")),
        ),
        rows,
        {
            "data": {"name": "rows", "format": {"parse": parsed}},
            "transform": millions,
            "width": WIDTH,
            "height": {"step": 20},
            "encoding": {"y": {"field": "counterparty", "type": "nominal", "title": None,
                               "sort": [row["counterparty"] for row in rows]}},
            "layer": [
                {"mark": {"type": "bar", "height": 12, "fillOpacity": 0.35, "stroke": PLAIN, "tooltip": True},
                 "encoding": {"x": {"field": "required_m", "type": "quantitative",
                                    "title": gettext("10,000 yuan")}}},
                {"mark": {"type": "tick", "color": INK, "thickness": 3, "tooltip": True},
                 "encoding": {"x": {"field": "posted_m", "type": "quantitative"}}},
                {"transform": [
                    {"filter": "datum.said !== ''"},
                    {"calculate": "max(datum.required_m, datum.posted_m)", "as": "end"}],
                 "mark": {"type": "text", "align": "left", "dx": 8, "color": OVER},
                 "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "said"}}},
            ],
        },
    )  # fmt: skip


def _margin_said(row: AnswerEntry) -> str:
    if row["shortfall"] is None:
        return gettext("can't be said")
    short = number_of(row["shortfall"])
    return gettext("short by {amount}").format(amount=f"{short / 1e4:,.2f}") if short else ""


def _saccr(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "saccr")
    known = [row for row in found if row["ead"] is not None]
    drawn = sorted(known, key=lambda row: (-number_of(row["ead"]), text_of(row["netting_set"])))[:MOST_SETS]
    rows = tuple(line for row in drawn for line in _set(row))
    if not rows:
        return
    words = gettext(
        "Add-on of each class of a netting set, before the multiplier; EAD = 1.4 × (RC + multiplier × "
        "add-on). "
        "BCBS 279, CRE52; in the currency of the folder."
    )
    if left := len(found) - len(drawn):
        words = sentences(words, gettext("{count} netting sets are left out here.").format(count=left))
    yield Chart(
        "saccr",
        gettext("SA-CCR by class"),
        words,
        (
            ChartColumn("netting_set", gettext("Netting set")),
            ChartColumn("name", gettext("Class")),
            ChartColumn("addon", gettext("Add-on")),
            ChartColumn("rc", "RC"),
            ChartColumn("multiplier", gettext("Multiplier")),
            ChartColumn("ead", "EAD"),
        ),
        rows,
        {
            "facet": {"row": {"field": "group", "title": None, "sort": None, "header": HEADER}},
            "spec": {
                "width": WIDTH,
                "height": {"step": 20},
                "encoding": {
                    "y": {"field": "name", "type": "nominal", "title": None, "sort": None},
                    "x": {"field": "addon", "type": "quantitative", "title": gettext("add-on"),
                          "axis": {"format": ",.0f", "tickCount": 5}},
                },
                "layer": [
                    {"mark": {"type": "bar", "tooltip": True}},
                    {"mark": {"type": "text", "align": "left", "dx": 4},
                     "encoding": {"text": {"field": "addon", "type": "quantitative", "format": ",.0f"}}},
                ],
            },
        },
    )  # fmt: skip


def _set(row: AnswerEntry) -> Iterator[dict[str, JSON]]:
    by_class = row["by_class"] if isinstance(row["by_class"], dict) else {}
    group = f"{row['netting_set']}: EAD {number_of(row['ead']):,.0f}, RC {number_of(row['rc']):,.0f}"
    for name, add_on in by_class.items():
        yield {
            "netting_set": row["netting_set"], "class": name, "name": word(name), "addon": add_on,
            "rc": row["rc"], "multiplier": row["multiplier"], "ead": row["ead"], "group": group,
        }  # fmt: skip


def _simm(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    found = results_of(answer, "simm")
    known = [row for row in found if row["total"] is not None]
    drawn = sorted(known, key=lambda row: (-number_of(row["total"]), text_of(row["portfolio"])))[:MOST_SETS]
    rows = tuple(line for row in drawn for line in _portfolio(row))
    if not rows:
        return
    words = gettext(
        "Margin in US dollars by product, class and kind, over ten days, side of who calls for it; classes "
        "partly "
        "offset, so the total is less than the sum."
    )
    if left := len(found) - len(drawn):
        words = sentences(words, gettext("{count} portfolios are left out here.").format(count=left))
    yield Chart(
        "simm",
        gettext("SIMM by kind of margin"),
        sentences(words, licence_of_simm()),
        (
            ChartColumn("portfolio", gettext("Portfolio")),
            ChartColumn("version", gettext("Version")),
            ChartColumn("class", gettext("Product and class")),
            ChartColumn("kind", gettext("Kind of margin")),
            ChartColumn("amount", gettext("Margin, USD")),
            ChartColumn("total", gettext("Total of the portfolio, USD")),
        ),
        rows,
        {
            "facet": {"row": {"field": "group", "title": None, "sort": None, "header": HEADER}},
            "spec": {
                "width": WIDTH,
                "encoding": {
                    "y": {"field": "class", "type": "nominal", "title": None, "sort": None,
                          "axis": {"labelLimit": 220}},
                    "x": {"field": "kind", "type": "nominal", "title": None, "sort": None,
                          "axis": {"labelAngle": 0}},
                },
                "layer": [
                    {"mark": {"type": "rect", "stroke": "#dcd7ca", "tooltip": True},
                     "encoding": {"color": {"field": "amount", "type": "quantitative", "legend": None,
                                            "scale": {"type": "sqrt", "range": ["#f8f6f0", "#8fb2bf"]}}}},
                    {"mark": "text",
                     "encoding": {"text": {"field": "amount", "type": "quantitative", "format": ",.0f"}}},
                ],
            },
            "resolve": {"scale": {"y": "independent"}},
        },
    )  # fmt: skip


def _portfolio(row: AnswerEntry) -> Iterator[dict[str, JSON]]:
    margins = row["margins"] if isinstance(row["margins"], list) else []
    group = gettext("{portfolio}: total {total} USD, SIMM {version}").format(
        portfolio=row["portfolio"], total=f"{number_of(row['total']):,.0f}", version=row["version"]
    )
    for one in margins:
        if isinstance(one, dict):
            yield {
                "portfolio": row["portfolio"], "version": row["version"], "group": group,
                "class": f"{one['product_class']} {word(one['risk_class'])}",
                "risk_class": one["risk_class"], "margin_type": one["margin_type"],
                "kind": word(one["margin_type"]), "amount": one["amount"], "total": row["total"],
            }  # fmt: skip
