"""Filings spoilt one edit at a time."""

from __future__ import annotations

from tests.checker import (
    spoilt_cells,
    spoilt_days,
    spoilt_declared,
    spoilt_facts,
    spoilt_files,
    spoilt_inside,
    spoilt_papers,
    spoilt_units,
    spoilt_words,
)

CASES = [
    *spoilt_units.CASES,
    *spoilt_days.CASES,
    *spoilt_cells.CASES,
    *spoilt_declared.CASES,
    *spoilt_files.CASES,
    *spoilt_inside.CASES,
    *spoilt_facts.CASES,
    *spoilt_papers.CASES,
    *spoilt_words.CASES,
]
