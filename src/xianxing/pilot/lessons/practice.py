"""What the working group does about the library and proposed rules, as data (`practice.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xianxing.law.text import Text

PRACTICE = Path(__file__).with_name("practice.toml")


@dataclass(frozen=True)
class ProposalStage:
    """A stage on the way from an insight to a rule: what it may follow, what is asked with it."""

    id: str
    label: Text
    after: tuple[str, ...]
    asks: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True)
class LessonPractice:
    """Fields and sections of an entry of the library, stages of a proposed rule, where they come from.

    `fields` are taken from the public sheet, `nameless` of an entry that names nobody, `filters` are those by
    which the library can be narrowed.
    """

    fields: tuple[str, ...]
    nameless: tuple[str, ...]
    filters: tuple[str, ...]
    insight: str
    sections: Mapping[str, Text]
    stages: Mapping[str, ProposalStage]
    serves: tuple[str, ...]
    source: Text

    def stages_after(self, stage: str) -> list[ProposalStage]:
        """The stages that may follow a stage, in the order of the file; the first ones after ""."""
        return [one for one in self.stages.values() if (stage in one.after if stage else not one.after)]


@cache
def practice() -> LessonPractice:
    """The practice as it stands in the data; ValueError for a stage that follows an unknown one."""
    data = tomllib.loads(PRACTICE.read_text("utf-8"))
    library = data["library"]
    stages = {
        key: ProposalStage(
            key, Text(**one["label"]), tuple(one["after"]), tuple(one.get("asks", ())), one.get("ends", False)
        )
        for key, one in data["stage"].items()
    }
    unknown = {name for one in stages.values() for name in one.after} - set(stages)
    if unknown:
        raise ValueError(f"unknown stages in {PRACTICE.name}: {', '.join(sorted(unknown))}")
    return LessonPractice(
        tuple(library["fields"]),
        tuple(library["nameless"]),
        tuple(library["filters"]),
        data["insight"]["field"],
        {key: Text(**one) for key, one in library["section"].items()},
        stages,
        tuple(data["serves"]),
        Text(**data["source"]),
    )
