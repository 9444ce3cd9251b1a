"""Telling a heading from a paragraph where no style says so: by numbering, boldness, size and shortness."""

from __future__ import annotations

import re

from xianxing.documents.markings import is_marking_line

_HAN = "一二三四五六七八九十百〇零"
_UNITS = "[年月日个名人家倍万亿元份项次条天时分秒种]"
_NUMBERINGS = (
    (re.compile(rf"第[{_HAN}\d]{{1,4}}[章编篇部]"), 1),
    (re.compile(rf"第[{_HAN}\d]{{1,4}}节"), 2),
    (re.compile(rf"[{_HAN}]{{1,3}}[、．.]"), 1),
    (re.compile(rf"[（(][{_HAN}]{{1,3}}[）)]"), 2),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?![\d.])"), 3),
    (re.compile(rf"\d{{1,2}}\.\d{{1,2}}(?![\d.%])(?=[\s　、．]*(?!{_UNITS})[一-鿿A-Za-z])"), 2),
    (re.compile(rf"\d{{1,2}}(?:[、．]|\.(?!\d)|[ 　\t]+(?!{_UNITS})(?=[一-鿿]))"), 3),
    (re.compile(r"[（(]\d{1,2}[）)]"), 4),
)
_ARABIC = re.compile(r"\d")
_CONTENTS_LINE = re.compile(r"(?:\t|[.…·。 　]{3,}|\s{2,})\s*\d{1,4}\s*$")
_SENTENCE = re.compile(r"[。；;！？!?]")
_LABEL = re.compile(r"[：:]")
_DATE_LINE = re.compile(r"^[\d〇零○一二三四五六七八九十]{2,4}\s*(?:年|[-./])")
MAXIMUM = 40
LONGEST_ENTRY = 80  # characters of a line of a table of contents
PLAIN_MAXIMUM = 26


def numbering_level(text: str) -> int:
    """Level of the numbering that the line begins with (一、 1, （一） 2, 1. 3, 1.1 2 …), 0 for none."""
    for pattern, level in _NUMBERINGS:
        if pattern.match(text):
            return level
    return 0


def is_contents_line(text: str) -> bool:
    """Whether a line is an entry of a table of contents: dots or a tab, then a page number."""
    # The length first: the pattern's time grows with the cube of a run of blanks.
    return len(text) <= LONGEST_ENTRY and _CONTENTS_LINE.search(text) is not None


def inferred_level(text: str, *, bold: bool, size: float, body: float, centred: bool = False) -> int:
    """Level of a heading that no style declares, 0 for a paragraph.

    `size` and `body` are the line's and the running text's sizes in one unit. A numbered line is a heading
    when it is short and no sentence; an unnumbered one only when it also stands out and is no label with a
    value.
    """
    text = text.strip()
    if not text or len(text) > MAXIMUM or "\n" in text or _SENTENCE.search(text):
        return 0
    if is_contents_line(text) or is_marking_line(text):
        return 0
    level = numbering_level(text)
    larger = body > 0 and size >= body * 1.12
    if level:
        if text[-1] in "，,、：:" and not (bold or larger):
            return 0
        standing = bold or larger or len(text) <= (MAXIMUM if level == 1 else PLAIN_MAXIMUM)
        return level if standing and not _has_value(text) else 0
    if _LABEL.search(text) or _DATE_LINE.match(text) or text[-1] in "，,、" or len(text) > PLAIN_MAXIMUM + 10:
        return 0
    if larger and (centred or bold or size >= body * 1.3):
        return 1
    return 2 if bold and len(text) <= PLAIN_MAXIMUM else 0


def settled_levels(levels: list[tuple[str, int]]) -> list[int]:
    """Levels of all inferred headings of a document: `1.` counts as the first level where nothing is above
    it.

    Takes (text, inferred level) in order and returns the levels to use.
    """
    numbered = {numbering_level(text) for text, level in levels if level}
    has_upper = 1 in numbered or (2 in numbered and any(text[:1] in "（(" for text, _ in levels))
    if has_upper:
        return [level for _, level in levels]
    return [
        1 if level == 3 and numbering_level(text) == 3 and not re.match(r"\d+\.\d", text) else level
        for text, level in levels
    ]


def _has_value(text: str) -> bool:
    label = _LABEL.search(text)
    return label is not None and label.end() < len(text)
