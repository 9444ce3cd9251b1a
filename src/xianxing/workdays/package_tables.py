"""The tables that ship: one a year, the estimate of the years to come, the venues' own closures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from xianxing.workdays.files import from_mapping
from xianxing.workdays.tables import YearTable


@dataclass(frozen=True)
class Estimate:
    """Statutory days off of years that no notice has arranged yet; `days` maps each to its festival's name.

    `substitutes` are the days off in lieu of a festival that falls on a weekend. A day on or after
    `unsettled_from` (month, day) may still be moved by the next year's notice.
    """

    source: str
    first_year: int
    last_year: int
    days: dict[date, str]
    substitutes: frozenset[date]
    unsettled_from: tuple[int, int]


@dataclass(frozen=True)
class Venue:
    """Days on which the exchanges rested by their own notice; known until `checked_until`."""

    source: str
    checked_until: date
    closed: frozenset[date]


@cache
def year_tables() -> tuple[YearTable, ...]:
    """Every packaged year in order."""
    names = sorted(item.name for item in _folder().iterdir() if item.name[:4].isdigit())
    return tuple(from_mapping(_read(name)).finish() for name in names)


@cache
def estimate() -> Estimate:
    """The packaged estimate."""
    data = _read("estimate.toml")
    rows = data["day"]
    month, day = (int(part) for part in data["unsettled_from"].split("-"))
    return Estimate(
        source=data["source"],
        first_year=min(row["date"].year for row in rows),
        last_year=max(row["date"].year for row in rows),
        days={row["date"]: row["name"] for row in rows},
        substitutes=frozenset(row["date"] for row in rows if row.get("substitute", False)),
        unsettled_from=(month, day),
    )


@cache
def venue() -> Venue:
    """The packaged closures of the exchanges."""
    data = _read("venue.toml")
    return Venue(data["source"], data["checked_until"], frozenset(data["closed"]))


def _folder() -> Traversable:
    return files("xianxing.workdays").joinpath("data")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_folder().joinpath(name).read_text("utf-8"))
