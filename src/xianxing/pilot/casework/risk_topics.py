"""What a risk assessment looks at, from data: working-group practice that serves clauses of the guide."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOPICS = Path(__file__).with_name("risk_topics.toml")


@dataclass(frozen=True)
class RiskTopic:
    """One thing to assess, in a part of the sheet; `serves` are clauses of the reference guide."""

    id: str
    part: str
    zh: str
    en: str
    serves: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@cache
def parts() -> dict[str, dict[str, str]]:
    """The parts of the sheet with their names by language, in order."""
    return {key: dict(names) for key, names in _data()["part"].items()}


@cache
def topics() -> tuple[RiskTopic, ...]:
    """Everything to assess, in the order of the sheet; ValueError for a topic of an unknown part."""
    found = tuple(
        RiskTopic(key, one["part"], one["zh"], one["en"], tuple(one["serves"]))
        for key, one in _data()["topic"].items()
    )
    unknown = [topic.id for topic in found if topic.part not in parts()]
    if unknown:
        raise ValueError(f"{TOPICS.name}: unknown part in {', '.join(unknown)}")
    return found


def _data() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(TOPICS.read_text("utf-8"))
