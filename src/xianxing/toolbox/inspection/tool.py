"""The tool `inspection`: what an inspector looks for in a manager's books, by the rules of each day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection import report
from xianxing.toolbox.inspection.example.build import files
from xianxing.toolbox.inspection.tables import SETTINGS, TABLES, check
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.packs import load_packs
from xianxing.toolbox.reading import FolderLayout
from xianxing.toolbox.tool import Tool

PACKS = load_packs(Path(__file__).parent / "packs")


def judge(inputs: Inputs) -> RunAnswer:
    """Hold every day against the rules in force on it."""
    return report.answer(inputs, PACKS)


def replay(inputs: Inputs, rules_as_of: date) -> RunAnswer:
    """Hold every day against the rules of one other date."""
    return report.replay(inputs, PACKS, rules_as_of)


TOOL = Tool(
    layout=FolderLayout(tool="inspection", tables=TABLES, settings=SETTINGS, check=check),
    packs=PACKS,
    judge=judge,
    files=files,
    replay=replay,
)
