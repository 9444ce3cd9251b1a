"""A run of a tool with what it read, for tests of charts, papers and workbooks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from xianxing.documents.writing.official import OfficialPaper
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.reading import read_folder
from xianxing.toolbox.reports import ToolReport, WorkbookSheet
from xianxing.toolbox.saving import as_text
from xianxing.toolbox.tool import Tool, run_tool


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run with what it read, of a tool that writes one report and one workbook."""

    tool: Tool
    answer: dict[str, Any]
    inputs: Inputs

    @cached_property
    def report(self) -> ToolReport:
        (report,) = self.tool.reports(self.answer, self.inputs)
        return report

    @cached_property
    def paper(self) -> OfficialPaper:
        return self.report.paper

    @cached_property
    def sheets(self) -> dict[str, WorkbookSheet]:
        (workbook,) = self.tool.workbooks(self.answer, self.inputs)
        return {sheet.title: sheet for sheet in workbook.sheets}


def kept_run(tool: Tool, place: Path) -> KeptRun:
    """A run over a folder that is taken."""
    inputs = read_folder(place, tool.layout).inputs
    assert inputs is not None
    return KeptRun(tool, run_tool(tool, place).as_json(), inputs)


def example_of(tool: Tool, place: Path) -> Path:
    """The tool's shipped example, written below a folder."""
    for name, content in tool.files().items():
        (place / name).write_bytes(content)
    return place


def answer_of_example(tool: Tool, place: Path) -> dict[str, Any]:
    """What the tool says of its shipped example, as it is read back from its JSON."""
    kept: dict[str, Any] = json.loads(as_text(run_tool(tool, example_of(tool, place))))
    return kept
