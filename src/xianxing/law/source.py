"""The official text of a guide: verified sentence by sentence, kept by the operator, never shipped.

A package only carries a digest and a length for each sentence (`source.toml`). Normalisation, version 1: each
character in Unicode NFKC (full-width punctuation becomes half-width), curly quotation marks straight, all
white space dropped. A sentence ends after 。！？ (with a closing mark that follows) or at the end of a line;
thus a heading is a sentence too. A sentence that a line break cuts is still found, by its length.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xianxing.law.model import Guide, Sentence

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'"})
ENDS = frozenset("。!?")
CLOSERS = frozenset("”’)）]］》」』】〉")  # as written: a straight quotation mark may as well open


@dataclass(frozen=True)
class Found:
    """One sentence of a file: as written (line breaks dropped), its digest, and the line where it begins."""

    text: str
    digest: str
    length: int
    line: int


@dataclass(frozen=True)
class TextDifference:
    """What differs from the official text: `missing`, `extra` or `changed`.

    `sentence` is the expected one (None for extra), `found` what stands in the file (None for missing);
    `line` is where it stands, or for a missing sentence the line after which it should.
    """

    kind: str
    sentence: Sentence | None
    found: Found | None
    line: int


@dataclass(frozen=True)
class Verification:
    """The outcome of comparing a file with a guide: matched sentences, skipped lines around, differences."""

    matched: tuple[tuple[Sentence, Found], ...]
    skipped_before: int
    skipped_after: int
    changes: tuple[TextDifference, ...]

    @property
    def complete(self) -> bool:
        """Whether every official sentence stands in the file unchanged; extra ones don't count."""
        return all(change.kind == "extra" for change in self.changes)


def normalise(text: str) -> str:
    """The form of a sentence that is hashed; see the top of this module."""
    return "".join("".join(unicodedata.normalize("NFKC", one).translate(QUOTES).split()) for one in text)


def digest(text: str) -> str:
    """SHA-256 of a text's normalised form, in hexadecimal."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


@dataclass(frozen=True)
class _Stream:
    """A file's characters after normalisation, with what each came from and its line."""

    plain: str
    written: tuple[str, ...]
    lines: tuple[int, ...]
    starts: tuple[int, ...]


def _stream(text: str) -> _Stream:
    plain: list[str] = []
    written: list[str] = []
    lines: list[int] = []
    starts: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        begins = True
        for character in line:
            for index, single in enumerate(normalise(character)):
                if begins and character not in CLOSERS:
                    starts.append(len(plain))
                begins = single in ENDS or (begins and character in CLOSERS)
                plain.append(single)
                written.append(character if index == 0 else "")
                lines.append(number)
    return _Stream("".join(plain), tuple(written), tuple(lines), tuple(starts))


def split(text: str, expected: Sequence[Sentence] = ()) -> list[Found]:
    """The sentences of a text in order; those of `expected` are found even where a line break cuts them."""
    stream = _stream(text)
    lengths = {sentence.length for sentence in expected}
    wanted = {(sentence.length, sentence.digest) for sentence in expected}
    found: list[Found] = []
    reached = 0
    for number, start in enumerate(stream.starts):
        if start < reached:
            continue
        after = stream.starts[number + 1] if number + 1 < len(stream.starts) else len(stream.plain)
        end = max(
            (start + n for n in lengths if (n, _hash(stream.plain[start : start + n])) in wanted),
            default=after,
        )
        written = "".join(stream.written[start:end])
        found.append(Found(written, _hash(stream.plain[start:end]), end - start, stream.lines[start]))
        reached = end
    return found


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def verify(guide: Guide, text: str) -> Verification:
    """Compare a text with the guide's sentences; lines before the first and after the last are skipped."""
    found = split(text, guide.sentences)
    expected = [sentence.digest for sentence in guide.sentences]
    matcher = difflib.SequenceMatcher(None, expected, [item.digest for item in found], autojunk=False)
    matched: list[tuple[Sentence, Found]] = []
    changes: list[TextDifference] = []
    before = after = 0
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        theirs, ours = guide.sentences[i:i_end], found[j:j_end]
        if tag == "equal":
            matched += zip(theirs, ours, strict=True)
        elif tag == "insert" and i == 0:
            before = len(ours)
        elif tag == "insert" and i == len(expected):
            after = len(ours)
        else:
            changes += _changes(theirs, ours, found[j - 1].line if j else 0, from_end=j == 0)
    return Verification(tuple(matched), before, after, tuple(changes))


def _changes(
    theirs: Sequence[Sentence], ours: Sequence[Found], line: int, *, from_end: bool
) -> list[TextDifference]:
    """Pair what stands in the same place, from the end where the file begins with foreign lines."""
    if from_end and len(ours) > len(theirs):
        ours = ours[len(ours) - len(theirs) :]
    pairs = [
        TextDifference("changed", mine, found, found.line) for mine, found in zip(theirs, ours, strict=False)
    ]
    missing = [TextDifference("missing", sentence, None, line) for sentence in theirs[len(ours) :]]
    return (
        pairs + missing + [TextDifference("extra", None, found, found.line) for found in ours[len(theirs) :]]
    )


def home() -> Path:
    """Where the operator's own files live: XIANXING_HOME, or `~/.local/share/xianxing`."""
    chosen = os.environ.get("XIANXING_HOME")
    return Path(chosen) if chosen else Path.home() / ".local" / "share" / "xianxing"


def attached_file(guide: Guide, target: Path | None = None) -> Path:
    """Where a guide's attached text stands, below `target` or the operator's home."""
    return (target or home()) / "guides" / guide.name / "official.txt"


def attach(guide: Guide, text: str, target: Path | None = None) -> Verification:
    """Verify a text and keep its official sentences, one a line, outside the repository.

    Nothing is written unless every official sentence stands in the text unchanged (`complete`).
    """
    verification = verify(guide, text)
    if verification.complete and verification.matched:
        path = attached_file(guide, target)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{found.text}\n" for _, found in verification.matched), "utf-8")
    return verification


def official_sentences(guide: Guide, target: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """The attached official sentences by clause; {} where none is attached or it no longer verifies."""
    path = attached_file(guide, target)
    if not path.is_file():
        return {}
    verification = verify(guide, path.read_text("utf-8"))
    if verification.changes:
        return {}
    by_clause: dict[str, tuple[str, ...]] = {}
    for sentence, found in verification.matched:
        by_clause[sentence.clause] = (*by_clause.get(sentence.clause, ()), found.text)
    return by_clause
