"""Published figures of sister regimes beside ours: dated, with source and with what is counted otherwise."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from xianxing.pilot.figures.definitions import DefinitionText, figure_book
from xianxing.pilot.figures.model import DAYS


@dataclass(frozen=True)
class RegimeValue:
    """A published value of another regime that can be read beside one of our figures.

    `count` of `whole` (None for a plain number), or a time in `unit`; `is_limit` says that the time is a rule
    and wasn't measured, `same` that it is counted as ours. `as_of` is a year, month or day.
    """

    regime: DefinitionText
    figure: str
    count: int | None
    whole: int | None
    amount: int | None
    unit: str
    is_limit: bool
    as_of: str
    same: bool
    differs: DefinitionText
    source: DefinitionText


@lru_cache(maxsize=1)
def regime_values() -> tuple[RegimeValue, ...]:
    """All of them, in the order of our figures; KeyError for a value beside a figure that there isn't."""
    data = tomllib.loads(resources.files(__package__).joinpath("regimes.toml").read_text("utf-8"))
    order = {key: place for place, key in enumerate(figure_book().definitions)}
    found = [
        RegimeValue(
            DefinitionText(**row["regime"]), row["figure"], row.get("count"), row.get("whole"),
            row.get("days"), row.get("unit", DAYS), row.get("limit", False), row["as_of"], row["same"],
            DefinitionText(**row["differs"]), DefinitionText(**row["source"]),
        )
        for row in data["value"]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: order[one.figure]))
