"""A complaint held for an act, by who may do it: the secretariat, or an institution's own people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.complaints.domain.writing import locked
from xianxing.pilot.complaints.models import ENDED, Complaint, ComplaintState
from xianxing.pilot.complaints.permissions import institutions_for, may_handle, readable_complaints
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger


def held_by_group(complaint: UUID, by: User, at: datetime, *states: str) -> Complaint:
    """The complaint, held, for one of the secretariat; Stranger for others.

    Refused where it stands at none of these states (none: any), or is of an institution's own ledger.
    """
    roles = roles_of(by, at=at)
    if not may_handle(roles) or not readable_complaints(roles).filter(pk=complaint).exists():
        raise Stranger(_("There is no such complaint."))
    found = locked(complaint)
    if found.ledger_id is not None and states:
        raise Refused("ledger", _("The institution deals with what it received itself."))
    if states and found.state not in states:
        message = _("It is at “{state}”; this can't be done from there.")
        if found.state in ENDED:
            message = _("It is at “{state}”, so that nothing more is done; a new complaint may repeat it.")
        raise Refused("state", message.format(state=ComplaintState(found.state).label))
    return found


def held_by_institution(complaint: UUID, by: User, at: datetime) -> Complaint:
    """The complaint, held, for who deals with it for an institution; Stranger for others."""
    roles = roles_of(by, at=at)
    own = institutions_for(roles)
    if not readable_complaints(roles).filter(pk=complaint, institution__in=own).exists():
        raise Stranger(_("There is no such complaint."))
    return locked(complaint)
