"""Clauses laid out for a page: cards by chapter, counts by status, two guides row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

import xianxing.desks
from xianxing.checker import registry
from xianxing.i18n import gettext
from xianxing.law import Guide
from xianxing.law.coverage import Coverage, coverage
from xianxing.law.model import Hedge
from xianxing.law.source import attached_file, official_sentences
from xianxing.toolbox.registry import tool_clauses

SCREENS = Path(xianxing.desks.__file__).with_name("screens.toml")
STATUSES = ("implemented", "planned", "declaratory", "open")


@dataclass(frozen=True)
class ClausePiece:
    """A piece of a text; `hedge` where it is a word that weakens, opens or strengthens the rule."""

    text: str
    hedge: bool


@dataclass(frozen=True)
class Name:
    """Something that implements a clause: its words, or its bare name in code, and where it can be seen."""

    text: str
    url: str = ""
    code: bool = False


@dataclass(frozen=True)
class Behind:
    """One kind of thing that implements the clause, with its names."""

    label: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class ClauseCard:
    """One clause: official words where they are attached, our reading, its hedges, what is behind it."""

    id: str
    display: str
    status: str
    verified: bool
    official: tuple[str, ...]
    pieces: tuple[ClausePiece, ...]
    hedges: tuple[Hedge, ...]
    note: str
    behind: tuple[Behind, ...]


@dataclass(frozen=True)
class Chapter:
    """The clauses that share the first part of their id."""

    title: str
    cards: tuple[ClauseCard, ...]


def cards(guide: Guide, named: Callable[[str, str], Name]) -> list[ClauseCard]:
    """Every clause of the guide in its order; `named` tells how a kind and a bare name are shown."""
    official, made = official_text(guide), []
    for item in coverage_of(guide).clauses:
        clause = item.clause
        made.append(
            ClauseCard(
                id=clause.id,
                display=clause.display,
                status=clause.status.value,
                verified=clause.verified,
                official=official.get(clause.id, ()),
                pieces=pieces(str(clause.text), clause.hedges),
                hedges=clause.hedges,
                note=str(clause.note),
                behind=tuple(
                    Behind(kind_label(kind), tuple(named(kind, name) for name in names))
                    for kind, names in item.behind.items()
                    if names
                ),
            )
        )
    return made


@lru_cache(maxsize=8)
def coverage_of(guide: Guide) -> Coverage:
    """What implements each clause, read once: rules, procedure and tests don't change while we serve."""
    return coverage(guide, registry, screens=(SCREENS,), tests=settings.TESTS_DIR, tools=tool_clauses())


def kind_label(kind: str) -> str:
    """A kind of implementation in the reader's language."""
    return {
        "rules": gettext("Rules"),
        "steps": gettext("Steps"),
        "documents": gettext("Documents"),
        "screens": gettext("Screens"),
        "tools": gettext("Supervisory tools"),
        "tests": gettext("Tests"),
    }[kind]


def official_text(guide: Guide) -> Mapping[str, tuple[str, ...]]:
    """The attached official sentences by clause; verified again only when the file changes."""
    path = attached_file(guide)
    return _official(guide, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=8)
def _official(guide: Guide, stamp: int) -> Mapping[str, tuple[str, ...]]:
    del stamp
    return official_sentences(guide)


def pieces(text: str, hedges: Iterable[Hedge]) -> tuple[ClausePiece, ...]:
    """The text cut at its hedges. Words of one character such as 应 are not marked: others hold them."""
    parts = [ClausePiece(text, False)]
    for word in {hedge.word for hedge in hedges if len(hedge.word) > 1}:
        parts = [piece for part in parts for piece in (_cut(part.text, word) if not part.hedge else [part])]
    return tuple(part for part in parts if part.text)


def _cut(text: str, word: str) -> list[ClausePiece]:
    made: list[ClausePiece] = []
    for number, part in enumerate(text.split(word)):
        made += [ClausePiece(word, True)] * (number > 0) + [ClausePiece(part, False)]
    return made


def chapters(shown: Iterable[ClauseCard]) -> list[Chapter]:
    """The cards by the first part of their id, in order; the title is the first part of the display form."""
    grouped: dict[str, list[ClauseCard]] = {}
    for card in shown:
        grouped.setdefault(card.id.split(".")[0], []).append(card)
    return [Chapter(group[0].display.split("(")[0], tuple(group)) for group in grouped.values()]


def counts(all_cards: Iterable[ClauseCard]) -> list[tuple[str, int]]:
    """How many clauses have each status."""
    found = [card.status for card in all_cards]
    return [(status, found.count(status)) for status in STATUSES]
