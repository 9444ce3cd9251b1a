"""Mediation: offered by the group, begun where both sides agree, with an outcome on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.complaints.domain.holding import held_by_group, held_by_institution
from xianxing.pilot.complaints.domain.telling import tell_mediation
from xianxing.pilot.complaints.domain.writing import (
    GROUP,
    INSTITUTION,
    RUNNING,
    ComplaintActor,
    add_act,
    needed,
)
from xianxing.pilot.complaints.mediation import Mediation, mediation_of
from xianxing.pilot.complaints.models import Complaint, ComplaintActKind, ComplaintKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

A = ComplaintActKind


@transaction.atomic
def offer_mediation(*, complaint: UUID, words: str, by: User, at: datetime) -> Complaint:
    """Offer both sides a mediation, with words for both; nobody has to agree by our rules.

    By the secretariat; Stranger for others. Refused without words, for what is no complaint of somebody
    named, before an institution deals with it, and while a mediation is open.
    """
    found = held_by_group(complaint, by, at, *RUNNING)
    if found.kind != ComplaintKind.COMPLAINT or found.anonymous or found.institution_id is None:
        raise Refused(
            "mediation", _("Mediation is for a complaint under a name with which an institution deals.")
        )
    if _now(found).open:
        raise Refused("mediation", _("A mediation is open already."))
    kept = needed(words, _("Say who mediates and how; both sides read it."))
    add_act(found, A.OFFER_MEDIATION, ComplaintActor(GROUP, by, at), words=kept)
    tell_mediation(found, by=by, at=at)
    return found


@transaction.atomic
def say_for_complainant(*, complaint: UUID, agrees: bool, words: str, by: User, at: datetime) -> Complaint:
    """Enter what the complainant said to the offer elsewhere than on this site, and how.

    By the secretariat; Stranger for others. Refused without words, and where nothing is open or was said.
    """
    found = held_by_group(complaint, by, at, *RUNNING)
    kept = needed(words, _("Say how the complainant told you."))
    _refuse_said(_now(found), "complainant")
    kind = A.COMPLAINANT_AGREES if agrees else A.COMPLAINANT_DECLINES
    add_act(found, kind, ComplaintActor(GROUP, by, at), words=kept)
    return found


@transaction.atomic
def say_for_institution(*, complaint: UUID, agrees: bool, words: str, by: User, at: datetime) -> Complaint:
    """The institution agrees to the offer or declines it with a reason.

    By whoever deals with complaints for it; Stranger for others. Refused where nothing is open or was said,
    and for declining without a reason: a securities company may not refuse an ordinary investor (securities
    law, article 94), which people judge.
    """
    found = held_by_institution(complaint, by, at)
    _refuse_said(_now(found), "institution")
    if agrees:
        add_act(found, A.INSTITUTION_AGREES, ComplaintActor(INSTITUTION, by, at))
        return found
    kept = needed(words, _("Give the reason for declining."))
    add_act(found, A.INSTITUTION_DECLINES, ComplaintActor(INSTITUTION, by, at), words=kept)
    return found


@transaction.atomic
def end_mediation(*, complaint: UUID, settled: bool, words: str, by: User, at: datetime) -> Complaint:
    """Put on record what the mediation led to, or that it ends because a side never answered.

    By the secretariat; Stranger for others. Refused without words, while no mediation is open, and for an
    agreement unless both sides agreed to the mediation.
    """
    found = held_by_group(complaint, by, at, *RUNNING)
    mediation = _now(found)
    if not mediation.open:
        raise Refused("mediation", _("No mediation is open."))
    if settled and not mediation.begun:
        raise Refused("mediation", _("A mediation begins when both sides have agreed."))
    kept = needed(words, _("Say what was agreed, or why nothing was."))
    kind = A.MEDIATION_SETTLED if settled else A.MEDIATION_FAILED
    add_act(found, kind, ComplaintActor(GROUP, by, at), words=kept)
    return found


def _now(complaint: Complaint) -> Mediation:
    return mediation_of(complaint.acts.order_by("sequence").values_list("kind", flat=True))


def _refuse_said(mediation: Mediation, side: str) -> None:
    if not mediation.open or getattr(mediation, side) is not None:
        raise Refused("mediation", _("No mediation is open that waits for this answer."))
