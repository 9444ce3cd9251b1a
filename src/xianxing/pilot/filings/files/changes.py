"""What changed from one version of a file to another, by reading both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xianxing.documents.apart import comparer
from xianxing.documents.model import Document
from xianxing.pilot.filings.draft.diff import Segments, differ_all
from xianxing.pilot.filings.files.reading import read_version
from xianxing.pilot.filings.models import MaterialVersion
from xianxing.pilot.parties.models import User

MOST_SHOWN = 200


@dataclass(frozen=True)
class PassageChange:
    """A passage that changed: where it stands, and its segments."""

    heading: str
    segments: Segments


@dataclass(frozen=True)
class FileChange:
    """How two versions differ: passages removed, added, rewritten, the first `MOST_SHOWN` of them in full.

    `readable` is False where one of them has no text to compare; then only the sizes say something. `coarse`
    says that a part was too long to be compared.
    """

    readable: bool
    removed: int
    added: int
    rewritten: int
    passages: tuple[PassageChange, ...]
    size_before: int
    size_after: int
    coarse: bool = False


def what_changed(older: MaterialVersion, newer: MaterialVersion, *, by: User, at: datetime) -> FileChange:
    """Compare the texts of two versions passage by passage. Reads what nobody has read, as `read_version`."""
    before, after = (read_version(one, by=by, at=at) for one in (older, newer))
    readable = all(one.usable and one.text_source != "none" for one in (before, after))
    passages, coarse = _passages(before, after) if readable else ([], False)
    compared = differ_all([(old, new) for _heading, old, new in passages[:MOST_SHOWN]])
    return FileChange(
        readable,
        sum(bool(old) and not new for _heading, old, new in passages),
        sum(bool(new) and not old for _heading, old, new in passages),
        sum(bool(old) and bool(new) for _heading, old, new in passages),
        tuple(
            PassageChange(heading, one)
            for (heading, _old, _new), one in zip(passages, compared, strict=False)
        ),
        older.file.size,
        newer.file.size,
        coarse or any(one.coarse for one in compared),
    )


def _passages(before: Document, after: Document) -> tuple[list[tuple[str, str, str]], bool]:
    old, new = [block.text for block in before.blocks], [block.text for block in after.blocks]
    found = []
    steps, coarse = comparer.align(old, new)
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            gone = old[i1 + step] if i1 + step < i2 else ""
            come = new[j1 + step] if j1 + step < j2 else ""
            blocks = after.blocks[j1 + step] if come else before.blocks[i1 + step]
            found.append((blocks.heading, gone, come))
    return found, coarse
