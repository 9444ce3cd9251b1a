"""A lesson is proposed from a project's evidence, and taken up or not by the head of the group (6.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.domain.performing import Actor, refuse_second_person
from xianxing.pilot.filings.actors import StepUp, people_of_role
from xianxing.pilot.lessons.domain.keeping import locked_view, record, refuse_names, text_given
from xianxing.pilot.lessons.models import Lesson, LessonSource, LessonState
from xianxing.pilot.lessons.permissions import DECIDES, decider_in, proposer_in
from xianxing.pilot.lessons.queries import evidence_numbers, lesson_in, subjects_of
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.values import started_on


@transaction.atomic
def propose_lesson(
    *,
    case: UUID,
    source: str,
    source_number: int | None,
    subject: str,
    words: str,
    change: str,
    by: User,
    at: datetime,
) -> Lesson:
    """Propose what a project that has started teaches about its guide, linked to the evidence.

    By the group's people and those of the project's units. Refused before the start, for evidence that the
    case doesn't have, for a parameter or clause that its guide doesn't have, without words and proposal.
    """
    view = locked_view(case, by, at)
    found = proposer_in(view)
    if found is None:
        raise Refused("role", _("The working group and the project's units propose lessons."))
    actor, role = found
    if started_on(view.case) is None:
        raise Refused("not-started", _("A project that has not started teaches nothing yet."))
    _refuse_evidence(view, source, source_number)
    if subject not in subjects_of(view):
        raise Refused("subject", _("Choose the parameter or clause of the guide that it is about."))
    words = text_given(words, "words", _("Write what was learnt, and from what."))
    change = text_given(change, "change", _("Write what is to change in the guide, from what to what."))
    row = Lesson.objects.create(
        case=view.case, number=Lesson.objects.filter(case=view.case).count() + 1, source=source,
        source_number=source_number, guide=view.case.call.guide.name, subject=subject, words=words,
        change=change, unit=actor.unit, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    record(view, [NamedRow(row)], role=role, by=by, at=at)
    heads = [one for one in people_of_role(DECIDES, at=at) if one.pk != by.pk]
    tell(recipients=heads, kind="lesson_proposed", at=at, case=view.case)
    return row


@transaction.atomic
def decide_lesson(
    *,
    case: UUID,
    number: int,
    accept: bool,
    reason: str,
    public_words: str,
    by: User,
    at: datetime,
    step_up: StepUp,
) -> Lesson:
    """Take a lesson up for the guide's next version or not, with a reason; by the head, never by the
    proposer, nor where a delegation stands between the two.

    `public_words` stand beside the parameter in the guide's page. Refused where they are missing for a lesson
    that is taken up, where they name the project or a unit, and for a lesson that was decided already.
    """
    view = locked_view(case, by, at)
    row = lesson_in(view, number)
    actor = decider_in(view)
    if actor is None:
        raise Refused("role", _("The head of the group decides about lessons."))
    step_up.must_be(by)
    if row.state != LessonState.PROPOSED:
        raise Refused("decided", _("This lesson was decided already."))
    if row.proposed_by_id == by.pk:
        raise Refused("own", _("Who proposed a lesson doesn't decide about it; somebody else does."))
    refuse_second_person(Actor(str(row.proposed_by_id), frozenset()), actor, at)
    row.reason = text_given(reason, "reason", _("Give the reason."))
    if accept:
        asked = _("Write what the guide's page is to say about it.")
        row.public_words = text_given(public_words, "public_words", asked)
        refuse_names(view, [row.public_words], "public_words")
    row.state = LessonState.ACCEPTED if accept else LessonState.DECLINED
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["state", "reason", "public_words", "decided_by", "decided_at"])
    record(view, [NamedRow(row)], role=DECIDES, by=by, at=at, step_up=step_up)
    tell(recipients=[row.proposed_by], kind="lesson_decided", at=at, case=view.case)
    return row


def _refuse_evidence(view: CaseView, source: str, number: int | None) -> None:
    if source not in LessonSource.values:
        raise Refused("source", _("Choose what the lesson comes from."))
    if source == LessonSource.PROJECT:
        if number is not None:
            raise Refused("source", _("The project as a whole has no number."))
    elif number not in evidence_numbers(view).get(source, ()):
        raise Refused("source", _("The case has no such report, inspection, incident or exit; choose one."))
