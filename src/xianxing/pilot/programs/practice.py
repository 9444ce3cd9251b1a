"""What tokens for a project may be good for, and for how long: working-group practice, kept as dated data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SCOPES = Path(__file__).with_name("scopes.toml")


@dataclass(frozen=True)
class ProjectScope:
    """One purpose of a token: its key, its name in both languages, whether something is written under it."""

    key: str
    zh: str
    en: str
    write: bool

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class DatedNumber:
    """A number in force on a day, and where it comes from."""

    value: int
    source: str


@dataclass(frozen=True)
class TokenPractice:
    """The scopes in order, the clauses that they serve, and the limits as dated values."""

    scopes: Mapping[str, ProjectScope]
    serves: Sequence[str]
    limits: Mapping[str, Sequence[Mapping[str, Any]]]

    def limit(self, key: str, on: date, language: str) -> DatedNumber:
        """The limit in force on a day; before the first known value, that value. KeyError for another key."""
        values = sorted(self.limits[key], key=lambda one: one["since"])
        found = ([one for one in values if one["since"] <= on] or values[:1])[-1]
        return DatedNumber(int(found["value"]), found["source"]["en" if language == "en" else "zh"])


@cache
def practice() -> TokenPractice:
    """The declared file `scopes.toml`."""
    data = tomllib.loads(SCOPES.read_text("utf-8"))
    scopes = {key: ProjectScope(key, **said) for key, said in data["scope"].items()}
    return TokenPractice(
        scopes, tuple(data["serves"]), {key: said["values"] for key, said in data["limit"].items()}
    )
