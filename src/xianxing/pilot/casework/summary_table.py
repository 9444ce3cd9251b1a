"""The columns in which the projects of a call are set beside one another, from data: practice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COLUMNS = Path(__file__).with_name("summary_table.toml")
FIELD = "field:"


@dataclass(frozen=True)
class SummaryColumn:
    """One column: its name, where its words come from, whether the page of comparison has it too.

    `serves` are clauses of the reference guide; none of them prescribes the table.
    """

    id: str
    zh: str
    en: str
    source: str
    page: bool
    serves: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@cache
def summary_columns() -> tuple[SummaryColumn, ...]:
    """Every column, in the table's order."""
    data = tomllib.loads(COLUMNS.read_text("utf-8"))["column"]
    return tuple(
        SummaryColumn(key, one["zh"], one["en"], one["source"], one["page"], tuple(one["serves"]))
        for key, one in data.items()
    )
