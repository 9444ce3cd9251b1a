"""Who is told of a complaint, one message a need: the secretariat, the institution's people, nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from xianxing.pilot.complaints.limits import calendar_for
from xianxing.pilot.complaints.models import Complaint, ComplaintState
from xianxing.pilot.complaints.permissions import COMPLAINT_ROLES
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import DUE, PROVISIONAL, WORKDAYS
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import Membership, StaffAppointment, User
from xianxing.workdays.clocks import day_of
from xianxing.workdays.days import UnknownYearError


def tell_received(complaint: Complaint, *, by: User | None, at: datetime) -> None:
    """The secretariat decides about it."""
    _tell(secretariat(at), "complaint_received", complaint, by, at, complaint.due)


def tell_forwarded(complaint: Complaint, *, by: User, at: datetime) -> None:
    """The institution answers."""
    _tell(people_of(complaint, at), "complaint_forwarded", complaint, by, at, complaint.due)


def tell_answered(complaint: Complaint, *, by: User, at: datetime) -> None:
    """The secretariat reviews the answer."""
    _tell(secretariat(at), "complaint_answered", complaint, by, at, complaint.due)


def tell_extended(complaint: Complaint, *, by: User, at: datetime) -> None:
    """The institution that deals with it learns of the new limit."""
    _tell(people_of(complaint, at), "complaint_extended", complaint, by, at, complaint.close_due)


def tell_institution_closed(complaint: Complaint, *, by: User, at: datetime) -> None:
    """The institution learns that it is closed."""
    _tell(people_of(complaint, at), "complaint_closed", complaint, by, at, None)


def tell_mediation(complaint: Complaint, *, by: User, at: datetime) -> None:
    """The institution says whether it takes part."""
    _tell(people_of(complaint, at), "complaint_mediation", complaint, by, at, None)


def tell_overdue(complaint: Complaint, due: date, *, at: datetime) -> None:
    """The secretariat, and the institution while it must act, learn that the limit of this day has passed."""
    if complaint.ledger_id is None:
        _tell(secretariat(at), "complaint_late", complaint, None, at, due)
    if complaint.state == ComplaintState.WITH_INSTITUTION:
        _tell(people_of(complaint, at), "complaint_late_own", complaint, None, at, due)


def secretariat(at: datetime) -> list[User]:
    """The secretariat's people now."""
    held = StaffAppointment.objects.active(at).filter(role=StaffRole.SECRETARIAT).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def people_of(complaint: Complaint, at: datetime) -> list[User]:
    """Who deals with it for the institution now; nobody before it was forwarded."""
    if complaint.institution_id is None:
        return []
    held = Membership.objects.active(at).filter(
        institution=complaint.institution_id, role__in=COMPLAINT_ROLES
    )
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def _tell(
    people: Iterable[User], kind: str, complaint: Complaint, by: User | None, at: datetime, due: date | None
) -> None:
    told = [one for one in people if by is None or one.pk != by.pk]
    params: dict[str, Any] = {"number": complaint.number, **_limit(complaint, due, at)}
    tell(recipients=told, kind=kind, at=at, params=params)


def _limit(complaint: Complaint, due: date | None, at: datetime) -> dict[str, Any]:
    if due is None:
        return {}
    try:
        span = calendar_for(complaint.about).between(day_of(at), due)
    except UnknownYearError:
        return {}
    return {DUE: due.isoformat(), WORKDAYS: span.count, PROVISIONAL: span.provisional}
