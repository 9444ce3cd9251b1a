"""The text to which people agree who stand in the talent pool (`consent.toml`), by version."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xianxing.law.text import Text

TEXTS = Path(__file__).with_name("consent.toml")


@dataclass(frozen=True)
class ConsentText:
    """A version of the text: its id, its first day, the words, SHA-256 of the Chinese ones."""

    id: str
    since: date
    words: Text
    digest: str


@cache
def consent_texts() -> tuple[ConsentText, ...]:
    """Every version, the earliest first."""
    data = tomllib.loads(TEXTS.read_text("utf-8"))["text"]
    found = [
        ConsentText(
            key, one["since"], Text(one["zh"], one["en"]), hashlib.sha256(one["zh"].encode()).hexdigest()
        )
        for key, one in data.items()
    ]
    return tuple(sorted(found, key=lambda one: one.since))


def consent_text(day: date) -> ConsentText:
    """The text that people are asked to agree to on a day: the latest by then, else the first."""
    texts = consent_texts()
    return next((one for one in reversed(texts) if one.since <= day), texts[0])
