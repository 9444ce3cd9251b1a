"""The charts of an answer, in the order in which people look at them."""

from __future__ import annotations

from collections.abc import Mapping

from xianxing.law.findings import JSON
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.evaluation.chain_charts import chain_charts
from xianxing.toolbox.evaluation.item_charts import item_chart
from xianxing.toolbox.evaluation.list_charts import list_charts


def charts_of(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """Every chart for which the answer has rows; none of a folder that was refused."""
    return (*item_chart(answer), *list_charts(answer), *chain_charts(answer))
