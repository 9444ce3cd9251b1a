"""The tool's rule packs, and the numbers of its methods and definitions on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from xianxing.toolbox.packs import RulePack, load_packs

PACKS = load_packs(Path(__file__).parent / "packs")
BOARD_PACKS = {
    "sse_main": "sse-main",
    "szse_main": "szse-main",
    "chinext": "chinext",
    "star": "star",
    "bse": "bse",
}


def rule(key: str, day: date) -> RulePack | None:
    """The number of a rule on a day, None where no pack reaches it."""
    return PACKS.find(key, day)


def number(key: str, day: date) -> Fraction | None:
    """The threshold of a rule on a day, None where no pack reaches it."""
    found = PACKS.find(key, day)
    return Fraction(found.threshold) if found and found.threshold is not None else None
