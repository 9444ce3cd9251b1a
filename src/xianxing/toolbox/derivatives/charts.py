"""The charts of an answer, in the order in which people look at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.answers import findings_of
from xianxing.toolbox.charts import Chart, ChartColumn
from xianxing.toolbox.derivatives.exposure_charts import exposure_charts
from xianxing.toolbox.derivatives.market_charts import market_charts
from xianxing.toolbox.derivatives.snowball_charts import snowball_charts
from xianxing.toolbox.derivatives.words import word

WIDTH = 420


def charts_of(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """Every chart for which the answer has rows; none of a folder that was refused."""
    return (
        *_rules(answer), *market_charts(answer), *snowball_charts(answer), *exposure_charts(answer)
    )  # fmt: skip


def _rules(answer: Mapping[str, JSON]) -> Iterator[Chart]:
    counted = Counter((str(one["rule"]), str(one["result"])) for one in findings_of(answer))
    if not counted:
        return
    order = [result.value for result in Result]
    rows: tuple[dict[str, JSON], ...] = tuple(
        {"rule": rule, "name": word(rule), "result": result, "said": word(result), "count": count}
        for (rule, result), count in sorted(
            counted.items(), key=lambda one: (one[0][0], order.index(one[0][1]))
        )
    )
    yield Chart(
        "rules",
        gettext("Findings by rule"),
        gettext(
            "How many findings each rule has, by result; each names its rows. No finding judges conduct."
        ),
        (
            ChartColumn("rule", gettext("Rule")),
            ChartColumn("name", gettext("What it is called")),
            ChartColumn("said", gettext("Result")),
            ChartColumn("count", gettext("Number of findings")),
        ),
        rows,
        {
            "width": WIDTH,
            "encoding": {
                "y": {"field": "name", "type": "nominal", "title": None, "sort": None,
                      "axis": {"labelLimit": 200}},
                "x": {"field": "said", "type": "nominal", "title": None, "sort": [word(one) for one in order],
                      "axis": {"orient": "top", "labelAngle": 0}},
            },
            "layer": [
                {"mark": {"type": "rect", "stroke": "#dcd7ca"},
                 "encoding": {"color": {"field": "count", "type": "quantitative", "legend": None,
                                        "scale": {"type": "log", "range": ["#f4f1e8", "#8fb2bf"]}}}},
                {"mark": "text", "encoding": {"text": {"field": "count"}}},
            ],
        },
    )  # fmt: skip
