"""The tool's rule packs, and the numbers of its methods and definitions on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from xianxing.toolbox.packs import RulePack, load_packs

PACKS = load_packs(Path(__file__).parent / "packs")
MOST_DAYS = 50_000  # answers that are kept
BOARD_PACKS = {
    "sse_main": "sse-main",
    "szse_main": "szse-main",
    "chinext": "chinext",
    "star": "star",
    "bse": "bse",
}


@lru_cache(maxsize=MOST_DAYS)
def rule(key: str, day: date) -> RulePack | None:
    """The number of a rule on a day, None where no pack reaches it."""
    return PACKS.find(key, day)


@lru_cache(maxsize=MOST_DAYS)
def board_lines(board: str, day: date) -> Mapping[str, RulePack]:
    """The lines of a board on a day by their keys; none where no pack reaches it."""
    name = BOARD_PACKS[board]
    return {pack.key: pack for pack in PACKS.in_force(day) if pack.id == name}


def number(key: str, day: date) -> Fraction | None:
    """The threshold of a rule on a day, None where no pack reaches it."""
    found = rule(key, day)
    return Fraction(found.threshold) if found and found.threshold is not None else None
