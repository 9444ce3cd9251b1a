"""The working group's practice with experts, as data: criteria, numbers, and what is shown to experts.

A guide's setting `expert_<name>`, or `<name>` where it has one, goes before the default of `practice.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from xianxing.i18n import current_language
from xianxing.law import Guide
from xianxing.law.dated import NoValueError

CONTACTS = "unit.contacts"  # the field of the form with every unit's contact data (4.3.3)


@dataclass(frozen=True)
class Criterion:
    """What experts score: its label, a good and a bad sign, and the fields of the form that feed it."""

    key: str
    labels: tuple[tuple[str, str], ...]
    good_signs: tuple[tuple[str, str], ...]
    bad_signs: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return _said(self.labels)

    @property
    def good(self) -> str:
        """What speaks for a high score."""
        return _said(self.good_signs)

    @property
    def bad(self) -> str:
        """What speaks for a low score."""
        return _said(self.bad_signs)


@dataclass(frozen=True)
class ExpertPractice:
    """The practice in force for a guide on a day.

    `conflict_months` counts from the end of an employment; `guest_days` are the whole days for which somebody
    without an account may enter.
    """

    criteria: tuple[Criterion, ...]
    scale: int
    experts_min: int
    conflict_months: int
    guest_days: int
    blind: bool
    expertise: tuple[str, ...]
    overview: tuple[str, ...]
    withheld: tuple[str, ...]


def practice_of(guide: Guide, on: date) -> ExpertPractice:
    """The practice of a guide on a day; KeyError where a guide's setting names no criterion of ours."""
    held = _data()
    known = {key: _criterion(key, row) for key, row in held["criterion"].items()}
    return ExpertPractice(
        tuple(known[key] for key in _value(guide, "expert_criteria", on, held["criteria"])),
        int(_value(guide, "scoring_scale", on, held["scoring_scale"])),
        int(_value(guide, "experts_min", on, held["experts_min"])),
        int(_value(guide, "expert_conflict_months", on, held["conflict_months"])),
        int(_value(guide, "expert_guest_days", on, held["guest_days"])),
        bool(_value(guide, "expert_blind", on, held["blind"])),
        tuple(held["expertise"]),
        tuple(held["overview"]),
        tuple(held["withheld"]),
    )


def _value(guide: Guide, key: str, on: date, otherwise: Any) -> Any:
    if key not in guide.parameters:
        return otherwise
    try:
        return guide.parameter(key, on).value
    except NoValueError:
        return otherwise


def _criterion(key: str, row: dict[str, Any]) -> Criterion:
    return Criterion(
        key,
        tuple(row["label"].items()),
        tuple(row["good"].items()),
        tuple(row["bad"].items()),
        tuple(row["fields"]),
    )


def _said(words: tuple[tuple[str, str], ...]) -> str:
    held = dict(words)
    return held["en"] if current_language() == "en" else held["zh"]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("practice.toml").read_text("utf-8"))
