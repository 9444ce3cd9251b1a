"""Who is told of incidents, one message a need. That one was reported, the procedure's own steps tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.incidents.permissions import RECEIVES
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import DUE, PROVISIONAL, WORKDAYS
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.workdays.clocks import day_of
from xianxing.workdays.days import UnknownYearError

REPORTERS = (MemberRole.AUTHOR, MemberRole.CONTACT, MemberRole.MANAGER, MemberRole.SIGNATORY)


def tell_followed(view: CaseView, incident: Incident, *, by: User, at: datetime) -> None:
    """The secretariat learns of a report that no step of the procedure tells of."""
    _tell(people_of_role(RECEIVES, at=at), "incident_followed", view.case, incident, by, at)


def tell_regraded(view: CaseView, incident: Incident, *, by: User, at: datetime) -> None:
    """The other side learns of another grade, which may have started clocks."""
    people = [*people_of_role(RECEIVES, at=at), *people_of(incident, at)]
    _tell(people, "incident_regraded", view.case, incident, by, at)


def tell_returned(view: CaseView, incident: Incident, *, by: User, at: datetime) -> None:
    """The institution completes a report that was returned."""
    _tell(people_of(incident, at), "incident_returned", view.case, incident, by, at)


def tell_limit(view: CaseView, incident: Incident, due: datetime, *, by: User, at: datetime) -> None:
    """The institution learns until when it reports."""
    _tell(people_of(incident, at), "incident_limit", view.case, incident, by, at, day_of(due))


def tell_closed(view: CaseView, incident: Incident, *, by: User, at: datetime) -> None:
    """The institution learns that the incident is closed."""
    _tell(people_of(incident, at), "incident_closed", view.case, incident, by, at)


def tell_overdue(incident: Incident, due: date, *, at: datetime) -> None:
    """The institution reports at once, and the secretariat knows that it is late."""
    case = incident.case
    _tell(people_of(incident, at), "incident_overdue", case, incident, None, at, due)
    _tell(people_of_role(RECEIVES, at=at), "incident_overdue_group", case, incident, None, at, due)


def people_of(incident: Incident, at: datetime) -> list[User]:
    """Who works on the project for the incident's institution now."""
    own = Unit.objects.filter(filing=incident.case_id, key=incident.unit).values("institution")
    held = Membership.objects.active(at).filter(institution__in=own, role__in=REPORTERS)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def _tell(
    people: Iterable[User], kind: str, case: Case, incident: Incident, by: User | None, at: datetime,
    due: date | None = None,
) -> None:  # fmt: skip
    if incident.drill:
        return
    params: dict[str, Any] = {"number": incident.number, **_limit(case, due, at)}
    told = [one for one in people if by is None or one.pk != by.pk]
    tell(recipients=told, kind=kind, case=case, params=params, at=at)


def _limit(case: Case, due: date | None, at: datetime) -> dict[str, Any]:
    if due is None:
        return {}
    try:
        span = calendar_of(case.call).between(day_of(at), due)
    except UnknownYearError:
        return {}
    return {DUE: due.isoformat(), WORKDAYS: span.count, PROVISIONAL: span.provisional}
