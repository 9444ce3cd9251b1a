"""The demonstration's story, told by its people: every state in it is reached by the real actions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from xianxing.i18n import current_language
from xianxing.pilot.cases.models import Event
from xianxing.pilot.demo.acts import VERBS, DemoStage, StoryTurn
from xianxing.pilot.demo.cast import START, seed_cast
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.demo.project_play import MANY, play_projects
from xianxing.pilot.demo.scenes import play, scenes
from xianxing.pilot.filings.check.findings import checked
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.files.reading import one_reader
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import CHINA_TIME

STORY = Path(__file__).with_name("story.toml")
SHOWN = "related"  # the filing of the story that scenes go on with


@dataclass(frozen=True)
class Seeded:
    """What is there afterwards."""

    people: int
    institutions: int
    filings: Mapping[str, Filing]
    events: int


def seed(*, scene: str = "", progress: Callable[[str], None] = lambda _line: None) -> Seeded | None:
    """Tell the story in an empty database, all of it or nothing; None where there are people already.

    Everything happens at its own instant by the demonstration's time, in order, by the people of the cast;
    then the clock stands at `START`, or the story goes on up to a `scene` (`scenes.toml`). Files are read
    without OCR, so that what needs it stays pending.
    """
    if User.objects.exists():
        return None
    story = tomllib.loads(STORY.read_text("utf-8"))
    with transaction.atomic(), one_reader():
        progress(_spoken(story["say"]))
        stage = DemoStage(seed_cast(), story["paper"])
        _tell(stage, story["act"], progress)
        for filing in stage.filings.values():
            checked(load_form(filing), at=START)
        move_to(START)
        if scene:
            progress(_spoken(scenes()[scene]))
            if scene in MANY:
                play_projects(stage, scene)
            else:
                play(scene, stage.filings[SHOWN], stage.cast.people)
    cast = stage.cast
    return Seeded(len(cast.people), len(cast.institutions), stage.filings, Event.objects.count())


def _tell(stage: DemoStage, acts: list[dict[str, Any]], progress: Callable[[str], None]) -> None:
    before = datetime.min.replace(tzinfo=CHINA_TIME)
    for said in acts:
        if "say" in said:
            progress(_spoken(said["say"]))
        at = said["at"]
        if at <= before:
            raise ValueError(f"story.toml: {said['do']} at {at} doesn't come after {before}")
        VERBS[said["do"]](StoryTurn(stage, said, stage.cast.people[said["by"]], at))
        before = at


def _spoken(text: Mapping[str, str]) -> str:
    return text["en" if current_language() == "en" else "zh"]
