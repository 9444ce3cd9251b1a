"""Of what a package consists, from data: working-group practice that serves clauses of the guide."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

PARTS = Path(__file__).with_name("parts.toml")


class PartKind(StrEnum):
    """What the code can put into a package."""

    LETTER = "letter"
    FORM = "form"
    MATERIALS = "materials"
    COURSE = "course"
    PUBLIC_SHEET = "public_sheet"


@dataclass(frozen=True)
class PackagePart:
    """A part of the package, in a folder of its own; without a `required` one no package is made.

    `serves` are clauses of the reference guide.
    """

    kind: PartKind
    folder: str
    zh: str
    en: str
    required: bool
    serves: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@cache
def parts() -> tuple[PackagePart, ...]:
    """The parts in the order of the package; ValueError for a kind that the code doesn't know."""
    data = tomllib.loads(PARTS.read_text("utf-8"))["part"]
    return tuple(
        PackagePart(PartKind(key), one["folder"], one["zh"], one["en"], one["required"], tuple(one["serves"]))
        for key, one in data.items()
    )
