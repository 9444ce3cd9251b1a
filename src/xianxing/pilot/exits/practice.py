"""What practice adds to the guide: which figures stand beside a condition, which measures are proved."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xianxing.pilot.exits.models import ExitKind

PRACTICE = Path(__file__).with_name("practice.toml")


@dataclass(frozen=True)
class ExitMeasure:
    """Something that is carried out at an exit: its names, the filing's column about it, for which kinds."""

    id: str
    zh: str
    en: str
    column: str
    kinds: frozenset[ExitKind]

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class ExitPractice:
    """The practice as data: measures by id, sources of figures by fact and condition, where it comes from."""

    measures: Mapping[str, ExitMeasure]
    beside: Mapping[str, Mapping[str, tuple[str, ...]]]
    serves: tuple[str, ...]
    source_zh: str
    source_en: str
    since: date

    def source(self, language: str) -> str:
        """Where the practice comes from, in a language."""
        return self.source_en if language == "en" else self.source_zh

    def measures_for(self, kind: ExitKind | None) -> list[ExitMeasure]:
        """The measures of a kind of exit, in the order of the file; none without a kind."""
        return [one for one in self.measures.values() if kind in one.kinds]


@cache
def practice() -> ExitPractice:
    """The practice as it stands in the data; ValueError for a kind of exit that there isn't."""
    data = tomllib.loads(PRACTICE.read_text("utf-8"))
    return ExitPractice(
        {
            key: ExitMeasure(key, one["zh"], one["en"], one["column"], frozenset(map(ExitKind, one["kinds"])))
            for key, one in data["measure"].items()
        },
        {
            fact: {condition: tuple(sources) for condition, sources in held.items()}
            for fact, held in data["condition"].items()
        },
        tuple(data["serves"]),
        data["source"]["zh"],
        data["source"]["en"],
        data["since"],
    )
