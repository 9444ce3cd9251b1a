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


def words(name: str) -> tuple[str, ...]:
    """The words of one list as written."""
    return _lists()[name]


@cache
def folded(name: str) -> frozenset[str]:
    """The words of one list, case folded."""
    return frozenset(word.casefold() for word in words(name))
