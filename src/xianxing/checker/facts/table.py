"""The table of facts: what is held against what, where the form says it and how papers write it.

A topic is one fact of the form (the length of the trial) with the phrases in which a paper states it; a row
topic is a table of the form whose rows a paper may repeat. Both are data, in `table.toml` beside this file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xianxing.checker.facts.values import SHAPES
from xianxing.checker.phrases import Phrase, compiled, read_phrase
from xianxing.law.reading import TomlTable
from xianxing.law.text import Text

FILE = Path(__file__).parent / "table.toml"
KINDS = (
    "months",
    "days",
    "hours",
    "money",
    "date",
    "span",
    "count",
    "unit",
    "units",
    "choice",
    "flag",
    "word",
)


@dataclass(frozen=True)
class TopicPhrase:
    """How papers state a fact in running text; `certain` where the words can mean nothing else.

    `context`: words that must stand in the same block, or in the heading above it.
    """

    certain: bool
    phrase: Phrase
    context: re.Pattern[str] | None


@dataclass(frozen=True)
class Topic:
    """One fact: where the form has it, of what kind it is, how cells and sentences of papers state it.

    `any_agrees`: one statement of a paper that agrees is enough; otherwise each has to. `asserts` is what the
    phrases of a question of yes and no say; `denied` are phrases of a cell that answer it the other way.
    """

    key: str
    name: Text
    kind: str
    sources: tuple[str, ...]
    label: re.Pattern[str] | None
    any_agrees: bool
    asserts: bool
    phrases: tuple[TopicPhrase, ...]
    denied: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table of the form, and the heads under which papers have it.

    `other`: a second column that may stand under such a head as well, where usage differs.
    """

    key: str
    kind: str
    head: re.Pattern[str]
    other: str


@dataclass(frozen=True)
class RowTopic:
    """A table of the form whose rows papers repeat, told apart by the column `name`.

    `shortened`: papers may name a row by some characters of its name, in their order, as usage does a unit.
    """

    table: str
    name: str
    shortened: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class FactTable:
    """All topics."""

    topics: tuple[Topic, ...]
    rows: tuple[RowTopic, ...]


def read_table(path: Path) -> FactTable:
    """The table from its file; GuideError with file and key for what can't be used."""
    data = tomllib.loads(path.read_text("utf-8"))
    top = TomlTable(data, path.name)
    shapes = {name: f"(?P<value>{shape})" for name, shape in SHAPES.items()} | dict(data.get("shape", {}))
    topics = tuple(_topic(key, table, shapes) for key, table in top.tables("topic"))
    return FactTable(topics, tuple(_rows(table) for _, table in top.tables("rows")))


def _topic(key: str, table: TomlTable, shapes: dict[str, str]) -> Topic:
    kind = table.string("kind")
    if kind not in KINDS:
        raise table.unknown("kind", kind, KINDS)
    label = table.string("label", "")
    found = Topic(
        key,
        table.text("name"),
        kind,
        table.strings("sources"),
        compiled(table, "label", label, {}) if label else None,
        table.boolean("any_agrees", False),
        table.boolean("asserts", True),
        tuple(_phrase(row, shapes) for row in table.rows("phrase")),
        tuple(read_phrase(row, shapes) for row in table.rows("denied")),
    )
    table.done()
    return found


def _phrase(row: TomlTable, shapes: dict[str, str]) -> TopicPhrase:
    context = row.string("context", "")
    return TopicPhrase(
        row.boolean("certain", False),
        read_phrase(row, shapes),
        compiled(row, "context", context, {}) if context else None,
    )


def _rows(table: TomlTable) -> RowTopic:
    columns = tuple(
        Column(
            name,
            column.string("kind"),
            compiled(column, "head", column.string("head"), {}),
            column.string("or", ""),
        )
        for name, column in table.tables("column")
    )
    found = RowTopic(table.string("table"), table.string("name"), table.boolean("shortened", False), columns)
    table.done()
    return found


@cache
def fact_table() -> FactTable:
    """The table of the checker."""
    return read_table(FILE)
