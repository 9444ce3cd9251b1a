"""Who is told in monitoring, one message a need: what is to be decided, what was, what is to be explained."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import DUE, PROVISIONAL, WORKDAYS
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.supervision.judging import Alarm
from xianxing.pilot.supervision.permissions import AGREES
from xianxing.workdays.clocks import day_of

REPORTERS = (MemberRole.AUTHOR, MemberRole.CONTACT, MemberRole.MANAGER, MemberRole.SIGNATORY)


def tell_signed(view: CaseView, *, by: User, at: datetime) -> None:
    """The secretariat agrees to a plan, or returns it."""
    _tell(view, people_of_role(AGREES, at=at), "plan_signed", by, at)


def tell_decided(view: CaseView, *, agreed: bool, by: User, at: datetime) -> None:
    """The institutions learn that their plan counts, or what has to be changed."""
    _tell(view, institutions_people(view, at), "plan_agreed" if agreed else "plan_returned", by, at)


def tell_red(view: CaseView, alarms: Iterable[Alarm], *, by: User, at: datetime) -> None:
    """The institutions explain what is beyond a red line, by the first limit; the secretariat is told."""
    dues = sorted((alarm.due, alarm.provisional) for alarm in alarms)
    if not dues:
        return
    due, provisional = dues[0]
    left = calendar_of(view.case.call).between(day_of(at), due).count
    limit = {DUE: due.isoformat(), WORKDAYS: left, PROVISIONAL: provisional}
    tell(recipients=institutions_people(view, at), kind="value_red", at=at, case=view.case, params=limit)
    _tell(view, people_of_role(AGREES, at=at), "value_red_group", by, at)


def tell_to_sign(view: CaseView, units: Collection[str], *, at: datetime) -> None:
    """Who signs for these institutions learns that a list of commitments waits for them."""
    people = institutions_people(view, at, units, roles=(MemberRole.SIGNATORY,))
    tell(recipients=people, kind="commitments_to_sign", at=at, case=view.case)


def institutions_people(
    view: CaseView,
    at: datetime,
    only: Collection[str] | None = None,
    *,
    roles: Collection[MemberRole] = REPORTERS,
) -> list[User]:
    """Who works on the project for its pilot institutions now; `only`: for these of them; in these roles."""
    pilots = view.state.members.get("pilot_institutions", frozenset())
    if only is not None:
        pilots = pilots & frozenset(only)
    own = [unit.institution_id for unit in present_units(view.filing) if unit.key in pilots]
    held = Membership.objects.active(at).filter(institution__in=own, role__in=roles)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def _tell(view: CaseView, people: Iterable[User], kind: str, by: User, at: datetime) -> None:
    tell(recipients=[one for one in people if one.pk != by.pk], kind=kind, at=at, case=view.case)
