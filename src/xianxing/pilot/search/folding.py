"""How text is compared in a search: width and case don't count, everything else does."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

Entries = Iterable[tuple[str, str]]


def fold(text: str) -> str:
    """The text as it is compared, character by character, so that a place in it is the same place there."""
    whole = unicodedata.normalize("NFKC", text).casefold()
    return whole if len(whole) == len(text) else "".join(map(_fold_one, text))


def grams(text: str) -> set[str]:
    """Every piece of one or two characters of a folded text; none of them goes over white space."""
    found: set[str] = set()
    for run in text.split():
        found.update(run)
        found.update(map("".join, pairwise(run)))
    return found


def grams_of(entries: Entries) -> set[str]:
    """Those of all entries; a piece never goes from one entry into the next."""
    return set[str]().union(*(grams(fold(text)) for _place, text in entries))


def longest_grams(word: str) -> set[str]:
    """The pieces that a word must have: of two characters, or the word itself where it has but one."""
    return {word[at : at + 2] for at in range(len(word) - 1)} or {word}


def _fold_one(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character
