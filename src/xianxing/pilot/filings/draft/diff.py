"""What changed between two values, as segments for people: by character in Chinese, by word in Latin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from xianxing.pilot.filings.draft.values import Value

# A run of Latin letters or digits is one piece, white space another, anything else a piece of its own.
_PIECES = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[.,'’_-][A-Za-z0-9À-ɏ]+)*|\s+|.", re.DOTALL)
_ISLAND = 2  # an unchanged remnant this short between two changes reads better as changed


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Segment:
    """A piece of text and what became of it."""

    change: Change
    text: str


@dataclass(frozen=True)
class ColumnDifference:
    """One column of a row (or "" for a plain value) and its segments."""

    column: str
    segments: tuple[Segment, ...]


def differ(old: str, new: str) -> tuple[Segment, ...]:
    """Segments in order: without the added ones they read as the old text, without the removed as the new."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = [
        (tag == "equal", "".join(before[i1:i2]), "".join(after[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    return tuple(_segments(_bridged(steps)))


def differ_values(old: Value, new: Value) -> tuple[ColumnDifference, ...]:
    """The differing columns of two rows, or the one difference of two plain values; empty when equal."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        one = old if isinstance(old, Mapping) else {}
        other = new if isinstance(new, Mapping) else {}
        columns = dict.fromkeys([*one, *other])
        pairs = [(column, words(one.get(column)), words(other.get(column))) for column in columns]
    else:
        pairs = [("", words(old), words(new))]
    return tuple(ColumnDifference(column, differ(a, b)) for column, a, b in pairs if a != b)


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


def _bridged(steps: list[tuple[bool, str, str]]) -> Iterator[tuple[bool, str, str]]:
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
            yield Segment(Change.SAME, old)
            continue
        if old:
            yield Segment(Change.REMOVED, old)
        if new:
            yield Segment(Change.ADDED, new)
