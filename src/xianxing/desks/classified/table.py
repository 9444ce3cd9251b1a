"""The table read from its data, and as a text to hand on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("table.toml")


@dataclass(frozen=True)
class ProtectionItem:
    """A requirement in our words, how the product answers it, which tests hold that, the operator's part."""

    id: str
    clause: str
    texts: Mapping[str, Mapping[str, str]]
    tests: tuple[str, ...]

    def said(self, what: str, language: str) -> str:
        """Its `title`, what it `requires`, the `answer` or the `operator`'s part, in a language."""
        return self.texts[what]["en" if language == "en" else "zh"]


@dataclass(frozen=True)
class ProtectionTable:
    """The items of a standard's level; `confirmed` says whether the clauses were checked against its text."""

    standard: str
    level: int
    confirmed: bool
    heads: Mapping[str, tuple[str, ...]]
    items: tuple[ProtectionItem, ...]


@cache
def protection_table() -> ProtectionTable:
    """The table as it stands in the data; KeyError where an item lacks a part."""
    data = tomllib.loads(TABLE.read_text("utf-8"))
    items = tuple(
        ProtectionItem(
            one["id"],
            one["clause"],
            {what: one[what] for what in ("title", "requires", "answer", "operator")},
            tuple(one["tests"]),
        )
        for one in data["item"]
    )
    heads = {language: tuple(names) for language, names in data["heads"].items()}
    return ProtectionTable(data["standard"], data["level"], data["confirmed"], heads, items)


def table_as_text(language: str) -> str:
    """The whole table in Markdown, in a language."""
    table = protection_table()
    heads = table.heads["en" if language == "en" else "zh"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for one in table.items:
        title = f"{one.clause} {one.said('title', language)}"
        tests = "<br>".join(f"`{name}`" for name in one.tests) or "—"
        cells = (title, one.said("requires", language), one.said("answer", language), tests)
        lines.append(f"| {' | '.join(cells)} | {one.said('operator', language)} |")
    return "\n".join(lines) + "\n"
