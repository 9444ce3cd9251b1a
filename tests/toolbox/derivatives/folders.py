"""Folders for `derivatives`, from the tables that a test gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.toolbox.folders import folder
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.saving import as_text
from xianxing.toolbox.tool import run_tool

HEAD = 'tool = "derivatives"\nformat = 1\nas_of = 2026-12-31\n'
TRADE = "uti,kind,structure,trade_date,matures,notional,underlying,counterparty,dealer"


def answer(place: Path, head: str = "", **tables: str) -> dict[str, Any]:
    """What the tool says of the tables, as JSON, with its status."""
    outcome = run_tool(TOOL, folder(place, HEAD + head, **tables))
    return {**json.loads(as_text(outcome)), "status": outcome.status}


def results(said: dict[str, Any], rule: str) -> list[str]:
    """The results of one rule's findings, in order."""
    return [finding["result"] for finding in said["findings"] if finding["rule"] == rule]
