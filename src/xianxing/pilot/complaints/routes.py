"""Where else something belongs, as dated data (`routes.toml`): hints, never a decision."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from xianxing.pilot.complaints.limits import said


@dataclass(frozen=True)
class ComplaintRoute:
    """A body that deals with what the working group doesn't: for what, and by which rule."""

    key: str
    label: str
    when: str
    source: str


def routes_on(day: date) -> tuple[ComplaintRoute, ...]:
    """Every hint in force on a day; the first ones where none was yet."""
    rows = _data()["route"].items()
    held = [(key, row) for key, row in rows if row["since"] <= day] or list(rows)
    return tuple(
        ComplaintRoute(key, said(row["label"]), said(row["when"]), said(row["source"])) for key, row in held
    )


def route_named(key: str) -> ComplaintRoute | None:
    """The hint of this key, whenever it began; None for an unknown one."""
    return next((one for one in routes_on(date.max) if one.key == key), None)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("routes.toml").read_text("utf-8"))
