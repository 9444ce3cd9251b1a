"""Retention classes and what practice proposes, as dated data with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

PRACTICE = Path(__file__).with_name("practice.toml")


@dataclass(frozen=True)
class RetentionClass:
    """How long a volume is kept: `years`, 0 for ever; which rule says so, and whether that was checked."""

    id: str
    names: Mapping[str, str]
    years: int
    sources: Mapping[str, str]
    confirmed: bool
    since: date

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.names["en" if language == "en" else "zh"]

    def source(self, language: str) -> str:
        """The rule that it comes from, in a language."""
        return self.sources["en" if language == "en" else "zh"]

    def ends(self, archived: date) -> date | None:
        """The last day of the term, counted from 1 January after the year of archiving; None for ever."""
        return date(archived.year + self.years, 12, 31) if self.years else None


@dataclass(frozen=True)
class ArchivePractice:
    """The classes by id, which is proposed for projects that were tried and those that weren't, sources."""

    classes: Mapping[str, RetentionClass]
    tried: str
    untried: str
    sources: Mapping[str, str]
    forms: Mapping[str, str]

    def source(self, language: str) -> str:
        """Where the practice comes from, and after which standards catalogue and note are laid out."""
        key = "en" if language == "en" else "zh"
        return f"{self.sources[key]} · {self.forms[key]}"

    def proposed(self, *, tried: bool) -> RetentionClass:
        """The class that practice proposes; a person chooses."""
        return self.classes[self.tried if tried else self.untried]


@cache
def practice() -> ArchivePractice:
    """The practice as it stands in the data; KeyError for a proposed class that there isn't."""
    data = tomllib.loads(PRACTICE.read_text("utf-8"))
    classes = {
        one["id"]: RetentionClass(
            one["id"], {"zh": one["zh"], "en": one["en"]}, one["years"], one["source"], one["confirmed"],
            one["since"],
        )
        for one in data["retention"]
    }  # fmt: skip
    proposal = data["proposal"]
    found = ArchivePractice(classes, proposal["tried"], proposal["untried"], data["source"], data["form"])
    found.proposed(tried=True), found.proposed(tried=False)
    return found
