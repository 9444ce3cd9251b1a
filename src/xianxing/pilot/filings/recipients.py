"""Who of the units holds a role of the procedure in a filing: asked by the messages of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.actors import is_pilot
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User

PEOPLE = frozenset({MemberRole.AUTHOR, MemberRole.CONTACT, MemberRole.MANAGER})


@dataclass(frozen=True)
class Held:
    """The memberships that make a role, and of which units: the lead's or others', pilot institutions'."""

    roles: frozenset[MemberRole]
    lead: bool | None = None
    pilot: bool = False


HELD: Mapping[str, Held] = {
    "lead": Held(PEOPLE, lead=True),
    "unit": Held(PEOPLE),
    "unit_reviewer": Held(frozenset({MemberRole.REVIEWER})),
    "lead_reviewer": Held(frozenset({MemberRole.REVIEWER}), lead=True),
    "unit_signatory": Held(frozenset({MemberRole.SIGNATORY})),
    "lead_compliance": Held(frozenset({MemberRole.COMPLIANCE_HEAD}), lead=True, pilot=True),
    "pilot_compliance": Held(frozenset({MemberRole.COMPLIANCE_HEAD}), lead=False, pilot=True),
    "pilot_institution": Held(PEOPLE | {MemberRole.SIGNATORY}, pilot=True),
}


def of_the_units(case: Case, role: str, at: datetime) -> Iterable[User]:
    """The active people of the present units who hold the role at an instant; nobody for other roles."""
    held = HELD.get(role)
    if held is None:
        return ()
    present = Unit.objects.filter(filing__case=case, joined_at__isnull=False, left_at__isnull=True)
    if held.lead is not None:
        present = present.filter(lead=held.lead)
    units = list(present.select_related("institution"))
    if held.pilot:
        guide = guide_of(case.call)
        units = [unit for unit in units if is_pilot(guide, unit)]
    places = Q(institution__in=[unit.institution_id for unit in units])
    people = Membership.objects.active(at).filter(places, role__in=held.roles).values("user")
    return User.objects.filter(pk__in=people, is_active=True).order_by("pk")
