"""The nineteen projects of the demonstration: what their files say, as lines in the order of time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import CHINA_TIME

FOLDER = Path(__file__).with_name("projects")
CAST, COURSES = FOLDER / "cast.toml", FOLDER / "courses.toml"
RECEIVED_BEFORE = timedelta(minutes=30)  # the platform has a filing before its number is entered here
Data = Mapping[str, Any]


@dataclass(frozen=True)
class DemoProject:
    """One project: its number in the list, the name its filing goes by, and what its file says."""

    number: int
    filing: str
    said: Data

    @property
    def joint(self) -> bool:
        """Whether several units file it together."""
        return len(self.said["units"]) > 1

    def person(self, by: str) -> str:
        """The name of whoever holds a part in the project; of anybody else the name itself.

        Who signs for the lead also reviews for it where nobody else is named.
        """
        held = {"reviewer": self.said["people"]["signatory"], **self.said["people"]}
        return str(held.get(by, by))

    def words(self, text: str) -> str:
        """A text of a course with what the project says in the places in braces."""
        return text.format_map({key: value for key, value in self.said.items() if isinstance(value, str)})


@dataclass(frozen=True)
class ProjectLine:
    """What somebody does in a project, and when."""

    project: DemoProject
    said: Data

    @property
    def at(self) -> datetime:
        """The instant of it."""
        at: datetime = self.said["at"]
        return at


@cache
def projects() -> tuple[DemoProject, ...]:
    """The projects in the order of their numbers."""
    files = sorted(path for path in FOLDER.glob("*.toml") if path not in (CAST, COURSES))
    read = (tomllib.loads(path.read_text("utf-8")) for path in files)
    return tuple(DemoProject(said["number"], said["filing"], said) for said in read)


@cache
def courses() -> Data:
    """What projects have in common: their courses, first values of a filing, the compliance report."""
    return tomllib.loads(COURSES.read_text("utf-8"))


def lines_of(project: DemoProject) -> list[ProjectLine]:
    """Everything that happens in a project beside the scene that it may follow, in the order of time.

    A course counts working days; its lines are moved by the project's number in minutes, so that no two
    projects do the same thing at the same instant.
    """
    said = [*_of_courses(project), *({**one, "by": project.person(one["by"])} for one in _own(project))]
    return [ProjectLine(project, one) for one in sorted(said, key=lambda one: one["at"])]


def _own(project: DemoProject) -> list[Data]:
    own: list[Data] = project.said.get("act", [])
    return own


def _of_courses(project: DemoProject) -> Iterator[Data]:
    calendar = Calendar.packaged()
    for leg in project.said.get("leg", ()):
        for line in _whole(leg["course"]):
            if line.get("joint") and not project.joint:
                continue
            yield _placed(project, line, leg["from"], calendar)


def _whole(course: str) -> Iterator[Data]:
    """The lines of a course, with those of the courses that it contains."""
    for line in courses()["course"][course]:
        if "with" in line:
            yield from _whole(line["with"])
        else:
            yield line


def _placed(project: DemoProject, line: Data, begins: date, calendar: Calendar) -> Data:
    day = calendar.add(begins, line["on"]).date if line["on"] else begins
    clock = time.fromisoformat(line["at"])
    at = datetime.combine(day, clock, CHINA_TIME) + timedelta(minutes=project.number)
    said = {**line, "at": at, "by": project.person(line["by"])}
    asked = project.said.get("asked", {}).get(line.get("step", ""), {})
    if "answers" in line:
        said["answers"] = {**line["answers"], **asked}
    if "reason" in line:
        said["reason"] = project.words(line["reason"])
    if "opinion" in line and isinstance(line["opinion"], dict):
        said["opinion"] = {**line["opinion"], "words": project.words(line["opinion"]["words"])}
    if line.get("do") == "file" and "receipt" in project.said:
        receipt = {"number": project.said["receipt"], "evidence": "platform_receipt"}
        said |= {**receipt, "received_at": at - RECEIVED_BEFORE}
    return said
