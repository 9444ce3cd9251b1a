"""The tool `evaluation`: firms under dated schemes, their size, and the chain between them."""

from __future__ import annotations

from collections.abc import Mapping

from xianxing.law.findings import JSON
from xianxing.toolbox.evaluation.charts import charts_of
from xianxing.toolbox.evaluation.example import example_files
from xianxing.toolbox.evaluation.judging import judge_folder
from xianxing.toolbox.evaluation.layout import LAYOUT
from xianxing.toolbox.evaluation.versions import PACKS
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.reports import ToolReport, ToolWorkbook
from xianxing.toolbox.tool import Tool


def _reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The report; loads what sets pages."""
    from xianxing.toolbox.evaluation.papers import reports

    return reports(answer, inputs)


def _workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """Every list with its rows."""
    from xianxing.toolbox.evaluation.workbook import workbooks

    return workbooks(answer, inputs)


TOOL = Tool(
    layout=LAYOUT,
    packs=PACKS,
    judge=judge_folder,
    files=example_files,
    charts=charts_of,
    reports=_reports,
    workbooks=_workbooks,
)
