"""What was done with a case here, as CSRC may know it: no expert, no opinion, no score, no draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from xianxing.i18n import DEFAULT_LANGUAGE
from xianxing.pilot.acts.permissions import AUTHORITY, CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.papers.values import clause_words
from xianxing.pilot.transmissions.queries import BUREAU
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import ParticularMeans
from xianxing.procedure.model import Procedure, Step

EXPERT = "expert"  # the side of experts in the procedure
# What is told in words whoever said it: what the panel asked for, the answers, the conditions.
TOLD = frozenset(
    (ParticularMeans.SUPPLEMENT_QUESTION, ParticularMeans.SUPPLEMENT_ANSWER, ParticularMeans.CONDITION)
)


@dataclass(frozen=True)
class CourseAct:
    """An act as CSRC may know it: when, which step, in which role, on which clauses, and what was said."""

    at: datetime
    step: str
    role: str
    clauses: str
    said: tuple[str, ...]


def course_of(view: CaseView, language: str = DEFAULT_LANGUAGE) -> list[CourseAct]:
    """The acts of the working group and of CSRC, and what was asked and answered, the oldest first.

    In Chinese, as it goes into a package, or with the procedure's own English names beside what people wrote.
    Answers and reasons go along where the act decides. Acts by which experts are engaged or let go, and
    theirs, are left out: nobody can tell from it who they are, nor how many.
    """
    procedure, guide = view.procedure, guide_of(view.case.call)
    rows = Event.objects.filter(case=view.case, step__in=procedure.steps, role__in=procedure.roles)
    told = []
    for event in rows.select_related("payload").defer("skeleton", "blind", "hashes").order_by("sequence"):
        step, role = procedure.steps[event.step], procedure.roles[event.role]
        said = tuple(_said(procedure, step, event, language))
        if (role.side in (AUTHORITY, BUREAU) and not _about_experts(procedure, step)) or said:
            clauses = "、".join(clause_words(guide, step.basis or step.serves))
            told.append(CourseAct(event.at, step.name(language), role.name(language), clauses, said))
    return told


def _about_experts(procedure: Procedure, step: Step) -> bool:
    """Whether a step names the people who give opinions, or counts them."""
    facts = [fact for fact in procedure.facts.values() if fact.over]
    groups = {fact.over for fact in facts if EXPERT in {procedure.roles[one].side for one in fact.set_by}}
    counted = {procedure.facts[name].over for name in (*step.adds, *step.removes)}
    return bool(groups & {*step.members, *counted})


def _said(procedure: Procedure, step: Step, event: Event, language: str) -> Iterator[str]:
    held = getattr(event, "payload", None)
    if held is None or _about_experts(procedure, step):
        return
    payload = json.loads(bytes(held.body)).get("payload", {})
    colon, reason = (": ", "Reason or remark") if language == "en" else ("：", "理由或者意见")
    for label, words in _particulars(procedure, step, payload, language):
        yield f"{label}{colon}{words}"
    if procedure.acts[step.act].decides and procedure.roles[event.role].side in (AUTHORITY, BUREAU):
        answers = event.procedural.get("answers", {})
        for name, value in answers.items():
            fact = procedure.facts.get(name)
            if fact is not None:
                yield f"{fact.name(language)}{colon}{procedure.word(str(value), language)}"
        if payload.get("reason"):
            yield f"{reason}{colon}{payload['reason']}"


def _particulars(
    procedure: Procedure, step: Step, payload: Mapping[str, JSON], language: str
) -> Iterator[tuple[str, str]]:
    given = payload.get("particulars")
    for one in procedure.particulars_of(step):
        if one.means in TOLD and isinstance(given, dict) and given.get(one.id):
            yield one.name(language), str(given[one.id])
