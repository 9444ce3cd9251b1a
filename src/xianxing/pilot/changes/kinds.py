"""Which changes are told beforehand, which of them need an approval, and how long before: practice."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

KINDS = Path(__file__).with_name("kinds.toml")


class ChangeWay(StrEnum):
    """Whether the working group must agree before a change goes live, or is told of it."""

    APPROVAL = "approval"
    NOTICE = "notice"


@dataclass(frozen=True)
class TrialChangeKind:
    """A kind of change: its names, its way, the working days from telling it to the day it counts from."""

    id: str
    zh: str
    en: str
    way: ChangeWay
    days: int

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class ChangePractice:
    """The kinds by id, the clauses they serve, and where they come from."""

    kinds: Mapping[str, TrialChangeKind]
    serves: tuple[str, ...]
    source: str


@cache
def practice() -> ChangePractice:
    """The kinds as data; ValueError for a way that the code doesn't know."""
    data = tomllib.loads(KINDS.read_text("utf-8"))
    kinds = {
        key: TrialChangeKind(key, one["zh"], one["en"], ChangeWay(one["way"]), one["days"])
        for key, one in data["kind"].items()
    }
    return ChangePractice(kinds, tuple(data["serves"]), data["source"])
