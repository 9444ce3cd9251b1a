"""Questions about who may act for whom; every answer is as of an instant.

An account that is switched off holds no role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
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
class PersonRoles:
    """Everything that a person is at an instant; nobody's roles without a user. Each is asked when needed."""

    user: User | None
    at: datetime | None = None

    @cached_property
    def institutions(self) -> dict[UUID, frozenset[MemberRole]]:
        """The institutions in which the person holds roles, with the roles."""
        if self.user is None or self.at is None:
            return {}
        held: dict[UUID, set[MemberRole]] = {}
        rows = Membership.objects.active(self.at).filter(user=self.user)
        for pk, role in rows.values_list("institution_id", "role"):
            held.setdefault(pk, set()).add(MemberRole(role))
        return {pk: frozenset(roles) for pk, roles in held.items()}

    @cached_property
    def staff(self) -> frozenset[StaffRole]:
        """The person's roles in the working group and beside it."""
        return staff_roles(self.user, at=self.at) if self.user and self.at else frozenset()

    @cached_property
    def officer(self) -> OfficerRole | None:
        """The officer's post that the person holds."""
        return officer_role(self.user, at=self.at) if self.user and self.at else None


NOBODY = PersonRoles(None)
LONGEST_READING = timedelta(minutes=1)
_read: ContextVar[dict[int, PersonRoles] | None] = ContextVar("roles_read", default=None)


def roles_of(user: User, *, at: datetime) -> PersonRoles:
    """What the person is at an instant; at most three queries, one for each of the three when it is asked.

    Within `one_reading_of_roles` what was read first holds for a minute from its instant on.
    """
    kept = _read.get()
    if kept is None or not user.is_active:
        return PersonRoles(user, at)
    first = kept.setdefault(user.pk, PersonRoles(user, at))
    begun = first.at or at
    return first if begun <= at <= begun + LONGEST_READING else PersonRoles(user, at)


@contextmanager
def one_reading_of_roles() -> Iterator[None]:
    """Read what each person is once within the block, for a request that only reads."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


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
