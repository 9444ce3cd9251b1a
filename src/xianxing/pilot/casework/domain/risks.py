"""The risk assessment sheet: kept topic by topic, given along with the step that completes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.casework.domain.judgement import places
from xianxing.pilot.casework.models import RiskLevel, RiskNote
from xianxing.pilot.casework.permissions import may_assess
from xianxing.pilot.casework.risk_topics import topics
from xianxing.pilot.casework.work_list import body_in_check
from xianxing.pilot.filings.models import Body
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON

LONGEST = 4_000


@dataclass(frozen=True)
class Assessment:
    """What the reviewer says of one topic: level, what was found, the precautions, the places it rests on."""

    level: str = ""
    finding: str = ""
    precautions: str = ""
    places: tuple[str, ...] = ()


@transaction.atomic
def keep_assessments(*, case: UUID, said: Mapping[str, Assessment], by: User, at: datetime) -> dict[str, str]:
    """Keep the sheet as far as it is filled in; gives what is wrong with topics that weren't kept.

    Stranger for who may not read the case, Refused for who doesn't assess it now.
    """
    view = locked_case(case, by, at=at)
    body = body_in_check(view.filing)
    if body is None or not may_assess(view):
        raise Refused("assess", _("No risk assessment of yours is going on in this case."))
    there, problems = set(places(body)), {}
    for topic in topics():
        assessment = said.get(topic.id)
        if assessment is None:
            continue
        problem = _problem(assessment, there)
        if problem:
            problems[topic.id] = problem
            continue
        values = {
            "level": assessment.level, "finding": cleaned(assessment.finding),
            "precautions": cleaned(assessment.precautions), "places": list(assessment.places),
        }  # fmt: skip
        seal = seal_of(RiskNote(body=body, topic=topic.id, by=by, at=at, **values))
        said_by = {**values, "by": by, "at": at, "seal": seal}
        RiskNote.objects.update_or_create(body=body, topic=topic.id, defaults=said_by)
    return problems


def notes_of(body: Body) -> dict[str, RiskNote]:
    """The sheet of a filed body as it stands, by topic; a note that nobody entered here is none."""
    kept = RiskNote.objects.filter(body=body).select_related("by")
    return {note.topic: note for note in kept if is_sealed(note)}


def wanting(notes: Mapping[str, RiskNote]) -> tuple[str, ...]:
    """The topics without a level or without a finding, and those of a risk without its precautions."""
    return tuple(topic.id for topic in topics() if not _whole(notes.get(topic.id)))


def _whole(note: RiskNote | None) -> bool:
    if note is None or not note.level or not note.finding:
        return False
    return bool(note.precautions) or note.level == RiskLevel.NONE


def _problem(assessment: Assessment, there: set[str]) -> str:
    if assessment.level and assessment.level not in RiskLevel.values:
        return _("Choose one of the levels.")
    if set(assessment.places) - there:
        return _("There is no such place in the filing.")
    if max(len(assessment.finding), len(assessment.precautions)) > LONGEST:
        return _("At most {limit} characters each.").format(limit=LONGEST)
    return ""


class AssessingRisks(StepRule):
    """Completing the assessment takes the whole sheet along, once it was begun."""

    def before(self, taking: StepTaking) -> StepContent:
        """The sheet for the event's payload; Refused while a topic of it is wanting."""
        notes = _notes(taking.view)
        if not notes:
            return StepContent(taking.entry)
        left = wanting(notes)
        if left:
            names = "、".join(topic.zh for topic in topics() if topic.id in left)
            raise Refused(
                "sheet", _("The risk assessment sheet isn't whole; open: {topics}.").format(topics=names)
            )
        sheet: list[JSON] = [_said(notes[topic.id]) for topic in topics()]
        return StepContent(taking.entry, payload={"risk_sheet": sheet})

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Each topic with its level."""
        notes = _notes(view)
        return tuple(
            f"{topic.zh}：{notes[topic.id].get_level_display()}" for topic in topics() if topic.id in notes
        )


def _notes(view: CaseView) -> dict[str, RiskNote]:
    body = body_in_check(view.filing)
    return notes_of(body) if body else {}


def _said(note: RiskNote) -> JSON:
    return {
        "topic": note.topic, "level": note.level, "finding": note.finding, "precautions": note.precautions,
        "places": list(note.places), "by": str(note.by_id),
    }  # fmt: skip
