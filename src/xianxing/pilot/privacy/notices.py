"""What people are told before they give data, and within how many days a request is answered: dated data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

NOTICES = Path(__file__).with_name("notices.toml")
LINES = ("kept", "why", "basis", "long", "whom")  # what each notice says, in order


@dataclass(frozen=True)
class PrivacyNotice:
    """What people of one sort are told, in both languages; in force from a day on."""

    who: str
    since: date
    texts: Mapping[str, Mapping[str, str]]

    def said(self, language: str) -> Mapping[str, str]:
        """Name, what is kept, why, on which basis, how long and who reads it, in a language."""
        return self.texts["en" if language == "en" else "zh"]


@dataclass(frozen=True)
class AnswerLimit:
    """Within how many days a request is answered, and where that comes from."""

    since: date
    days: int
    sources: Mapping[str, str]

    def last_day(self, received: date) -> date:
        """The last day for an answer; the day of receipt isn't counted."""
        return received + timedelta(days=self.days)

    def source(self, language: str) -> str:
        """The rule that it comes from, in a language."""
        return self.sources["en" if language == "en" else "zh"]


def notices_on(day: date) -> dict[str, PrivacyNotice]:
    """The notices in force on a day, by whom they are for."""
    found: dict[str, PrivacyNotice] = {}
    for one in sorted(_notices(), key=lambda one: one.since):
        if one.since <= day:
            found[one.who] = one
    return found


def limit_on(day: date) -> AnswerLimit:
    """The limit for an answer that is in force on a day; the first one for days before all of them."""
    limits = sorted(_limits(), key=lambda one: one.since)
    return next((one for one in reversed(limits) if one.since <= day), limits[0])


@cache
def _notices() -> tuple[PrivacyNotice, ...]:
    found = []
    for one in _data()["notice"]:
        texts = {
            language: {name: one[language][name] for name in ("name", *LINES)} for language in ("zh", "en")
        }
        found.append(PrivacyNotice(one["who"], one["since"], texts))
    return tuple(found)


@cache
def _limits() -> tuple[AnswerLimit, ...]:
    return tuple(
        AnswerLimit(one["since"], one["days"], {"zh": one["zh"], "en": one["en"]}) for one in _data()["limit"]
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(NOTICES.read_text("utf-8"))
