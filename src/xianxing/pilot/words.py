"""Text and numbers that somebody typed, cleaned once: what is asked is asked of what will be kept."""

from __future__ import annotations

from typing import TypeVar

from xianxing.checker.body import clean
from xianxing.documents.counting import count_characters

MOST_DIGITS = 18  # what a column of 64 bits holds
Other = TypeVar("Other")


def cleaned(text: str) -> str:
    """The text as it is kept; empty where nothing of it can be seen, as of blanks and zero-width characters.

    Every verb cleans what was typed before it asks whether it is empty, too long, or a place that the person
    may see: asked of the raw text, a blank or a control character before it would give another answer.
    """
    kept = clean(text)
    return kept if count_characters(kept) else ""


def whole_number(text: str, otherwise: Other) -> int | Other:
    """The whole number that a form carries; `otherwise` for anything else, and for more digits than count."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise
