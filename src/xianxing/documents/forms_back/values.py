"""From a cell's text to what the field takes: words into days and lists; judging is left to the caller."""

from __future__ import annotations

import re

from xianxing.documents.dates import find_date
from xianxing.documents.writing.value_text import SEPARATORS, shown
from xianxing.i18n import language
from xianxing.law import Field, FieldKind
from xianxing.law.text import plain

_SPLIT = re.compile(f"[{re.escape(SEPARATORS)}]")


def spelled(field: Field, text: str, *, known: object = None) -> object:
    """The value that a text spells; `known` itself where the text is exactly how that is shown.

    None for an empty text. A day in any usual spelling becomes a date, provided that nothing else stands
    beside it; a list is split at line ends, or in one line at its separators. All else stays text, also what
    doesn't fit the field.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _is_shown(field, text, known):
        return known
    if not text:
        return None
    if field.kind is FieldKind.DATE:
        found = find_date(text)
        whole = found is not None and not (text[: found[1]] + text[found[2] :]).strip()
        return found[0] if found is not None and whole else text
    if field.kind in (FieldKind.CHOICES, FieldKind.STRINGS):
        return _items(field, text)
    return text


def _is_shown(field: Field, text: str, known: object) -> bool:
    if known in (None, "", []):
        return not text
    for code in ("zh-hans", "en"):
        with language(code):
            if shown(field, known).strip() == text:
                return True
    return False


def _items(field: Field, text: str) -> list[str]:
    """Entries of a list. A label of the form that has a separator in it stays in one piece."""
    labels = {plain(name) for choice in field.choices for name in (choice.label.zh, choice.label.en)}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 or plain(text) in labels:
        return lines
    return [part.strip() for part in _SPLIT.split(text) if part.strip()]
