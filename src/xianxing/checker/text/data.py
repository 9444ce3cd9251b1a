"""The checker's word lists, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("xianxing.checker") / "words.toml").read_text("utf-8"))


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {key: tuple(value) for key, value in _data().items() if isinstance(value, list)}


@cache
def headings(part: str) -> re.Pattern[str] | None:
    """The further headings of a part of a report, None when there are none."""
    listed = _data()["parts"].get(part, ())
    return re.compile("|".join(listed)) if listed else None


@cache
def general_headings() -> re.Pattern[str]:
    """Headings of sections that treat no part of a report."""
    return re.compile("|".join(words("general")))


@cache
def signs(part: str) -> tuple[re.Pattern[str], ...]:
    """The words by which a text shows that it treats a part: one pattern for each different sign."""
    return tuple(re.compile(one) for one in _data()["signs"].get(part, ()))


@cache
def hint(part: str) -> re.Pattern[str] | None:
    """What no text about the part can do without, None where nothing is known."""
    listed = _data()["hints"].get(part)
    return re.compile(listed) if listed else None


def risk_words(kind: str) -> str:
    """How a sentence names a kind of business risk: a pattern, "" where nothing is known."""
    return str(_data()["risks"].get(kind, ""))


def words(name: str) -> tuple[str, ...]:
    """The words of one list as written."""
    return _lists()[name]


@cache
def folded(name: str) -> frozenset[str]:
    """The words of one list, case folded."""
    return frozenset(word.casefold() for word in words(name))
