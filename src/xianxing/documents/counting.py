"""The product's one counter of 字, and the count by characters that is only advice.

字 are counted as Word's 字数 does, by the rule of the folder format: each CJK character and each full-width
punctuation mark is one, a run of anything else without white space is one, white space is none. Decisions
where that page is silent are in `docs/documents.md`; the tables are in `characters`.
"""

from __future__ import annotations

from xianxing.documents.characters import (
    COMBINING,
    CONTROLS,
    DIRECTION,
    WHITE_SPACE,
    WIDE,
    ZERO_WIDTH,
    joined_surrogates,
    within,
)

_WHITE, _WIDE, _NARROW, _NOTHING = range(4)
_classes: dict[str, int] = {}


def count_zi(text: str) -> int:
    """字 of the text (clause 4.3.4): wide characters one each, a run of narrow ones one, white space none.

    Line ends, surrogate pairs, combining marks and zero-width characters change nothing. An apostrophe
    (U+2019) between two ASCII letters belongs to the run.
    """
    text = joined_surrogates(text)
    count = 0
    in_run = False
    for position, character in enumerate(text):
        kind = _kind(character)
        if kind == _NOTHING:
            continue
        if kind == _WIDE and not (in_run and character == "’" and _between_letters(text, position)):
            count += 1
            in_run = False
        elif kind == _WHITE:
            in_run = False
        elif not in_run:
            count += 1
            in_run = True
    return count


def count_characters(text: str) -> int:
    """Characters of the text without white space, as Word's 字符数（不计空格）: each letter and digit is one.

    Combining marks, zero-width characters and controls are none. Never less than `count_zi`.
    """
    return sum(_kind(character) in (_WIDE, _NARROW) for character in joined_surrogates(text))


def _kind(character: str) -> int:
    known = _classes.get(character)
    if known is None:
        known = _classes[character] = _classify(ord(character))
        if len(_classes) > 50_000:
            _classes.clear()
    return known


def _classify(code: int) -> int:
    if within(code, WHITE_SPACE):
        return _WHITE
    if any(within(code, table) for table in (COMBINING, ZERO_WIDTH, DIRECTION, CONTROLS)):
        return _NOTHING
    return _WIDE if within(code, WIDE) else _NARROW


def _between_letters(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
