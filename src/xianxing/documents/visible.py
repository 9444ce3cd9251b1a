"""What of a string a reader can see: zero-width and direction-changing characters taken out and named."""

from __future__ import annotations

import re

from xianxing.documents.characters import CONTROLS, DIRECTION, ZERO_WIDTH, Ranges, joined_surrogates

EXCERPT = 40
SENTENCE_ENDS = "。！？!?\n"
WIDEST_GAP = 60  # blanks in a row
_GAP = re.compile(rf"\s{{{WIDEST_GAP + 1},}}")


def _class(*tables: Ranges) -> str:
    return "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}" for table in tables for first, last in table
    )


_UNSEEN = re.compile(f"[{_class(ZERO_WIDTH, DIRECTION, CONTROLS)}]")
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOTEWORTHY = re.compile(
    "[\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)


def clean(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The visible text, and (reason, excerpt) for zero-width text and direction overrides found in it.

    Controls, soft hyphens and plain direction marks are dropped without a word. Text written in invisible
    tag characters is decoded into the excerpt.
    """
    text = joined_surrogates(text)
    if not _UNSEEN.search(text):
        return text, []
    found: list[tuple[str, str]] = []
    shown = _UNSEEN.sub("", text)
    if _NOTEWORTHY.search(text):
        tagged = "".join(chr(ord(c) - 0xE0000) for run in _TAGS.findall(text) for c in run)
        found.append(("zero_width", (tagged or shown.strip())[:EXCERPT]))
    if _OVERRIDES.search(text):
        found.append(("bidi", shown.strip()[:EXCERPT]))
    return shown, found


def narrowed(text: str) -> str:
    """The text with no gap wider than `WIDEST_GAP` blanks: patterns would try each of more against each."""
    return _GAP.sub(lambda gap: gap.group()[:WIDEST_GAP], text)


def tidy(text: str) -> str:
    """Outer white space off each line, blank lines out, inner white space as it was but for wide gaps."""
    return "\n".join(narrowed(line.strip(" \t\u3000\xa0\r\v\f")) for line in text.split("\n") if line.strip())


def sentence_at(text: str, position: int) -> str:
    """The sentence of `text` that `position` (between characters, or just after its full stop) stands in."""
    position = max(0, min(position, len(text)))
    before = position
    if before and text[before - 1] in SENTENCE_ENDS:
        before -= 1
    start = max((text.rfind(mark, 0, before) for mark in SENTENCE_ENDS), default=-1) + 1
    ends = [at for mark in SENTENCE_ENDS if (at := text.find(mark, before)) >= 0]
    return text[start : min(ends) + 1 if ends else len(text)].strip()
