"""An assessment is handed in: figures as they stand at that moment, and a person's own judgement."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.exits.course import ExitStep, OpenedExit, exit_now, stands_at
from xianxing.pilot.exits.domain.telling import tell_assessed
from xianxing.pilot.exits.models import ExitAssessment, ExitKind
from xianxing.pilot.exits.permissions import CHECKS, SIGNS, checker_in, signer_in
from xianxing.pilot.exits.practice import practice
from xianxing.pilot.exits.queries import readable
from xianxing.pilot.exits.sources import figures_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow, text_named
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

LONGEST_JUDGEMENT = 10_000


@transaction.atomic
def hand_in_assessment(
    *, case: UUID, unit: str, judgement: str, proposes: str, by: User, step_up: StepUp, at: datetime
) -> ExitAssessment:
    """Hand in the assessment of an institution, or with an empty unit that of the group (5.3).

    By who signs for that pilot institution, or one of the secretariat; with the second factor. The figures
    are those of this moment, the judgement is a person's. A later one stands beside an earlier one. Refused
    where no exit is open, once its assessment is over, without a judgement, and where nothing changed.
    """
    view = locked_exit(case, by, at)
    role = _role(view, unit)
    exit_ = open_exit(view)
    _refuse_over(view)
    step_up.must_be(by)
    words = cleaned(judgement)
    if not words:
        raise Refused("judgement", _("Write the judgement; the software draws no conclusion from figures."))
    if len(words) > LONGEST_JUDGEMENT:
        raise Refused("judgement", _("Say it in at most {limit} characters.").format(limit=LONGEST_JUDGEMENT))
    if proposes and proposes not in ExitKind:
        raise Refused("proposes", _("Choose one of the four exits, or none."))
    figures = [one.as_json() for one in figures_of(view, unit)]
    digest = hashlib.sha256(text_named([figures, words, proposes])).hexdigest()
    held = ExitAssessment.objects.filter(case=view.case)
    last = held.filter(exit=exit_.number, unit=unit).order_by("number").last()
    if last is not None and last.digest == digest:
        raise Refused("duplicate", _("This very assessment was handed in already; nothing changed since."))
    row = ExitAssessment.objects.create(
        case=view.case, number=held.count() + 1, exit=exit_.number, unit=unit, proposes=proposes,
        figures=figures, judgement=words, digest=digest, handed_in_by=by, handed_in_at=at,
    )  # fmt: skip
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role, person=str(by.pk), clause=clause_of(view), at=at,
        said=step_up.said(),
    )  # fmt: skip
    tell_assessed(view, unit=unit, by=by, at=at)
    return row


def locked_exit(case: UUID, by: User, at: datetime) -> CaseView:
    """The case for who reads its exit, with writers waiting for each other; Stranger for others."""
    return readable(locked_case(case, by, at=at))


def open_exit(view: CaseView) -> OpenedExit:
    """The exit that is open; Refused for a project that runs, never started, or has left already."""
    found = exit_now(view)
    if found is None:
        raise Refused(
            "no-exit",
            _("No exit was opened for this project; a pilot institution or the head of the group opens one."),
        )
    if found.over:
        raise Refused("over", _("This exit was carried out already."))
    return found


def clause_of(view: CaseView) -> str:
    """The guide's own clause on exits, for the record."""
    return view.procedure.cite(practice().serves[0]) or ""


def _role(view: CaseView, unit: str) -> str:
    if not unit:
        if checker_in(view) is None:
            raise Refused("role", _("The secretariat hands in the group's assessment."))
        return CHECKS
    if signer_in(view, unit) is None:
        raise Refused("role", _("Who signs for this pilot institution hands in its assessment."))
    return SIGNS


def _refuse_over(view: CaseView) -> None:
    """Refused once the assessment is finished: what the review looked at stays as it was."""
    if not stands_at(view, ExitStep.LAUNCH, ExitStep.ASSESSMENT):
        raise Refused(
            "assessment-over",
            _("The assessment of this exit is finished; what was handed in stays as it was."),
        )
