"""Who is told in inspections, one message a need; what the procedure's own acts bring is told by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.inspections.models import Inspection
from xianxing.pilot.inspections.permissions import SECRETARIAT
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import DUE, PROVISIONAL, WORKDAYS
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.supervision.domain.telling import REPORTERS, institutions_people
from xianxing.workdays.clocks import day_of


def tell_planned(view: CaseView, row: Inspection, *, by: User, at: datetime) -> None:
    """The institutions learn that they are inspected, the inspectors that they inspect."""
    days = {"first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
    _tell(view, institutions_people(view, at), "inspection_planned", by, at, days)
    _tell(view, inspectors_of(row), "inspection_assigned", by, at, days)


def tell_called_off(view: CaseView, row: Inspection, *, by: User, at: datetime) -> None:
    """The institutions and the inspectors learn that it isn't made."""
    people = [*institutions_people(view, at), *inspectors_of(row)]
    _tell(view, people, "inspection_called_off", by, at)


def tell_findings_made(view: CaseView, units: Collection[str], due: date, *, by: User, at: datetime) -> None:
    """The institutions concerned answer each finding until a day."""
    limit = {DUE: due.isoformat(), **_left(view.case, due, at)}
    _tell(view, institutions_people(view, at, units), "inspection_findings", by, at, limit)


def tell_answered(view: CaseView, row: Inspection, *, by: User, at: datetime) -> None:
    """The secretariat and the inspectors decide about a finding that was answered."""
    _tell(view, _group(row, at), "finding_answered", by, at)


def tell_reported(view: CaseView, row: Inspection | None, *, by: User, at: datetime) -> None:
    """The inspectors and the secretariat re-check what was put right."""
    _tell(view, _group(row, at), "rectification_reported", by, at)


def tell_checked(view: CaseView, unit: str, *, accepted: bool, by: User, at: datetime) -> None:
    """A returned report is handed in again; after an accepted one the secretariat confirms."""
    if accepted:
        _tell(view, people_of_role(SECRETARIAT, at=at), "rectification_accepted", by, at)
    else:
        _tell(view, institutions_people(view, at, (unit,)), "rectification_returned", by, at)


def tell_limit(case: Case, kind: str, units: Collection[str], due: date, *, late: bool, at: datetime) -> None:
    """The units are reminded of a limit; once it has passed the secretariat is told with them."""
    said = {DUE: due.isoformat(), **_left(case, due, at)}
    own = Unit.objects.filter(filing=case.pk, key__in=units, left_at=None).values("institution")
    held = Membership.objects.active(at).filter(institution__in=own, role__in=REPORTERS)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    tell(recipients=people, kind=f"{kind}_late" if late else f"{kind}_near", at=at, case=case, params=said)
    if late:
        group = people_of_role(SECRETARIAT, at=at)
        tell(recipients=group, kind=f"{kind}_late_group", at=at, case=case, params=said)


def inspectors_of(row: Inspection) -> list[User]:
    """The inspectors' accounts that are still in use."""
    named = [one["id"] for one in row.inspectors]
    return list(User.objects.filter(pk__in=named, is_active=True).order_by("pk"))


def _group(row: Inspection | None, at: datetime) -> list[User]:
    found = [*people_of_role(SECRETARIAT, at=at), *(inspectors_of(row) if row else ())]
    return list({one.pk: one for one in found}.values())


def _left(case: Case, due: date, at: datetime) -> dict[str, Any]:
    span = calendar_of(case.call).between(day_of(at), due)
    return {WORKDAYS: span.count, PROVISIONAL: span.provisional}


def _tell(
    view: CaseView, people: Iterable[User], kind: str, by: User, at: datetime,
    params: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    told = [one for one in people if one.pk != by.pk]
    tell(recipients=told, kind=kind, at=at, case=view.case, params=params)
