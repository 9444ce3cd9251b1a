"""Sentences against a clause, and lawful ones near to them, put into a paper or a cell of a clean filing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.checker.edits import at
from tests.checker.factory import Draft, joint
from xianxing.law import Result

ROOT = Path(__file__).parent / "statements"
LOUD = (Result.UNMET, Result.MANUAL_REVIEW)


@dataclass(frozen=True)
class Planted:
    """A sentence, the paper or cell that it is put into, and whether the checker has to speak of it."""

    place: str
    text: str
    wanted: bool


def read_planted() -> Iterator[Planted]:
    """All sentences of the committed files, those to be found and those to be spared in turn."""
    for path in sorted(ROOT.glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).values():
            yield from (Planted(row["place"], text, True) for text in row["find"])
            yield from (Planted(row["place"], text, False) for text in row["spare"])


@cache
def _anyway() -> frozenset[tuple[str, str, str]]:
    return frozenset(_said(joint()))


def is_spoken_of(planted: Planted) -> bool:
    """Whether the sentence makes the checker say anything that it doesn't say of the clean filing."""
    draft = joint()
    group, _, key = planted.place.partition(".")
    if key:
        row = (
            draft.content if group == "content" else draft.unit(group.removeprefix("unit[").removesuffix("]"))
        )
        at(planted.place, row[key] + planted.text)(draft)
    else:
        parts = draft.paper(planted.place).parts
        parts[list(parts)[1]].append(planted.text)
    return bool(_said(draft) - _anyway())


def _said(draft: Draft) -> set[tuple[str, str, str]]:
    return {(one.rule, one.location, one.message) for one in draft.findings(*LOUD)}
