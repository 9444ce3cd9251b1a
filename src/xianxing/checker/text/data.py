"""The checker's word lists, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((files("xianxing.checker") / "words.toml").read_text("utf-8"))
    return {key: tuple(value) for key, value in data.items() if isinstance(value, list)}


def words(name: str) -> tuple[str, ...]:
    """The words of one list as written."""
    return _lists()[name]


@cache
def folded(name: str) -> frozenset[str]:
    """The words of one list, case folded."""
    return frozenset(word.casefold() for word in words(name))
