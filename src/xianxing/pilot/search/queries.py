"""Finding words: for the desk in what was filed, for everybody in what was published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.casework.models import CaseHandler
from xianxing.pilot.filings.permissions import filed_bodies
from xianxing.pilot.parties.models import User
from xianxing.pilot.search.domain.keeping import BLOCK
from xianxing.pilot.search.folding import fold, longest_grams
from xianxing.pilot.search.models import Audience, GramBlock, SearchText, TextKind

LONGEST, MOST_WORDS = 100, 8
CHUNK = 24
MOST_READ = 2_000  # texts that have the pieces of a long word, read to see whether they have the word
AROUND, PASSAGES = 24, 3


@dataclass(frozen=True)
class Passage:
    """The words around what was found, in parts; those with True are what was asked."""

    place: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class SearchHit:
    """A text that holds every word asked for, with a few passages; none where only its handler fits."""

    text: SearchText
    passages: tuple[Passage, ...]


def words_in(asked: str) -> list[str]:
    """What was typed as the words to be found, folded."""
    return list(dict.fromkeys(fold(asked[:LONGEST]).split()))[:MOST_WORDS]


def on_desk(user: User, asked: str, *, at: datetime) -> Iterator[SearchHit]:
    """What the person may read of the filed filings and has every word, the one filed last first.

    A word may also be in the name of the case's handler. Nothing for who is not of the working group, and
    nothing of a case that is stopped for secrecy.
    """
    readable = filed_bodies(user, at=at).exclude(filing__case__in=stopped_cases())
    rows = SearchText.objects.filter(audience=Audience.DESK, source__in=readable.values("pk"))
    words = words_in(asked)
    return _found(Audience.DESK, words, rows.select_related("case__call"), _handled(words))


def in_public(kind: TextKind, asked: str) -> Iterator[SearchHit]:
    """The published texts of a kind that have every word, the newest first, without stopped cases."""
    rows = SearchText.objects.filter(audience=Audience.PUBLIC, kind=kind).exclude(case__in=stopped_cases())
    return _found(Audience.PUBLIC, words_in(asked), rows.select_related("case__call"), {})


def _handled(words: Collection[str]) -> dict[str, set[int]]:
    """The texts of the cases whose handler has a word in the name."""
    held = CaseHandler.objects.values_list("user__name", "case")
    cases = {word: {case for name, case in held if word in fold(name)} for word in words}
    wanted = set().union(*cases.values()) if cases else set()
    texts = SearchText.objects.filter(kind=TextKind.FILING, case__in=wanted).values_list("case", "pk")
    known = dict(texts) if wanted else {}
    return {word: {known[case] for case in of_word if case in known} for word, of_word in cases.items()}


def _found(
    audience: Audience, words: Sequence[str], rows: QuerySet[SearchText], also: Mapping[str, set[int]]
) -> Iterator[SearchHit]:
    candidates = _numbers(_candidates(audience, words, also)) if words else iter(())
    read = 0
    while read < MOST_READ and (chunk := list(islice(candidates, CHUNK))):
        read += len(chunk)
        for row in sorted(rows.filter(pk__in=chunk), key=lambda row: -row.pk):
            passages, left = _read(row, words)
            if all(row.pk in also.get(word, ()) for word in left):
                yield SearchHit(row, passages)


def _candidates(audience: Audience, words: Sequence[str], also: Mapping[str, set[int]]) -> int:
    """The texts that have all pieces of every word, as a number with a bit for each."""
    wanted = {word: longest_grams(word) for word in words}
    held = GramBlock.objects.filter(audience=audience, gram__in=set().union(*wanted.values()))
    by_gram: dict[str, int] = {}
    for gram, block, texts in held.values_list("gram", "block", "texts"):
        by_gram[gram] = by_gram.get(gram, 0) | texts << block * BLOCK
    found = -1
    for word, pieces in wanted.items():
        having = -1
        for piece in pieces:
            having &= by_gram.get(piece, 0)
        for number in also.get(word, ()):
            having |= 1 << number
        found &= having
    return found


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, the highest first."""
    text = f"{bits:b}"
    at = text.find("1")
    while at >= 0:
        yield len(text) - 1 - at
        at = text.find("1", at + 1)


def _read(row: SearchText, words: Sequence[str]) -> tuple[tuple[Passage, ...], list[str]]:
    """The first place of each word, a few in all, and the words that stand nowhere; reads no further."""
    left, shown = list(words), list[Passage]()
    for place, text in row.entries:
        plain = fold(text)
        here = [word for word in left if word in plain]
        if here:
            start = min(plain.index(word) for word in here)
            if len(shown) < PASSAGES:
                shown.append(Passage(place, tuple(_marked(text, plain, start, words))))
            left = [word for word in left if word not in here]
        if not left:
            break
    return tuple(shown), left


def _marked(text: str, plain: str, start: int, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    first = max(0, start - AROUND)
    longest = max(map(len, words))
    last = min(len(text), start + max(AROUND, longest) + AROUND)
    if first:
        yield "…", False
    at = first
    while at < last:
        nearest = min(
            ((plain.find(word, at, last), -len(word)) for word in words if plain.find(word, at, last) >= 0),
            default=None,
        )
        if nearest is None:
            break
        begins, ends = nearest[0], nearest[0] - nearest[1]
        if begins > at:
            yield text[at:begins], False
        yield text[begins:ends], True
        at = ends
    if at < last:
        yield text[at:last], False
    if last < len(text):
        yield "…", False
