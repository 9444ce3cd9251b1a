"""The tool `derivatives`: dealers' OTC books for whoever supervises them (guide 3.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.book import book_of
from xianxing.toolbox.derivatives.breakdown import market, shares, wall_by_dealer
from xianxing.toolbox.derivatives.by_spot import snowballs_by_spot
from xianxing.toolbox.derivatives.charts import charts_of
from xianxing.toolbox.derivatives.conduct import judge_conduct
from xianxing.toolbox.derivatives.crif import STAND_INS
from xianxing.toolbox.derivatives.example import example_files
from xianxing.toolbox.derivatives.lives import lives
from xianxing.toolbox.derivatives.margins import judge_margins, margin_rows, margins
from xianxing.toolbox.derivatives.prices import prices
from xianxing.toolbox.derivatives.rings import judge_rings
from xianxing.toolbox.derivatives.saccr import exposures
from xianxing.toolbox.derivatives.simm import initial_margins
from xianxing.toolbox.derivatives.simm_numbers import with_versions
from xianxing.toolbox.derivatives.streams import LARGE
from xianxing.toolbox.derivatives.stress import reverse_stress
from xianxing.toolbox.derivatives.suitability import judge_suitability
from xianxing.toolbox.derivatives.supervision import concentration, hedging, wall, wall_grid_problems
from xianxing.toolbox.derivatives.tables import SETTINGS, TABLES
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.packs import load_packs
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.reading import FolderLayout
from xianxing.toolbox.reports import ToolReport, ToolWorkbook
from xianxing.toolbox.tool import Tool

PACKS = with_versions(load_packs(Path(__file__).parent / "packs"))
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def check(inputs: Inputs) -> Iterator[InputProblem]:
    """What rows and settings must keep between them, or a kind of cell that only this tool has."""
    for row in inputs.rows("dealer_capital"):
        month = row.text("month")
        if month and not _MONTH.fullmatch(month):
            words = gettext("write a month like 2026-05")
            yield InputProblem("dealer_capital", row.line, "month", ProblemCode.NOT_A_DATE, month, words)
    yield from wall_grid_problems(inputs)


def judge(inputs: Inputs) -> RunAnswer:
    """Everything that the tool says of a folder."""
    book = book_of(inputs)
    suitable = list(judge_suitability(book, PACKS))
    needed = margins(book, inputs, PACKS)
    findings = (
        *(one.as_finding(PACKS) for one in suitable),
        *judge_conduct(book, inputs, PACKS),
        *judge_rings(book, PACKS),
        *judge_margins(needed, book, inputs, PACKS),
    )
    priced = prices(inputs)
    results: dict[str, JSON] = {
        "suitability": [one.as_json() for one in suitable],
        "margins": margin_rows(needed, inputs),
        "wall": wall(book, inputs),
        "hedging": hedging(inputs),
        "reverse_stress": reverse_stress(inputs),
        "concentration": concentration(book),
        "prices": priced,
        "saccr": exposures(inputs, PACKS),
        "simm": initial_margins(inputs),
        "market": market(inputs),
        "wall_by_dealer": wall_by_dealer(book, inputs),
        "shares": shares(book),
        "lives": lives(inputs),
        **snowballs_by_spot(inputs, priced),
    }
    return RunAnswer(findings, results)


def _reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    from xianxing.toolbox.derivatives.papers import reports

    return reports(answer, inputs)


def _workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    from xianxing.toolbox.derivatives.workbook import workbooks

    return workbooks(answer, inputs)


TOOL = Tool(
    layout=FolderLayout("derivatives", TABLES, SETTINGS, check, STAND_INS, LARGE),
    packs=PACKS,
    judge=judge,
    files=example_files,
    charts=charts_of,
    reports=_reports,
    workbooks=_workbooks,
)
