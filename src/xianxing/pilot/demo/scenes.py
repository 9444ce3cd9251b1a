"""Scenes of the demonstration: the story goes on by its people's acts, to where a visitor wants to begin."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.domain.pending import confirm_act
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.casework.domain.judgement import Judgement, add_line, keep_judgements
from xianxing.pilot.casework.models import Decision
from xianxing.pilot.casework.work_list import body_in_check, work_list
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.demo.complaints import take_in
from xianxing.pilot.demo.exits import act_in_exit
from xianxing.pilot.demo.incentives import act_in_incentives
from xianxing.pilot.demo.incidents import act_in_incident
from xianxing.pilot.demo.inspections import act_in_inspection
from xianxing.pilot.demo.monitoring import act_in_monitoring
from xianxing.pilot.demo.papers import word
from xianxing.pilot.demo.reports import act_in_reports
from xianxing.pilot.experts.domain.access import sign_undertaking
from xianxing.pilot.experts.domain.opinions import save_draft
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.papers.domain.numbering import enter_paper_number
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.parties.models import User
from xianxing.pilot.transmissions.domain.making import make_package
from xianxing.procedure.runner import current

SCENES = Path(__file__).with_name("scenes.toml")
A_MINUTE = timedelta(minutes=1)
BESIDE_STEPS = (
    act_in_monitoring, act_in_reports, act_in_exit, act_in_incident, act_in_inspection, act_in_incentives,
)  # fmt: skip
Data = Mapping[str, Any]


def scenes() -> Data:
    """The scenes by name, with their names in both languages."""
    found: Data = _file()["scene"]
    return found


@cache
def _file() -> Data:
    return tomllib.loads(SCENES.read_text("utf-8"))


def play(
    name: str, filing: Filing, people: Mapping[str, User], *, progress: Callable[[str], None] = lambda _: None
) -> None:
    """Go on with a filing that was handed in, up to a scene, and set the clock there.

    KeyError for a scene that doesn't exist. Refused as the acts themselves are; time passes in between.
    """
    for said in acts_up_to(name):
        tick(at=said["at"])
        progress(said.get("step", ""))
        filing.case.refresh_from_db()
        act_in_scene(said, filing, people)
    clock = scenes()[name]["clock"]
    move_to(clock)
    tick(at=clock)


def acts_up_to(name: str) -> list[Data]:
    """The acts of a scene and of those that it goes on from, in the order of time."""
    scene = scenes()[name]
    before = acts_up_to(scene["after"]) if "after" in scene else []
    return [*before, *scene.get("act", ())]


def act_in_scene(said: Data, filing: Filing, people: Mapping[str, User]) -> None:
    """Do what a line says of a filing that was handed in, as it stands now; refused as the act itself is."""
    by, at = people[said["by"]], said["at"]
    if said.get("undertaking"):
        sign_undertaking(
            case=filing.pk, digest=present_text().digest, by=by, at=at, step_up=StepUp.just_given(by)
        )
        return
    if "complaint" in said:
        take_in({**said["complaint"], "by": said["by"]}, about=filing.case, people=people, at=at)
        return
    if "number" in said:
        paper = CasePaper.objects.filter(case=filing.case, kind=said["number"]["paper"]).latest("place")
        enter_paper_number(paper=paper.public_id, number=said["number"]["words"], by=by, at=at)
        return
    if said.get("package"):
        make_package(case=filing.pk, sequence=filing.case.sequence, by=by, at=at)
        return
    if any(does(said, filing, by, at) for does in BESIDE_STEPS):
        return
    if "work" in said:
        add_line(case=filing.pk, location="", **said["work"], by=by, at=at)
        return
    if "opinion" in said:
        text = said["opinion"]
        written = OpinionText(text["words"], text["scores"], text["reasons"])
        save_draft(case=filing.pk, text=written, by=by, at=at - A_MINUTE)
    if "overrule" in said:
        _overrule_rest(said["overrule"], filing, by, at - A_MINUTE)
    if "line" in said:
        add_line(case=filing.pk, location="", **said["line"], by=by, at=at - A_MINUTE)
    entry = Entry(
        answers={**said.get("answers", {}), **_checked(said, filing), **_item(said, filing)},
        members={**said.get("members", {}), **_numbers(said.get("people", {}), people)},
        reason=said.get("reason", ""),
        evidence=(_letter(_file()["paper"][said["letter"]], by, at),) if "letter" in said else (),
    )
    done = take_step(
        case=filing.pk, step=said["step"], entry=entry, sequence=filing.case.sequence, by=by, at=at,
        step_up=StepUp.just_given(by),
    )  # fmt: skip
    if isinstance(done, PendingAct):
        second = people[said["two"]]
        confirm_act(
            pending=done.pk, sequence=None, by=second, at=at + A_MINUTE, step_up=StepUp.just_given(second)
        )


def _numbers(groups: Data, people: Mapping[str, User]) -> dict[str, list[str]]:
    return {group: [str(people[name].pk) for name in names] for group, names in groups.items()}


def _overrule_rest(reason: str, filing: Filing, by: User, at: datetime) -> None:
    """Overrule, with one reason, every line of the work list that isn't judged yet."""
    body = body_in_check(filing)
    left = work_list(body).unjudged if body else ()
    said = {line.key: Judgement(Decision.OVERRULE, reason) for line in left}
    keep_judgements(case=filing.pk, said=said, by=by, at=at)


def _checked(said: Data, filing: Filing) -> dict[str, Any]:
    """Every item of the checklists that the line names."""
    if "checks" not in said:
        return {}
    facts = procedure_of(filing.case.call).facts
    return {name: list(facts[name].items) for name in said["checks"]}


def _item(said: Data, filing: Filing) -> dict[str, str]:
    """The number of the oldest open item of the kind that the line names."""
    if "item" not in said:
        return {}
    state = current(CaseStore(filing.case), str(filing.pk))
    return {said["item"]: next(key for key, one in state.items.items() if one.kind == said["item"])}


def _letter(paper: Data, by: User, at: datetime) -> Any:
    content = io.BytesIO(_written(paper["title"], tuple(paper["paragraphs"])))
    return bring_evidence(name=f"{paper['title']}.docx", content=content, by=by, at=at).pk


@cache
def _written(title: str, paragraphs: tuple[str, ...]) -> bytes:
    """A letter comes many times in a scene and is made once."""
    return word(title, paragraphs)
