"""Which indicators there are, how often each is reported, and the limits: practice of the working group."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).with_name("catalogue.toml")


class Cadence(StrEnum):
    """How often a value falls due."""

    MONTH = "month"
    QUARTER = "quarter"


class Worse(StrEnum):
    """In which direction a value gets worse."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True)
class Indicator:
    """What is measured: its names, the unit of its values, how often, in which direction it gets worse, and
    the most that a value can be: a share of a whole is at most 100 %.
    """

    id: str
    category: str
    zh: str
    en: str
    unit: str
    unit_en: str
    cadence: Cadence
    worse: Worse
    most: int | None = None

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh

    def unit_name(self, language: str) -> str:
        """Its unit as it is shown in a language; `unit` is the one that values are reported with."""
        return self.unit_en if language == "en" else self.unit


@dataclass(frozen=True)
class PointMapping:
    """Which indicator a point of a supervisory tool is reported as: the point's unit, and the factor."""

    indicator: str
    unit: str
    times: int


@dataclass(frozen=True)
class IndicatorCatalogue:
    """Indicators by id, their categories' names, the limits in working days, the rule of trend.

    `commitments` are the paths of the form whose answers an institution is held to, in their order; `points`
    are those of supervisory tools by their names.
    """

    indicators: Mapping[str, Indicator]
    categories: Mapping[str, Mapping[str, str]]
    report_days: int
    answer_days: int
    least_periods: int
    periods_ahead: int
    source: str
    serves: tuple[str, ...]
    commitments: tuple[str, ...]
    points: Mapping[str, PointMapping]

    def id_named(self, text: str) -> str:
        """The id of the indicator that a text names, by id or in one of the languages; else the text."""
        names = {
            name: one.id for one in self.indicators.values() for name in (one.id, one.zh, one.en.casefold())
        }
        return names.get(text) or names.get(text.casefold(), text)


@cache
def catalogue() -> IndicatorCatalogue:
    """The catalogue as data; ValueError for a cadence or direction that the code doesn't know, KeyError for a
    point of an indicator that isn't there.
    """
    data = tomllib.loads(CATALOGUE.read_text("utf-8"))
    indicators = {
        key: Indicator(
            key,
            one["category"],
            one["zh"],
            one["en"],
            one["unit"],
            data["unit"][one["unit"]],
            Cadence(one["cadence"]),
            Worse(one["worse"]),
            one.get("most"),
        )
        for key, one in data["indicator"].items()
    }
    return IndicatorCatalogue(
        indicators,
        {key: {"zh-hans": one["zh"], "en": one["en"]} for key, one in data["category"].items()},
        data["limit"]["report"]["days"],
        data["limit"]["answer"]["days"],
        data["trend"]["least"],
        data["trend"]["ahead"],
        data["source"],
        tuple(data["serves"]),
        tuple(data["commitments"]),
        {
            name: PointMapping(indicators[one["indicator"]].id, one["unit"], one.get("times", 1))
            for name, one in data["point"].items()
        },
    )
