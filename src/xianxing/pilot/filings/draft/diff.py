"""What changed between two values, as segments for people: by character in Chinese, by word in Latin.

The comparing itself is done in the reader's own process, with bounded work; where that would take too much, a
difference is `coarse`: a long passage is shown as replaced, though parts of it may be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from xianxing.documents.apart import comparer
from xianxing.pilot.filings.draft.values import Value

_ISLAND = 2  # an unchanged remnant this short between two changes reads better as changed


class SegmentKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Segment:
    """A piece of text and what became of it."""

    change: SegmentKind
    text: str


class Segments(tuple[Segment, ...]):
    """Segments in order: without the added ones they read as the old text, without the removed as the new.

    `coarse` says that a part which is shown as replaced was too long to be compared.
    """

    coarse: bool

    def __new__(cls, segments: Iterable[Segment] = (), *, coarse: bool = False) -> Self:
        """The segments with what is to be said of them."""
        made = super().__new__(cls, segments)
        made.coarse = coarse
        return made


@dataclass(frozen=True)
class ColumnDifference:
    """One column of a row (or "" for a plain value) and its segments."""

    column: str
    segments: Segments


def differ(old: str, new: str) -> Segments:
    """How one text differs from another."""
    return differ_all([(old, new)])[0]


def differ_all(pairs: Sequence[tuple[str, str]]) -> list[Segments]:
    """As `differ`, for many pairs of texts at once."""
    return [Segments(_segments(_bridged(steps)), coarse=coarse) for steps, coarse in comparer.compare(pairs)]


def differ_values(old: Value, new: Value) -> tuple[ColumnDifference, ...]:
    """The differing columns of two rows, or the one difference of two plain values; empty when equal."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        one = old if isinstance(old, Mapping) else {}
        other = new if isinstance(new, Mapping) else {}
        columns = dict.fromkeys([*one, *other])
        pairs = {column: (words(one.get(column)), words(other.get(column))) for column in columns}
    else:
        pairs = {"": (words(old), words(new))}
    differing = {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
    compared = differ_all(list(differing.values()))
    return tuple(map(ColumnDifference, differing, compared))


def words(value: Value) -> str:
    """A value as plain text; a list one entry a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(words(item) for item in value)
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {words(item)}" for key, item in value.items())
    return str(value)


def _bridged(steps: Sequence[tuple[bool, str, str]]) -> Iterator[tuple[bool, str, str]]:
    """Changes with tiny unchanged remnants between them joined into one."""
    held: tuple[str, str] | None = None
    for place, (equal, old, new) in enumerate(steps):
        inside = 0 < place < len(steps) - 1
        if equal and not (inside and held is not None and len(old.strip()) <= _ISLAND and "\n" not in old):
            if held is not None:
                yield (False, *held)
                held = None
            yield True, old, new
        else:
            held = (held[0] + old, held[1] + new) if held else (old, new)
    if held is not None:
        yield (False, *held)


def _segments(steps: Iterator[tuple[bool, str, str]]) -> Iterator[Segment]:
    for equal, old, new in steps:
        if equal:
            yield Segment(SegmentKind.SAME, old)
            continue
        if old:
            yield Segment(SegmentKind.REMOVED, old)
        if new:
            yield Segment(SegmentKind.ADDED, new)
