"""A measure of an exit is proved by the institution whose part it is, and checked by the secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named, said_of
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.exits.course import ExitStep, stands_at
from xianxing.pilot.exits.domain.assessing import clause_of, locked_exit, open_exit
from xianxing.pilot.exits.domain.telling import tell_checked, tell_proved
from xianxing.pilot.exits.models import MeasureProof, ProofState
from xianxing.pilot.exits.permissions import CHECKS, checker_in, pilots_of, role_of, worker_in
from xianxing.pilot.exits.queries import MeasureStanding, measures_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

LONGEST_WORDS = 2_000


@transaction.atomic
def prove_measure(
    *,
    case: UUID,
    unit: str,
    measure: str,
    applies: bool,
    words: str,
    evidence: Sequence[UUID],
    by: User,
    at: datetime,
) -> MeasureProof:
    """Bring the proof of a measure of an institution's own part; or say why it has no such part.

    By the people of that pilot institution, while the exit is carried out (5.3.1, 5.3.7). Refused for
    somebody else's part, for a measure that this exit doesn't have, for one whose proof waits or was
    accepted, without words, and without a file where the measure applies.
    """
    view = locked_exit(case, by, at)
    exit_ = open_exit(view)
    _refuse_elsewhere(view)
    actor = worker_in(view, unit)
    if actor is None:
        raise Refused("part", _("Each pilot institution proves its own part; this part isn't yours."))
    _refuse_twice(_standing(view, unit, measure))
    words = cleaned(words)
    if not words:
        raise Refused("words", _("Write down what was done, or why the measure doesn't concern you."))
    if len(words) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    brought = evidence_of(view.case, evidence, by)
    if applies and not brought:
        raise Refused("evidence", _("Add a file that proves it."))
    row = MeasureProof.objects.create(
        case=view.case, number=MeasureProof.objects.filter(case=view.case).count() + 1, exit=exit_.number,
        unit=unit, measure=measure, applies=applies, words=words, evidence=said_of(brought), given_by=by,
        given_at=at,
    )  # fmt: skip
    put_on_record(
        case=view.case, rests_on=[NamedRow(row), *named(brought)], role=role_of(actor), person=str(by.pk),
        clause=clause_of(view), at=at,
    )  # fmt: skip
    tell_proved(view, by=by, at=at)
    return row


@transaction.atomic
def check_proof(
    *, case: UUID, number: int, accept: bool, reason: str, by: User, at: datetime
) -> MeasureProof:
    """Accept a proof, or return it with a reason; by the secretariat, while the exit is carried out."""
    view = locked_exit(case, by, at)
    open_exit(view)
    if checker_in(view) is None:
        raise Refused("role", _("The secretariat accepts proofs or returns them."))
    row = MeasureProof.objects.filter(case=view.case, number=number).first()
    if row is None:
        raise Stranger(_("There is no such proof."))
    if row.state != ProofState.HANDED_IN:
        raise Refused("decided", _("This proof was checked already."))
    _refuse_elsewhere(view)
    reason = cleaned(reason)
    if not accept and not reason:
        raise Refused("reason", _("Say what is missing."))
    if len(reason) > LONGEST_WORDS:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    row.state = ProofState.ACCEPTED if accept else ProofState.RETURNED
    row.reason, row.decided_by, row.decided_at = reason, by, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    put_on_record(
        case=view.case,
        rests_on=[NamedRow(row)],
        role=CHECKS,
        person=str(by.pk),
        clause=clause_of(view),
        at=at,
    )
    tell_checked(view, row, by=by, at=at)
    return row


def _standing(view: CaseView, unit: str, measure: str) -> MeasureStanding:
    if unit not in pilots_of(view):
        raise Refused("part", _("Each pilot institution proves its own part; this part isn't yours."))
    found = next((one for one in measures_in(view, unit) if one.measure.id == measure), None)
    if found is None:
        raise Refused("measure", _("This exit has no such measure."))
    return found


def _refuse_twice(standing: MeasureStanding) -> None:
    if standing.proved:
        raise Refused("twice", _("This measure is proved already; its proof was accepted."))
    if not standing.lacking:
        raise Refused("twice", _("A proof of this measure waits for the secretariat already."))


def _refuse_elsewhere(view: CaseView) -> None:
    """Refused unless the case stands where an exit is carried out."""
    if not stands_at(view, ExitStep.CARRYING_OUT):
        raise Refused(
            "place", _("Measures are proved while the exit is carried out, after the consultation.")
        )
