"""The forty filings of the deadline's evening: one sample that is varied, handed in by its units' people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from xianxing.pilot.demo.project_lines import DemoProject

EVENING = Path(__file__).with_name("evening.toml")
BEGINS = date(2024, 2, 28)  # the day before the last one of the call that takes filings in here
Data = Mapping[str, Any]


@cache
def evening_filings() -> tuple[DemoProject, ...]:
    """The filings in the order in which they are handed in, each a minute after the one before."""
    data = tomllib.loads(EVENING.read_text("utf-8"))
    return tuple(_project(number, said, data) for number, said in enumerate(data["filing"], 1))


def _project(number: int, said: Data, data: Data) -> DemoProject:
    units = [said["unit"], *([said["partner"]] if "partner" in said else [])]
    people: dict[str, str] = {}
    for unit in units:
        people |= data["people"][unit]
    content = {key: value for key, value in data["content"].items() if key not in said.get("lacks", ())}
    words = {key: said[key] for key in ("name", "unit", "about", "pain")}
    project = {**data["project"], "name": said["name"], "directions": said["directions"]}
    return DemoProject(
        number,
        f"evening-{number}",
        {
            "units": units,
            "people": people,
            "project": _filled(project, words),
            "content": {**_filled(content, words), "technologies": said["technologies"]},
            "contributions": ["提供业务场景，承担办理和复核。", "承担研发和运行维护。"],
            "commitments": ["系统只作提示，结论由人作出", "数据不离开牵头单位内网"],
            "scenario_business": said["about"],
            "leg": [{"course": "deadline", "from": BEGINS}],
        },
    )


def _filled(texts: Data, words: Mapping[str, str]) -> dict[str, Any]:
    return {key: _said(value, words) for key, value in texts.items()}


def _said(value: Any, words: Mapping[str, str]) -> Any:
    """A text with its words in their places, in rows of a table too."""
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, list):
        return [_filled(row, words) if isinstance(row, dict) else row for row in value]
    return value
