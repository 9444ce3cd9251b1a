"""What only stands elsewhere: of two orders of the same things, those that were moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from xianxing.i18n import gettext

SHORT = 24  # so many characters tell which paragraph is meant


class Paragraphs(tuple[str, ...]):
    """A text in paragraphs, compared by what they say and not by their numbers."""


def moved(first: Iterable[str], second: Iterable[str]) -> frozenset[str]:
    """The fewest of the things in both orders that would have to be moved to turn one into the other."""
    place = {key: number for number, key in enumerate(first)}
    common = [key for key in second if key in place]
    ends: list[int] = []  # the last place of the best run of each length
    before: list[int] = []  # for each of the common ones the length of the best run that ends with it
    for key in common:
        length = bisect_left(ends, place[key])
        ends[length : length + 1] = [place[key]]
        before.append(length + 1)
    kept, wanted, bound = set[str](), len(ends), len(place)
    for key, length in zip(reversed(common), reversed(before), strict=True):
        if length == wanted and place[key] < bound:
            kept.add(key)
            wanted, bound = wanted - 1, place[key]
    return frozenset(common) - kept


def place_in(order: Sequence[str], key: str, titles: Mapping[str, str]) -> str:
    """Where one of several stands, in the reader's words: after its neighbour, or first."""
    number = list(order).index(key)
    if not number:
        return gettext("first")
    neighbour = order[number - 1]
    return gettext("after “{neighbour}”").format(neighbour=titles.get(neighbour) or neighbour)


def compare_paragraphs(first: Paragraphs, second: Paragraphs) -> tuple[dict[str, str], dict[str, str]]:
    """By aspect what each side says that the other doesn't say there; one that was moved tells its places."""
    gone, new = dict[int, str](), dict[int, str]()
    for _, a, b, c, d in _changes(first, second):
        gone |= {number: first[number] for number in range(a, b)}
        new |= {number: second[number] for number in range(c, d)}
    left, right = dict[str, str](), dict[str, str]()
    for number, text in list(gone.items()):
        there = next((other for other, words in new.items() if words == text), None)
        if there is not None:
            aspect = gettext("place of “{text}”").format(text=shortened(text))
            left[aspect], right[aspect] = _numbered(number), _numbered(there)
            del gone[number], new[there]
    left |= {_numbered(number): text for number, text in gone.items()}
    right |= {_numbered(number): text for number, text in new.items()}
    return left, right


def shortened(text: str) -> str:
    """The beginning of a text, enough to know it by."""
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _changes(first: Paragraphs, second: Paragraphs) -> list[tuple[str, int, int, int, int]]:
    codes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [code for code in codes if code[0] != "equal"]


def _numbered(number: int) -> str:
    return gettext("paragraph {number}").format(number=number + 1)
