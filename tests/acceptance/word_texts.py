"""How the rules on words do on texts by somebody who hasn't seen them: precision and recall by topic.

A folder holds `TOPIC.toml` with `[[text]]`: `text` and `expected`, `find` or `spare`. Each text is put into
the places of a clean filing that its topic is about; it is found when one of the topic's rules speaks there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.checker.edits import at
from tests.checker.factory import Draft, joint
from xianxing.law import Result

LOUD = (Result.UNMET, Result.MANUAL_REVIEW)


@dataclass(frozen=True)
class WordTopic:
    """The rules that speak of a topic, the cells and the report that a text of it is put into."""

    rules: frozenset[str]
    cells: tuple[str, ...] = ()
    report: str = ""


def _topic(rules: str, *cells: str, report: str = "") -> WordTopic:
    return WordTopic(frozenset(rules.split()), cells, report)


TOPICS = {
    "denial": _topic(
        "demands-not-denied parts-not-denied rules-kept work-denied unlicensed-business",
        "content.emergency_plan",
        "content.compensation",
        "content.investor_notice",
        "content.spreadability",
        "unit[joint].agreement",
        report="business_risk_report",
    ),
    "endorsement": _topic("no-endorsement-claimed", "content.overview"),
    "english_without_gloss": _topic(
        "english-glossed english-glossed-each-cell english-names", "content.overview"
    ),
    "guarantee": _topic("no-return-promised", "content.overview"),
    "name_lending": _topic("name-lending work-denied", "unit[joint].contribution"),
    "personal_number": _topic("no-personal-numbers", "content.readiness"),
    "placeholder": _topic("cell-placeholder field-filled", "content.architecture"),
    "promise_instead_of_substance": _topic(
        "demands-not-denied cell-placeholder field-filled exit-prepared emergency-prepared",
        "content.emergency_plan",
        "content.compensation",
    ),
    "state_secret_marking": _topic(
        "no-secrecy-marking secrets-mentioned no-state-secrets", "content.readiness"
    ),
}


@dataclass
class WordFigures:
    """What was found of what should be, and what was found that should not."""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Precision and recall in a line."""
        wanted, said = len(self.found) + len(self.missed), len(self.found) + len(self.false)
        precision = f"{len(self.found) / said:.2f}" if said else "—"
        recall = f"{len(self.found) / wanted:.2f}" if wanted else "—"
        return f"precision {precision}, recall {recall} ({len(self.found)}/{wanted}, {len(self.false)} false)"


def read_texts(root: Path) -> Iterator[tuple[str, str, bool]]:
    """Topic, text, and whether it is to be found; of the topics that the checker has rules for."""
    for path in sorted(root.glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).get("text", []):
            topic = str(row.get("topic", path.stem))
            yield topic if topic in TOPICS else path.stem, str(row["text"]), row["expected"] == "find"


@cache
def _anyway(topic: str) -> frozenset[tuple[str, str]]:
    return frozenset(_said(joint(), TOPICS[topic]))


def is_found(topic: str, text: str) -> bool:
    """Whether a rule of the topic speaks when the text stands in a filing that is clean otherwise."""
    about, draft = TOPICS[topic], joint()
    for cell in about.cells:
        at(cell, text)(draft)
    if about.report:
        parts = draft.paper(about.report).parts
        parts[next(iter(parts))].append(text)
    return bool(_said(draft, about) - _anyway(topic))


def _said(draft: Draft, about: WordTopic) -> set[tuple[str, str]]:
    return {(one.rule, one.location) for one in draft.findings(*LOUD) if one.rule in about.rules}


def measure_texts(root: Path) -> dict[str, WordFigures]:
    """The figures of each topic."""
    told: dict[str, WordFigures] = {}
    for topic, text, wanted in read_texts(root):
        figures = told.setdefault(topic, WordFigures())
        hit = is_found(topic, text)
        kept = (
            (figures.found if wanted else figures.false)
            if hit
            else (figures.missed if wanted else figures.spared)
        )
        kept.append(text)
    return told
