"""Sentences against a clause, and lawful ones near to them, put into a paper or a cell of a clean filing.

A file has a table for each topic: `place`, `clause`, `find` and `spare`. A place is a kind of paper, a cell,
or a table of the form, whose first row then takes the sentence into its column of free words.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.checker.edits import behind
from tests.checker.factory import Draft, joint
from tests.checker.papers import Paper
from xianxing.law import Result

ROOT = Path(__file__).parent / "statements"
LOUD = (Result.UNMET, Result.MANUAL_REVIEW)
FREE_WORDS = {"milestones": "name", "monitoring": "indicator", "contacts": "department"}


@dataclass(frozen=True)
class Planted:
    """A sentence of a topic, the place it is put into, and whether the checker has to speak of it."""

    place: str
    text: str
    wanted: bool
    topic: str = ""


@dataclass
class StatementFigures:
    """What was found of what should be, and what was found that should not."""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)

    def add(self, other: StatementFigures) -> None:
        """Count the sentences of another topic too."""
        for name in ("found", "missed", "false", "spared"):
            getattr(self, name).extend(getattr(other, name))

    def line(self) -> str:
        """Recall and false findings in a line."""
        wanted, lawful = len(self.found) + len(self.missed), len(self.false) + len(self.spared)
        share = f"{100 * len(self.found) / wanted:.1f} %" if wanted else "—"
        return f"found {len(self.found)} of {wanted} ({share}), false {len(self.false)} of {lawful}"


def read_planted(files: list[Path] | None = None) -> Iterator[Planted]:
    """All sentences of these files or the committed ones, those to be found before those to be spared."""
    for path in files or sorted(ROOT.glob("*.toml")):
        for topic, row in tomllib.loads(path.read_text("utf-8")).items():
            yield from (Planted(row["place"], text, True, topic) for text in row["find"])
            yield from (Planted(row["place"], text, False, topic) for text in row["spare"])


def measure_statements(path: Path) -> dict[str, StatementFigures]:
    """The figures of each topic of a file."""
    told: dict[str, StatementFigures] = {}
    for one in read_planted([path]):
        figures = told.setdefault(one.topic, StatementFigures())
        if is_spoken_of(one):
            (figures.found if one.wanted else figures.false).append(one.text)
        else:
            (figures.missed if one.wanted else figures.spared).append(one.text)
    return told


def is_spoken_of(planted: Planted) -> bool:
    """Whether the sentence makes the checker say anything that it doesn't say of the filing without it."""
    draft = _prepared(planted.place)
    cell = _cell(planted.place)
    if cell:
        behind(cell, planted.text)(draft)
    else:
        parts = draft.paper(planted.place).parts
        parts[list(parts)[min(1, len(parts) - 1)]].append(planted.text)
    return bool(_said(draft) - _anyway(planted.place))


@cache
def _anyway(place: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(_said(_prepared(place)))


def _prepared(place: str) -> Draft:
    """A clean filing that has the place: the row of a table, or slides where none are handed in."""
    draft = joint()
    row = re.fullmatch(r"content\.(\w+)\[(\d+)\]\.\w+", place)
    if row:
        rows = draft.content[row.group(1)]
        while len(rows) <= int(row.group(2)):
            rows.append(copy.deepcopy(rows[-1]))
    if place == "presentation":
        _add_presentation(draft)
    return draft


def _add_presentation(draft: Draft) -> None:
    lead = draft.unit("lead")
    body: dict[str, list[str | tuple[str, ...]]] = {"项目概况": ["项目建设产品说明书一致性核验工具。"]}
    paper = Paper("项目情况介绍", draft.project["name"], [lead["name"]], body, [], notes=[])
    draft.papers["项目情况介绍.docx"] = paper
    draft.form["material"].append({"kind": "presentation", "file": "项目情况介绍.docx", "issuers": ["lead"]})


def _cell(place: str) -> str:
    """The path of the cell that a place means, "" for a paper."""
    rest = place.partition(".")[2]
    if not rest:
        return ""
    free = FREE_WORDS.get(rest)
    return f"{place}[0].{free}" if free else place


def _said(draft: Draft) -> set[tuple[str, str, str]]:
    return {(one.rule, one.location, one.message) for one in draft.findings(*LOUD)}
