"""What the four supervisory tools said of their shipped examples, month by month (`tool_runs.toml`).

The demonstration doesn't run them while it is made; a test holds what is kept here to a fresh run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from xianxing.pilot.supervision.catalogue import catalogue

RUNS = Path(__file__).with_name("tool_runs.toml")


@cache
def recorded_runs() -> tuple[Mapping[str, Any], ...]:
    """Every run: tool, period, the day that it looked at, what was wrong with the data, its points."""
    return tuple(tomllib.loads(RUNS.read_text("utf-8"))["run"])


def points_of(tool: str, period: str) -> list[dict[str, str]]:
    """The points of a tool's run in a period, as `xianxing tool NAME indicators` gives them and, of what
    people judged, the site; KeyError where none is kept.
    """
    for run in recorded_runs():
        if (run["tool"], run["period"]) == (tool, period):
            units = catalogue().points
            return [
                {"tool": tool, "name": name, "unit": units[name].unit, "value": value}
                for name, value in run["points"].items()
            ]
    raise KeyError((tool, period))
