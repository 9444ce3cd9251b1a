"""What makes a tool: its tables, packs and judgement; and one run of it over a folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xianxing.law.findings import JSON
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.findings import settle
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.outcome import RunAnswer, RunOutcome
from xianxing.toolbox.packs import Packs
from xianxing.toolbox.reading import FolderLayout, read_folder
from xianxing.toolbox.reports import (
    PaperMakers,
    ToolReport,
    ToolWorkbook,
    no_charts,
    no_reports,
    no_workbooks,
)

Judge = Callable[[Inputs], RunAnswer]


@dataclass(frozen=True)
class Tool:
    """One tool: `judge` takes inputs that were read and never raises for them.

    `files` gives the shipped example, by name; `replay` judges the same days by the packs of another date,
    where a tool can. `charts` draws the JSON of an answer, without its inputs, so that a run that was kept
    can be shown again; `reports` and `workbooks` write that JSON with the rows it rests on. A tool that has
    `judge_on` can have an engine add up for it: the last argument is the engine's address, "" for the tool's
    own choice, and a day that isn't None is that of a replay.
    """

    layout: FolderLayout
    packs: Packs
    judge: Judge
    files: Callable[[], Mapping[str, bytes]]
    replay: Callable[[Inputs, date], RunAnswer] | None = None
    charts: Callable[[Mapping[str, JSON]], tuple[Chart, ...]] = no_charts
    reports: Callable[[Mapping[str, JSON], Inputs], tuple[ToolReport, ...]] = no_reports
    workbooks: Callable[[Mapping[str, JSON], Inputs], tuple[ToolWorkbook, ...]] = no_workbooks
    judge_on: Callable[[Inputs, date | None, str], RunAnswer] | None = None

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return self.layout.tool

    @property
    def makers(self) -> PaperMakers:
        """How its charts, reports and workbooks are made."""
        return PaperMakers(self.charts, self.reports, self.workbooks)


def run_tool(
    tool: Tool,
    folder: Path,
    *,
    as_of: date | None = None,
    lenient: bool = False,
    rules_as_of: date | None = None,
    engine: str = "",
) -> RunOutcome:
    """Read a folder and judge it; with `rules_as_of` by the packs of that day, where the tool can replay.

    A folder that is refused gives an outcome too, with every problem and no finding. `engine` is the address
    of what adds up, where the tool can have it done; QueryEngineError where it can't be used.
    """
    started = time.perf_counter()
    reading = read_folder(folder, tool.layout, as_of=as_of, lenient=lenient)
    answer = None
    if reading.inputs is not None:
        inputs = reading.inputs
        if tool.judge_on is not None:
            answer = tool.judge_on(inputs, rules_as_of, engine)
        elif rules_as_of is not None and tool.replay is not None:
            answer = tool.replay(inputs, rules_as_of)
        else:
            answer = tool.judge(inputs)
        aside = frozenset(name for name, count in inputs.aside.items() if count)
        answer = RunAnswer(settle(answer.findings, aside), answer.results)
    metrics: dict[str, JSON] = {
        "seconds": round(time.perf_counter() - started, 3),
        "rows": sum(file.rows for file in reading.files.values()),
        "share_aside": plain(reading.inputs.share_aside) if reading.inputs else "0",
        "packs_past_check": tool.packs.past_check(reading.as_of) if reading.as_of else 0,
    }
    return RunOutcome(
        tool.name, reading.as_of, tool.packs, reading.files, reading.problems, answer, metrics,
        reading.inputs, tool.makers,
    )  # fmt: skip
