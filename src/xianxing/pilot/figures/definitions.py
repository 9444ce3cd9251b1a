"""What each figure counts, as data: its code, name, definition in one sentence, words of its parts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from xianxing.i18n import current_language


class FigureShape(StrEnum):
    """What a figure is: a number of things, a part of a whole, times, or how far scores lie apart."""

    COUNT = "count"
    RATE = "rate"
    TIMES = "times"
    SPREAD = "spread"


@dataclass(frozen=True)
class DefinitionText:
    """Something in both languages; `str()` gives the reader's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.zh


@dataclass(frozen=True)
class FigureDefinition:
    """A figure: what is counted, in one sentence; `parts` by what it is broken down, "" for nothing.

    `now` says that it shows the present whatever the period, `public` that it may be told to everybody,
    `listed` that the cases behind it may be named to who reads figures.
    """

    key: str
    code: str
    group: str
    shape: FigureShape
    name: DefinitionText
    sentence: DefinitionText
    parts: str
    serves: tuple[str, ...]
    now: bool
    public: bool
    listed: bool


@dataclass(frozen=True)
class Outcome:
    """A stage that comes to a result: its name, and what the acts mean by which a case passes or fails."""

    key: str
    name: DefinitionText
    passed: frozenset[str]
    failed: frozenset[str]


@dataclass(frozen=True)
class FigureBook:
    """All definitions in order, the words of groups and parts, and from where on shares and quartiles stand.

    `exits` are the kinds of exit by the meaning of the act that carries each out, `unsaid` is what the record
    can't tell.
    """

    definitions: Mapping[str, FigureDefinition]
    groups: Mapping[str, DefinitionText]
    outcomes: tuple[Outcome, ...]
    exits: Mapping[str, tuple[str, DefinitionText]]
    standings: Mapping[str, DefinitionText]
    least_for_percent: int
    least_for_quartiles: int
    source: str
    unsaid: tuple[DefinitionText, ...]


@lru_cache(maxsize=1)
def figure_book() -> FigureBook:
    """The definitions as they ship; ValueError for a figure of an unknown group or shape."""
    data = tomllib.loads(resources.files(__package__).joinpath("definitions.toml").read_text("utf-8"))
    groups, counts = data["group"], dict.fromkeys(data["group"], 0)
    found: dict[str, FigureDefinition] = {}
    for key, row in data["figure"].items():
        if row["group"] not in groups:
            raise ValueError(f"figure {key} is of an unknown group {row['group']}")
        counts[row["group"]] += 1
        found[key] = _definition(key, f"{groups[row['group']]['code']}{counts[row['group']]}", row)
    return FigureBook(
        found,
        {key: _words(row) for key, row in groups.items()},
        tuple(
            Outcome(key, _words(row), frozenset(row["passed"]), frozenset(row["failed"]))
            for key, row in data["outcome"].items()
        ),
        {row["means"]: (key, _words(row)) for key, row in data["exit"].items()},
        {key: _words(row) for key, row in data["standing"].items()},
        data["least"]["percent"],
        data["least"]["quartiles"],
        data["source"],
        tuple(_words(row) for row in data["unsaid"]),
    )


def _definition(key: str, code: str, row: Mapping[str, Any]) -> FigureDefinition:
    return FigureDefinition(
        key, code, row["group"], FigureShape(row["shape"]), _words(row), _words(row["definition"]),
        row.get("parts", ""), tuple(row["serves"]), row.get("now", False), row.get("public", False),
        row.get("listed", True),
    )  # fmt: skip


def _words(row: Mapping[str, Any]) -> DefinitionText:
    return DefinitionText(row["zh"], row["en"])
