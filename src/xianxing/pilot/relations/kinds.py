"""What is looked for in a filing to be compared with others, from data: working-group practice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

KINDS = Path(__file__).with_name("things.toml")


@dataclass(frozen=True)
class ThingKind:
    """A kind of thing that filings name; `things.toml` says how each is found.

    `listed`: it stands on the page of things shared by projects. `serves` are clauses of the reference guide.
    """

    id: str
    zh: str
    en: str
    listed: bool
    serves: tuple[str, ...]
    of: tuple[str, ...] = ()
    units: bool = False
    files: bool = False
    within: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    texts: tuple[str, ...] = ()
    shortest: int = 0
    bytes: bool = False

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@cache
def thing_kinds() -> dict[str, ThingKind]:
    """Every kind by its name, in order."""
    data = tomllib.loads(KINDS.read_text("utf-8"))["kind"]
    return {
        key: ThingKind(key, **{name: _fixed(value) for name, value in one.items()})
        for key, one in data.items()
    }


def _fixed(value: Any) -> Any:
    return tuple(map(_fixed, value)) if isinstance(value, list) else value
