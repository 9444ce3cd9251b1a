"""What changed from one version of a file to another, by reading both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from xianxing.documents.model import Document
from xianxing.pilot.filings.draft.diff import Segment, differ
from xianxing.pilot.filings.files.reading import read_version
from xianxing.pilot.filings.models import MaterialVersion

MOST_SHOWN = 200


@dataclass(frozen=True)
class Passage:
    """A passage that changed: where it stands, and its segments."""

    heading: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class FileChange:
    """How two versions differ: passages removed, added, rewritten, the first `MOST_SHOWN` of them in full.

    `readable` is False where one of them has no text to compare; then only the sizes say something.
    """

    readable: bool
    removed: int
    added: int
    rewritten: int
    passages: tuple[Passage, ...]
    size_before: int
    size_after: int


def what_changed(older: MaterialVersion, newer: MaterialVersion, *, at: datetime) -> FileChange:
    """Compare the texts of two versions passage by passage. Reads what nobody has read: for the worker."""
    before, after = read_version(older, at=at), read_version(newer, at=at)
    readable = all(one.usable and one.text_source != "none" for one in (before, after))
    passages = _passages(before, after) if readable else []
    return FileChange(
        readable,
        sum(bool(old) and not new for _heading, old, new in passages),
        sum(bool(new) and not old for _heading, old, new in passages),
        sum(bool(old) and bool(new) for _heading, old, new in passages),
        tuple(Passage(heading, differ(old, new)) for heading, old, new in passages[:MOST_SHOWN]),
        older.file.size,
        newer.file.size,
    )


def _passages(before: Document, after: Document) -> list[tuple[str, str, str]]:
    old, new = [block.text for block in before.blocks], [block.text for block in after.blocks]
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            gone = old[i1 + step] if i1 + step < i2 else ""
            come = new[j1 + step] if j1 + step < j2 else ""
            blocks = after.blocks[j1 + step] if come else before.blocks[i1 + step]
            found.append((blocks.heading, gone, come))
    return found
