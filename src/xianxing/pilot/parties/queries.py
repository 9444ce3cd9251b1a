"""Questions about who may act for whom; every answer is as of an instant.

An account that is switched off holds no role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import (
    Institution,
    Membership,
    OfficerAppointment,
    StaffAppointment,
    User,
)


@dataclass(frozen=True)
class Standing:
    """Everything that a person is at an instant: enough to say which pages are theirs."""

    institutions: dict[UUID, frozenset[MemberRole]]
    staff: frozenset[StaffRole]
    officer: OfficerRole | None


NOBODY = Standing({}, frozenset(), None)


def standing(user: User, *, at: datetime) -> Standing:
    """Memberships, staff roles and officer's post of a person at an instant, in three queries."""
    held: dict[UUID, set[MemberRole]] = {}
    for pk, role in Membership.objects.active(at).filter(user=user).values_list("institution_id", "role"):
        held.setdefault(pk, set()).add(MemberRole(role))
    institutions = {pk: frozenset(roles) for pk, roles in held.items()}
    return Standing(institutions, staff_roles(user, at=at), officer_role(user, at=at))


def institutions_of(user: User, *, at: datetime) -> list[Institution]:
    """The institutions in which the user holds any role at this instant, by name."""
    held = Membership.objects.active(at).filter(user=user).values("institution")
    return list(Institution.objects.filter(pk__in=held).order_by("name"))


def member_roles(user: User, institution: Institution, *, at: datetime) -> frozenset[MemberRole]:
    """The roles that the user holds in the institution at this instant; empty for a stranger."""
    if not user.is_active:
        return frozenset()
    held = Membership.objects.active(at).filter(user=user, institution=institution)
    return frozenset(MemberRole(role) for role in held.values_list("role", flat=True))


def staff_roles(user: User, *, at: datetime) -> frozenset[StaffRole]:
    """The user's roles in the working group and beside it at this instant."""
    if not user.is_active:
        return frozenset()
    held = StaffAppointment.objects.active(at).filter(user=user)
    return frozenset(StaffRole(role) for role in held.values_list("role", flat=True))


def officer_role(user: User, *, at: datetime) -> OfficerRole | None:
    """The officer's post that the user holds at this instant, or None."""
    if not user.is_active:
        return None
    held = OfficerAppointment.objects.active(at).filter(user=user).values_list("role", flat=True).first()
    return OfficerRole(held) if held else None


def contacts(institution: Institution, *, at: datetime) -> list[Membership]:
    """The institution's contacts at this instant, in the order of their appointment."""
    held = Membership.objects.active(at).filter(
        institution=institution, role=MemberRole.CONTACT, user__is_active=True
    )
    return list(held.select_related("user").order_by("since", "pk"))


def missing_contacts(institution: Institution, *, at: datetime, least: int, heads: int) -> tuple[int, int]:
    """How many contacts, and how many department heads among them, an institution lacks (clause 4.3.3).

    The numbers are the guide's parameters `contacts_min` and `contact_heads_min`.
    """
    people: dict[int, bool] = {}
    for contact in contacts(institution, at=at):
        people[contact.user_id] = people.get(contact.user_id, False) or contact.department_head
    return max(0, least - len(people)), max(0, heads - sum(people.values()))
