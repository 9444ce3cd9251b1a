"""What the guide leaves open of inspections: grades, limits, how many inspect, what is looked at."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from xianxing.i18n import current_language


@dataclass(frozen=True)
class FindingGrade:
    """How serious a finding is: name and meaning, and the day from which the grade is used."""

    key: str
    names: Mapping[str, str]
    meanings: Mapping[str, str]
    since: date

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return _in_language(self.names)

    @property
    def meaning(self) -> str:
        """What it means, in the reader's language."""
        return _in_language(self.meanings)


@dataclass(frozen=True)
class InspectionPractice:
    """The practice in force on a day; `serves` are the clauses that it serves."""

    grades: Mapping[str, FindingGrade]
    least: Mapping[str, int]
    answer_days: int
    serves: Sequence[str]
    source: str


def practice_on(day: date) -> InspectionPractice:
    """The practice in force on a day; before the first known value, that value."""
    data = _data()
    grades = {key: FindingGrade(key, row, row["meaning"], row["since"]) for key, row in data["grade"].items()}
    used = {key: one for key, one in grades.items() if one.since <= day} or grades
    least = {place: _value(row, day) for place, row in data["least"].items()}
    return InspectionPractice(used, least, _value(data["answer"], day), data["serves"], data["source"])


def grade_name(key: str) -> str:
    """The name of a grade, also of one that is no longer used; the key where nobody knows it."""
    row = _data()["grade"].get(key)
    return _in_language(row) if row else key


def _value(row: Mapping[str, Any], day: date) -> int:
    values = sorted(row["values"], key=lambda value: value["since"])
    held = [value for value in values if value["since"] <= day] or values[:1]
    return int(held[-1]["value"])


def _in_language(words: Mapping[str, Any]) -> str:
    return str(words["en"] if current_language() == "en" else words["zh"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("practice.toml").read_text("utf-8"))
