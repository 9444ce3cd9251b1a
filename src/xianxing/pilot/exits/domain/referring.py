"""What became of a referral is entered with the competent body's letter (clause 5.3.8).

The referral itself is a step of the procedure. Measures and entries in the integrity file are the competent
body's: nothing here writes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named, said_of
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.exits.domain.assessing import locked_exit
from xianxing.pilot.exits.models import ReferralOutcome
from xianxing.pilot.exits.permissions import CHECKS, checker_in
from xianxing.pilot.exits.queries import referrals_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

LONGEST_WORDS, LONGEST_ORGAN, LONGEST_DOCUMENT = 2_000, 200, 100
REFERENCE = "5.3.8"  # the clause of the reference guide that referrals rest on


@transaction.atomic
def enter_outcome(
    *,
    case: UUID,
    referral: int,
    organ: str,
    document: str,
    received_on: date,
    words: str,
    evidence: Sequence[UUID],
    by: User,
    at: datetime,
) -> ReferralOutcome:
    """Enter what a competent body answered to a referral, with its letter; also after the project's end.

    By the secretariat. `document` is the letter's number, where it has one. Refused for a referral that the
    case doesn't have, for a day before it or to come, without the body's name, its answer and its letter.
    """
    view = locked_exit(case, by, at)
    if checker_in(view) is None:
        raise Refused("role", _("The secretariat enters what became of a referral."))
    referred = next((one for one in referrals_in(view) if one.number == referral), None)
    if referred is None:
        raise Refused("referral", _("There is no such referral in this case."))
    organ, document, words = cleaned(organ), cleaned(document), cleaned(words)
    if not organ or not words:
        raise Refused("words", _("Write down which body answered, and what it answered."))
    if len(organ) > LONGEST_ORGAN or len(document) > LONGEST_DOCUMENT or len(words) > LONGEST_WORDS:
        raise Refused(
            "words",
            _(
                "At most {organ} characters for the body, {document} for the number, {words} for the answer."
            ).format(organ=LONGEST_ORGAN, document=LONGEST_DOCUMENT, words=LONGEST_WORDS),
        )
    if not referred.day <= received_on <= day_of(at):
        raise Refused(
            "received_on",
            _("The answer came on a day from the referral ({day}) to today.").format(day=referred.day),
        )
    brought = evidence_of(view.case, evidence, by)
    if not brought:
        raise Refused("evidence", _("Add the body's letter."))
    row = ReferralOutcome.objects.create(
        case=view.case, number=ReferralOutcome.objects.filter(case=view.case).count() + 1, referral=referral,
        organ=organ, document=document, received_on=received_on, words=words, evidence=said_of(brought),
        entered_by=by, entered_at=at,
    )  # fmt: skip
    put_on_record(
        case=view.case, rests_on=[NamedRow(row), *named(brought)], role=CHECKS, person=str(by.pk),
        clause=view.procedure.cite(REFERENCE) or "", at=at,
    )  # fmt: skip
    return row
