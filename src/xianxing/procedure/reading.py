"""The procedure as a text: a sentence for each step, stage, kind of item and limit, practice apart.

The Chinese text is authoritative; its digest says which words somebody read. A sentence is known by what it
is about (`step.file`, `state.filed`, `limit.public_notice_days`), so that two versions are compared by that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from xianxing.law.moves import moved
from xianxing.procedure.model import Named, Procedure
from xianxing.procedure.reading_en import EnglishSentences
from xianxing.procedure.reading_places import (
    Place,
    place_of_item,
    place_of_limit,
    place_of_state,
    place_of_step,
)
from xianxing.procedure.reading_zh import ChineseSentences
from xianxing.procedure.registry import find_effect, find_guard
from xianxing.procedure.versions import digest_of

Part = TypeVar("Part", bound=Named)


@dataclass(frozen=True)
class ProcedureSentence(Named):
    """One sentence of the text: `id` is what it is about, `clause` the clause that it stands under."""

    clause: str
    practice: bool


@dataclass(frozen=True)
class ClauseText:
    """The sentences that stand under one clause; no clause and no `display` where nothing says which."""

    clause: str
    display: str
    sentences: tuple[ProcedureSentence, ...]


@dataclass(frozen=True)
class ProcedureText(Named):
    """The whole text: what rests on the guide, and what is practice, each in the order of the clauses."""

    guide: str
    version: str
    by_guide: tuple[ClauseText, ...]
    by_practice: tuple[ClauseText, ...]

    def sentences(self) -> Iterator[ProcedureSentence]:
        """Every sentence in the order of the text."""
        for part in (*self.by_guide, *self.by_practice):
            yield from part.sentences

    def rows(self) -> list[list[str | bool]]:
        """The Chinese sentences with id, clause and whether they are practice: what is kept of a text."""
        return [[one.id, one.clause, one.practice, one.zh] for one in self.sentences()]

    @property
    def digest(self) -> str:
        """SHA-256 over the rows, in hexadecimal."""
        return digest_of_rows(self.rows())


class SentenceChange(StrEnum):
    """How a sentence of one text stands to the other."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class SentenceDifference:
    """A sentence that only one of two texts has, or that reads otherwise or stands elsewhere in the later."""

    id: str
    change: SentenceChange
    before: ProcedureSentence | None
    now: ProcedureSentence | None


def read_procedure(procedure: Procedure) -> ProcedureText:
    """The procedure as a text in both languages; each step, stage, kind of item and limit stands once."""
    sentences = list(_sentences(procedure))
    return ProcedureText(
        procedure.id,
        procedure.zh,
        procedure.en,
        guide=procedure.guide,
        version=digest_of(procedure),
        by_guide=_by_clause(procedure, (one for one in sentences if not one.practice)),
        by_practice=_by_clause(procedure, (one for one in sentences if one.practice)),
    )


def digest_of_rows(rows: object) -> str:
    """SHA-256 over the rows of a text as they were kept, in hexadecimal."""
    words = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def sentences_of_rows(rows: Iterable[Sequence[str | bool]]) -> list[ProcedureSentence]:
    """The sentences of a text that was kept, in Chinese only."""
    return [
        ProcedureSentence(str(id_), str(zh), "", str(clause), bool(practice))
        for id_, clause, practice, zh in rows
    ]


def compare_texts(before: ProcedureText, now: ProcedureText) -> tuple[SentenceDifference, ...]:
    """What is new, gone or changed in `now`, as `compare_sentences` says it."""
    return compare_sentences(before.sentences(), now.sentences())


def compare_sentences(
    before: Iterable[ProcedureSentence], now: Iterable[ProcedureSentence]
) -> tuple[SentenceDifference, ...]:
    """What is new, gone, changed or moved in `now`, in the order of its text, what is gone at the end.

    A sentence has changed when its Chinese words have, or whether it is practice. It was moved when the same
    words stand under another clause, or elsewhere among those that were under its clause before.
    """
    old, new = {one.id: one for one in before}, {one.id: one for one in now}
    elsewhere = _moved_within(old.values(), new.values())
    found = [
        SentenceDifference(key, change, old.get(key), sentence)
        for key, sentence in new.items()
        if (change := _change(old.get(key), sentence, elsewhere))
    ]
    gone = [SentenceDifference(key, SentenceChange.GONE, old[key], None) for key in old if key not in new]
    return (*found, *gone)


def _change(
    before: ProcedureSentence | None, now: ProcedureSentence, elsewhere: frozenset[str]
) -> SentenceChange | None:
    if before is None:
        return SentenceChange.NEW
    if (before.zh, before.practice) != (now.zh, now.practice):
        return SentenceChange.CHANGED
    return SentenceChange.MOVED if before.clause != now.clause or now.id in elsewhere else None


def _moved_within(old: Iterable[ProcedureSentence], new: Iterable[ProcedureSentence]) -> frozenset[str]:
    """Those that stand elsewhere among the sentences of their part and clause in both texts."""
    orders: tuple[dict[tuple[str, bool], list[str]], ...] = ({}, {})
    for order, sentences in zip(orders, (old, new), strict=True):
        for one in sentences:
            order.setdefault((one.clause, one.practice), []).append(one.id)
    first, second = orders
    return frozenset(key for part in first for key in moved(first[part], second.get(part, ())))


def _sentences(p: Procedure) -> Iterator[ProcedureSentence]:
    chinese, english = ChineseSentences(p), EnglishSentences(p)
    yield from _written(p, "step", p.steps.values(), place_of_step, chinese.step, english.step)
    yield from _written(p, "state", p.states.values(), place_of_state, chinese.state, english.state)
    yield from _written(p, "item", p.item_kinds.values(), place_of_item, chinese.item, english.item)
    yield from _written(p, "limit", p.parameters.values(), place_of_limit, chinese.limit, english.limit)


def _written(
    p: Procedure,
    kind: str,
    parts: Iterable[Part],
    place: Callable[[Procedure, Part], Place],
    zh: Callable[[Part], str],
    en: Callable[[Part], str],
) -> Iterator[ProcedureSentence]:
    for part in parts:
        where = place(p, part)
        yield ProcedureSentence(f"{kind}.{part.id}", zh(part), en(part), where.clause, where.practice)


def _by_clause(p: Procedure, sentences: Iterable[ProcedureSentence]) -> tuple[ClauseText, ...]:
    found: dict[str, list[ProcedureSentence]] = {}
    for sentence in sentences:
        found.setdefault(sentence.clause, []).append(sentence)
    order = [clause for clause in p.clauses if clause in found]
    order += [clause for clause in found if clause not in p.clauses]
    return tuple(ClauseText(one, p.clauses.get(one, one), tuple(found[one])) for one in order)


def function_words(procedure: Procedure, name: str, kind: str, language: str) -> str:
    """A guard or an effect (`kind`) of a procedure as a clause of a sentence, without a full stop."""
    if language == "en":
        return EnglishSentences(procedure).function(name, kind)
    find = find_guard if kind == "guard" else find_effect
    return ChineseSentences(procedure).function(name, find(name).zh)
