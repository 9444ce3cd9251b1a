"""The tool `inspection`: what an inspector looks for in a manager's books, by the rules of each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from xianxing.law.findings import JSON
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection import report
from xianxing.toolbox.inspection.example.build import files
from xianxing.toolbox.inspection.tables import COLUMNAR, SETTINGS, TABLES, check
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.packs import load_packs
from xianxing.toolbox.reading import FolderLayout
from xianxing.toolbox.reports import ToolReport, ToolWorkbook
from xianxing.toolbox.tool import Tool

PACKS = load_packs(Path(__file__).parent / "packs")


def judge(inputs: Inputs) -> RunAnswer:
    """Hold every day against the rules in force on it."""
    return report.answer(inputs, PACKS)


def replay(inputs: Inputs, rules_as_of: date) -> RunAnswer:
    """Hold every day against the rules of one other date."""
    return report.replay(inputs, PACKS, rules_as_of)


def charts(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """What the answer shows as charts."""
    from xianxing.toolbox.inspection.charts import charts as drawn

    return drawn(answer)


def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The confirmation of facts; loads what sets pages."""
    from xianxing.toolbox.inspection.papers import reports as written

    return written(answer, inputs)


def workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """The working papers."""
    from xianxing.toolbox.inspection.workbook import workbooks as written

    return written(answer, inputs)


def judge_on(inputs: Inputs, rules_as_of: date | None, engine: str) -> RunAnswer:
    """As `judge` or `replay`, with the sums of positions left to an engine where its address is given."""
    if rules_as_of is not None:
        return report.replay(inputs, PACKS, rules_as_of, engine)
    return report.answer(inputs, PACKS, engine)


TOOL = Tool(
    layout=FolderLayout(tool="inspection", tables=TABLES, settings=SETTINGS, check=check, columnar=COLUMNAR),
    packs=PACKS,
    judge=judge,
    files=files,
    replay=replay,
    charts=charts,
    reports=reports,
    workbooks=workbooks,
    judge_on=judge_on,
)
