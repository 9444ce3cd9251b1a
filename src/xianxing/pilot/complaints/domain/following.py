"""What a complainant reads and says with number and secret; nobody needs an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.complaints.domain.writing import PUBLIC, RUNNING, ComplaintActor, add_act, locked
from xianxing.pilot.complaints.limits import ComplaintLimit, limit
from xianxing.pilot.complaints.mediation import Mediation, mediation_of
from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintActKind, ComplaintState
from xianxing.pilot.complaints.routes import ComplaintRoute, route_named
from xianxing.pilot.complaints.sealing import said_with
from xianxing.pilot.notices.domain.commenting import digest_of_secret
from xianxing.pilot.refusal import Refused

A = ComplaintActKind
# What a complainant reads the words of, and what the complainant learns happened.
TOLD = frozenset(
    {A.REFUSE, A.DIRECT, A.EXTEND, A.CLOSE, A.OFFER_MEDIATION, A.MEDIATION_SETTLED, A.MEDIATION_FAILED}
)
SHOWN = TOLD | {
    A.RECEIVE, A.ACCEPT, A.FORWARD, A.ANSWER, A.COMPLAINANT_AGREES, A.COMPLAINANT_DECLINES,
    A.INSTITUTION_AGREES, A.INSTITUTION_DECLINES,
}  # fmt: skip


@dataclass(frozen=True)
class StatusLine:
    """An act as the complainant reads it; without words where those are for others."""

    kind: str
    label: str
    at: datetime
    words: str
    route: ComplaintRoute | None


@dataclass(frozen=True)
class ComplaintStatus:
    """Where a complaint stands, for who has its secret. `due` is the day until which the group decides."""

    complaint: Complaint
    state: str
    due: date | None
    limit: ComplaintLimit | None
    mediation: Mediation
    lines: tuple[StatusLine, ...]


def complaint_status(*, number: str, secret: str) -> ComplaintStatus:
    """Where it stands, for who holds its secret.

    Refused in the same words for an unknown number, a wrong secret, and a case stopped for secrecy.
    """
    found = _opened(number, secret)
    acts = list(found.acts.order_by("sequence"))
    deciding = found.state == ComplaintState.RECEIVED
    due = found.due if deciding else found.close_due if found.state in RUNNING else None
    clock = found.clock if deciding else "close"
    return ComplaintStatus(
        found, str(ComplaintState(found.state).label), due,
        limit(clock, found.about, found.received_on) if due else None,
        mediation_of(act.kind for act in acts),
        tuple(_line(act) for act in acts if act.kind in SHOWN),
    )  # fmt: skip


@transaction.atomic
def say_to_mediation(*, number: str, secret: str, agrees: bool, at: datetime) -> None:
    """The complainant agrees to an offered mediation, or declines it.

    Refused as `complaint_status`, and where no offer waits for the complainant.
    """
    found = locked(_opened(number, secret).pk)
    mediation = mediation_of(found.acts.order_by("sequence").values_list("kind", flat=True))
    if not mediation.open or mediation.complainant is not None or found.state not in RUNNING:
        raise Refused("mediation", _("No mediation is open that waits for this answer."))
    kind = A.COMPLAINANT_AGREES if agrees else A.COMPLAINANT_DECLINES
    add_act(found, kind, ComplaintActor(PUBLIC, None, at))


def _opened(number: str, secret: str) -> Complaint:
    rows = Complaint.objects.select_related("about__call__guide").filter(ledger=None)
    row = rows.filter(number=number.strip().upper()).first()
    known = row is not None and compare_digest(row.secret, digest_of_secret(secret))
    if row is None or not known or stopped_cases().filter(complaints=row).exists():
        raise Refused("status", _("Nothing here has this number and this secret; look at both again."))
    return row


def _line(act: ComplaintAct) -> StatusLine:
    try:
        words = said_with(act) if act.kind in TOLD else ""
    except Refused as refused:
        words = refused.message
    route = route_named(act.detail) if act.kind == A.DIRECT else None
    return StatusLine(act.kind, str(ComplaintActKind(act.kind).label), act.at, words, route)
