"""What tokens may be good for and for how long, when webhooks are tried again: practice, as dated data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

SCOPES = Path(__file__).with_name("scopes.toml")
HOOKS = Path(__file__).with_name("hooks.toml")


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
class ProgramPractice:
    """Scopes in order, the clauses that they serve, limits as dated values, pauses before another attempt."""

    scopes: Mapping[str, ProjectScope]
    serves: Sequence[str]
    back_off: Sequence[timedelta]
    limits: Mapping[str, Sequence[Mapping[str, Any]]]

    def limit(self, key: str, on: date, language: str) -> DatedNumber:
        """The limit in force on a day; before the first known value, that value. KeyError for another key."""
        values = sorted(self.limits[key], key=lambda one: one["since"])
        found = ([one for one in values if one["since"] <= on] or values[:1])[-1]
        return DatedNumber(int(found["value"]), found["source"]["en" if language == "en" else "zh"])


@cache
def practice() -> ProgramPractice:
    """The declared files `scopes.toml` and `hooks.toml`."""
    data, hooks = (tomllib.loads(path.read_text("utf-8")) for path in (SCOPES, HOOKS))
    return ProgramPractice(
        {key: ProjectScope(key, **said) for key, said in data["scope"].items()},
        tuple(data["serves"]),
        tuple(timedelta(minutes=each) for each in hooks["retry"]["back_off"]),
        {key: said["values"] for key, said in (data["limit"] | hooks["limit"]).items()},
    )
