"""Many projects play at once: their people act in the order of time, by the ways that pages take."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from xianxing.pilot.cases.domain import tick
from xianxing.pilot.demo.acts import VERBS, DemoStage, StoryTurn
from xianxing.pilot.demo.cast import join_cast
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.demo.evening import evening_filings
from xianxing.pilot.demo.project_filings import complete_draft, import_project
from xianxing.pilot.demo.project_lines import CAST, DemoProject, ProjectLine, lines_of, projects
from xianxing.pilot.demo.scenes import act_in_scene, acts_up_to, scenes
from xianxing.pilot.filings.models import Filing
from xianxing.workdays.clocks import CHINA_TIME, day_of

JOINED = datetime(2024, 1, 21, 9, 0, tzinfo=CHINA_TIME)
SECRETARY = "温如玉"
SECOND_PERSON = timedelta(minutes=2)
WAYS: Mapping[str, Callable[[StoryTurn, DemoProject], None]] = {
    "import project": import_project,
    "complete draft": complete_draft,
}
# The scenes in which many projects play, each with theirs.
MANY: Mapping[str, Callable[[], Sequence[DemoProject]]] = {
    "deadline-evening": evening_filings,
    "pilot": projects,
}


def play_projects(stage: DemoStage, scene: str) -> None:
    """Go on from the story with all projects of a scene at once, and set the clock at the scene's instant.

    Time passes once in each week in which somebody acts: what it brought about bears its own day. Refused
    as the acts themselves are.
    """
    cast = stage.cast
    join_cast(cast, tomllib.loads(CAST.read_text("utf-8")), secretary=cast.people[SECRETARY], at=JOINED)
    free, week = JOINED, day_of(JOINED).isocalendar()[:2]
    for line in sorted(_lines(scene), key=lambda one: one.at):
        at = max(line.at, free)  # a second person's word comes a moment after the first one's
        if day_of(at).isocalendar()[:2] != week:
            week = day_of(at).isocalendar()[:2]
            tick(at=at)
        _do(stage, ProjectLine(line.project, {**line.said, "at": at}))
        free = at + SECOND_PERSON if "two" in line.said else at
    clock = scenes()[scene]["clock"]
    move_to(clock)
    tick(at=clock)


def _lines(scene: str) -> Iterator[ProjectLine]:
    for project in MANY[scene]():
        if "scene" in project.said:
            yield from (ProjectLine(project, said) for said in acts_up_to(project.said["scene"]))
        yield from lines_of(project)


def _do(stage: DemoStage, line: ProjectLine) -> None:
    said, name = line.said, line.project.filing
    verb = said.get("do", "")
    if not verb:
        filing = Filing.objects.select_related("case__call").get(pk=stage.filings[name].pk)
        act_in_scene(said, filing, stage.cast.people)
        return
    turn = StoryTurn(stage, {**said, "filing": name}, stage.cast.people[said["by"]], line.at)
    if verb in WAYS:
        WAYS[verb](turn, line.project)
    else:
        VERBS[verb](turn)
