"""What the institution does: answer what was forwarded, and close what it received itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.complaints.domain.holding import held_by_institution
from xianxing.pilot.complaints.domain.telling import tell_answered
from xianxing.pilot.complaints.domain.writing import (
    INSTITUTION,
    ComplaintActor,
    ComplaintStand,
    add_act,
    needed,
)
from xianxing.pilot.complaints.limits import last_day
from xianxing.pilot.complaints.models import Complaint, ComplaintActKind, ComplaintState
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@transaction.atomic
def answer_complaint(*, complaint: UUID, words: str, by: User, at: datetime) -> Complaint:
    """Answer what the group forwarded; the group reviews it within its own limit.

    By whoever deals with complaints for the institution; Stranger for others. Refused without words, and
    where no answer is asked for.
    """
    found = held_by_institution(complaint, by, at)
    if found.ledger_id is not None or found.state != ComplaintState.WITH_INSTITUTION:
        raise Refused("state", _("No answer is asked for now."))
    kept = needed(words, _("Write what you found and what you did about it."))
    due = last_day("review", found.about, day_of(at))
    stand = ComplaintStand(ComplaintState.ANSWERED, "review", due, found.close_due)
    add_act(found, ComplaintActKind.ANSWER, ComplaintActor(INSTITUTION, by, at), words=kept, stand=stand)
    tell_answered(found, by=by, at=at)
    return found


@transaction.atomic
def settle_own(*, complaint: UUID, outcome: str, by: User, at: datetime) -> Complaint:
    """Close what the institution received itself, with what came of it.

    As `answer_complaint`; refused for what the group forwarded, and once it is closed.
    """
    found = held_by_institution(complaint, by, at)
    if found.ledger_id is None:
        raise Refused("ledger", _("The working group closes what it forwarded."))
    if found.state == ComplaintState.CLOSED:
        raise Refused("state", _("It is closed already."))
    words = needed(outcome, _("Say what came of it."))
    stand = ComplaintStand(ComplaintState.CLOSED, "", None, found.close_due)
    add_act(found, ComplaintActKind.CLOSE, ComplaintActor(INSTITUTION, by, at), words=words, stand=stand)
    return found
