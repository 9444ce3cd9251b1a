"""The charts of the tool: the group, methods side by side, sums against the lines, levels by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, results_of
from xianxing.toolbox.charts import INK, OVER, PLAIN, WATCH, Chart, ChartColumn, sentences, yuan_axis
from xianxing.toolbox.related_parties.group_chart import group_chart

MOST_PAIRS, MOST_GROUPS = 6, 6
METHODS = {
    "integrated": "integrated share",
    "weakest_link": "weakest link",
    "majority_closure": "votes of the majority closure",
    "voting_power": "voting power (Banzhaf)",
    "tax_step": "step of the tax administration",
    "beneficial_owner": "beneficial owner's share",
}
LEVELS = {
    "none": "below the lines",
    "board": "board and disclosure",
    "shareholders": "shareholders' meeting (level)",
    "manual_review": "a person decides",
    "unknown": "data are missing",
}
LEVEL_SHAPES = {
    "none": "circle", "board": "square", "shareholders": "triangle-up", "manual_review": "diamond",
    "unknown": "cross",
}  # fmt: skip


def charts(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """Every chart that the answer has something to show in."""
    results = answer["results"]
    left_out = results.get("group_left_out") if isinstance(results, dict) else 0
    ledger = results_of(answer, "ledger")
    found = (
        group_chart(
            results_of(answer, "group_entities"), results_of(answer, "group_ties"),
            int(str(left_out or 0)), str(answer["as_of"]),
        ),
        methods_chart(results_of(answer, "look_through")),
        sums_chart(ledger),
        levels_chart(ledger),
    )  # fmt: skip
    return tuple(one for one in found if one is not None)


def methods_chart(answers: Entries) -> Chart | None:
    """For some pairs of owner and held the share by each method; None where nothing was asked."""
    by_pair: dict[tuple[str, str], Entries] = defaultdict(list)
    for one in answers:
        if one["owner"] is not None and _measure(one) is not None:
            by_pair[str(one["owner"]), str(one["held"])].append(one)
    # Of many pairs those that most methods speak of, and of these the largest holders.
    ranked = sorted(by_pair, key=lambda pair: (-len(by_pair[pair]), -max(map(_size, by_pair[pair])), pair))
    rows = tuple(
        {
            "owner": one["owner"], "held": one["held"], "pair": f"{owner} → {held}",
            "method": gettext(METHODS[one["method"]]), "share": _measure(one), "size": _size(one),
        }
        for owner, held in ranked[:MOST_PAIRS]
        for one in sorted(by_pair[owner, held], key=lambda one: list(METHODS).index(one["method"]))
    )  # fmt: skip
    if not rows:
        return None
    caption = gettext(
        "What each method gives for the same owner and held: they differ by definition, and none is the only "
        "right one. Of voting power the Banzhaf index is drawn."
    )
    if len(ranked) > MOST_PAIRS:
        more = gettext("{shown} of {all} pairs are shown: those of which most methods speak.")
        caption = sentences(caption, more.format(shown=MOST_PAIRS, all=len(ranked)))
    return Chart(
        "methods", gettext("Look-through by method"), caption,
        (
            ChartColumn("owner", gettext("Owner")), ChartColumn("held", gettext("Held")),
            ChartColumn("method", gettext("Method")), ChartColumn("share", gettext("Share")),
        ),
        rows,
        _methods_drawing(),
    )  # fmt: skip


def _methods_drawing() -> dict[str, JSON]:
    order: JSON = [gettext(name) for name in METHODS.values()]
    y: JSON = {"field": "method", "type": "nominal", "sort": order, "title": None}
    return {
        "facet": {"row": {
            "field": "pair", "type": "nominal", "sort": None, "title": None,
            "header": {"labelAngle": 0, "labelAlign": "left", "labelFontSize": 12, "labelColor": INK},
        }},
        "spec": {
            "width": 400,
            "height": {"step": 20},
            "layer": [
                {"mark": {"type": "bar", "height": 12}, "encoding": {
                    "x": {"field": "size", "type": "quantitative", "title": gettext("Share"),
                          "axis": {"format": ".0%"}, "scale": {"domainMin": 0}}, "y": y,
                    "tooltip": [{"field": "share", "type": "nominal", "title": gettext("Share")}],
                }},
                {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11}, "encoding": {
                    "x": {"field": "size", "type": "quantitative"}, "y": y,
                    "text": {"field": "size", "type": "quantitative", "format": ".4~%"},
                }},
            ],
        },
        "resolve": {"scale": {"y": "independent"}},
        "spacing": 6,
    }  # fmt: skip


def _measure(one: Mapping[str, Any]) -> str | None:
    value = one.get("banzhaf") if one["method"] == "voting_power" else one.get("share")
    return None if value is None else str(value)


def _size(one: Mapping[str, Any]) -> float:
    return float(Decimal(_measure(one) or "0"))


def sums_chart(ledger: Entries) -> Chart | None:
    """The twelve-month sums of the largest person groups against the lines; None where nothing adds up."""
    summed = [one for one in ledger if one["group"] is not None and Decimal(one["board"] or "0") > 0]
    largest: dict[str, Decimal] = {}
    for one in summed:
        part = Decimal(one["board"]) / (Decimal(one["board_line"] or "0") or 1)
        largest[one["group"]] = max(largest.get(one["group"], Decimal(0)), part)
    ranked = sorted(largest, key=lambda group: (-largest[group], group))
    kept = frozenset(ranked[:MOST_GROUPS])
    rows = tuple(
        {
            "id": one["id"], "date": one["date"], "group": one["group"], "counterparty": one["counterparty"],
            "amount": one["amount"], "sum": one["board"], "size": float(one["board"]),
            "board_line": one["board_line"], "shareholders_line": one["shareholders_line"],
            "board_at": _at(one["board_line"]), "shareholders_at": _at(one["shareholders_line"]),
            "level": gettext(LEVELS[one["level"]]), "person": one["person"],
        }
        for one in summed
        if one["group"] in kept
    )  # fmt: skip
    if not rows:
        return None
    caption = gettext(
        "Each point is a trade: what it comes to with the earlier ones of twelve months that aren't closed, "
        "by person group, on a logarithmic scale. The dashed line is the board's, lower for natural persons, "
        "the dotted one the shareholders'. What approved estimates cover isn't in the sums."
    )
    if len(ranked) > MOST_GROUPS:
        more = gettext(
            "{shown} of {all} person groups are shown: those nearest to or furthest beyond the line."
        )
        caption = sentences(caption, more.format(shown=MOST_GROUPS, all=len(ranked)))
    rows = tuple(sorted(rows, key=lambda row: (ranked.index(str(row["group"])), str(row["date"]))))
    heads = {
        "id": gettext("Trade"), "date": gettext("Date"), "group": gettext("Person group"),
        "counterparty": gettext("Counterparty of the trade"), "amount": gettext("Amount"),
        "sum": gettext("Sum of twelve months"), "board_line": gettext("Board's line"),
        "shareholders_line": gettext("Shareholders' line"), "level": gettext("Level of the trade"),
    }  # fmt: skip
    columns = tuple(ChartColumn(name, head) for name, head in heads.items())
    title = gettext("Sums of twelve months against the lines")
    return Chart("sums", title, caption, columns, rows, _sums_drawing(len(kept), heads))


def _at(line: str | None) -> float | None:
    return None if line is None else float(line)


def _sums_drawing(groups: int, heads: Mapping[str, str]) -> dict[str, JSON]:
    x: JSON = {
        "field": "date",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%Y-%m", "labelAngle": -40},
    }
    scale: JSON = {"type": "log", "nice": True}
    who: JSON = {"field": "person", "type": "nominal"}

    def y(field: str) -> JSON:
        return {"field": field, "type": "quantitative", "scale": scale, "title": gettext("yuan"),
                "axis": yuan_axis()}  # fmt: skip

    names: JSON = [gettext(name) for name in LEVELS.values()]
    level: JSON = {
        "field": "level", "type": "nominal", "title": heads["level"],
        "scale": {"domain": names, "range": list(LEVEL_SHAPES.values())},
        "legend": {"orient": "bottom"},
    }  # fmt: skip
    colors: JSON = {
        "field": "level", "type": "nominal", "title": heads["level"],
        "scale": {"domain": names, "range": [PLAIN, WATCH, OVER, "#5b3f8c", "#8a918f"]},
        "legend": {"orient": "bottom"},
    }  # fmt: skip
    tips: JSON = [{"field": name, "type": "nominal", "title": head} for name, head in heads.items()]
    return {
        "facet": {"field": "group", "type": "nominal", "title": heads["group"], "sort": None},
        "columns": 2 if groups > 1 else 1,
        "spec": {
            "width": 255 if groups > 1 else 560,
            "height": 150,
            "layer": [
                {"mark": {"type": "line", "strokeDash": [6, 3], "color": INK, "interpolate": "step-after"},
                 "encoding": {"x": x, "y": y("board_at"), "detail": who}},
                {"mark": {"type": "line", "strokeDash": [1, 3], "color": OVER, "interpolate": "step-after"},
                 "encoding": {"x": x, "y": y("shareholders_at"), "detail": who}},
                {"mark": {"type": "point", "filled": True, "size": 34, "opacity": 0.8},
                 "encoding": {"x": x, "y": y("size"), "shape": level, "color": colors, "tooltip": tips}},
            ],
        },
    }  # fmt: skip


def levels_chart(ledger: Entries) -> Chart | None:
    """How many related trades of each level a month has; None without any."""
    counts = Counter((one["date"][:7], one["level"]) for one in ledger)
    rows = tuple(
        {"month": month, "level": gettext(LEVELS[level]), "trades": count, "place": list(LEVELS).index(level)}
        for (month, level), count in sorted(
            counts.items(), key=lambda one: (one[0][0], list(LEVELS).index(one[0][1]))
        )
    )
    if not rows:
        return None
    order: JSON = [gettext(name) for name in LEVELS.values()]
    x: JSON = {"field": "month", "type": "ordinal", "title": None, "axis": {"labelAngle": -40}}
    y: JSON = {"field": "trades", "type": "quantitative", "title": gettext("trades"),
               "axis": {"format": "d", "tickMinStep": 1, "tickCount": 3}}  # fmt: skip
    return Chart(
        "levels", gettext("Related trades by level and month"),
        gettext("One strip a level. Trades with parties that aren't related are left out."),
        (
            ChartColumn("month", gettext("Month")), ChartColumn("level", gettext("Level of the trade")),
            ChartColumn("trades", gettext("trades")),
        ),
        rows,
        {
            "facet": {"row": {
                "field": "level", "type": "nominal", "sort": order, "title": None,
                "header": {"labelAngle": 0, "labelAlign": "left", "labelFontSize": 12, "labelColor": INK},
            }},
            "spec": {"width": 480, "height": 60, "layer": [
                {"mark": {"type": "bar"}, "encoding": {"x": x, "y": y}},
                {"mark": {"type": "text", "dy": -6, "fontSize": 10},
                 "encoding": {"x": x, "y": y, "text": {"field": "trades", "type": "quantitative"}}},
            ]},
            "resolve": {"scale": {"y": "independent"}},
        },
    )  # fmt: skip
