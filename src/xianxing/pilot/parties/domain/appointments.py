"""Granting and ending roles, with the separations that the house needs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import SEPARATED, AccessKind, MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import (
    Institution,
    Membership,
    OfficerAppointment,
    StaffAppointment,
    User,
)
from xianxing.pilot.refusal import Refused

# Sent within the transaction with `membership` and `at`, also when its holder's account is switched off:
# tells those who must name somebody else.
membership_ended = Signal()


@transaction.atomic
def grant_membership(
    *,
    user: User,
    institution: Institution,
    role: MemberRole,
    at: datetime,
    granted_by: User | None = None,
    power_of_attorney: str = "",
    department: str = "",
    title: str = "",
    department_head: bool = False,
) -> Membership:
    """Give a person a role in an institution from `at`; an open membership of that role is returned as it is.

    Refused for staff and officers (nobody stands on both sides) and where author and internal reviewer would
    be the same person. Doesn't verify the institution.
    """
    _lock(user)
    if StaffAppointment.objects.active(at).filter(user=user).exists():
        raise Refused(
            "both-sides", _("This person belongs to the working group and can't act for an institution.")
        )
    _refuse_officer(user, at)
    held = Membership.objects.active(at).filter(user=user, institution=institution)
    same = held.filter(role=role).first()
    if same:
        return same
    if role in SEPARATED and held.filter(role__in=SEPARATED - {role}).exists():
        raise Refused(
            "author-and-reviewer",
            _("Author and internal reviewer must be two people; name somebody else or end the other role."),
        )
    membership = Membership.objects.create(
        user=user,
        institution=institution,
        role=role,
        since=at,
        granted_by=granted_by,
        power_of_attorney=power_of_attorney,
        department=department,
        title=title,
        department_head=department_head,
    )
    _note(AccessKind.ROLE_GRANTED, membership, granted_by, at)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, at: datetime, by: User | None = None) -> None:
    """End a role at `at`; acts done before stay valid, pending ones lapse. Ending twice does nothing."""
    ended = Membership.objects.filter(pk=membership.pk, until__isnull=True).update(until=at)
    membership.refresh_from_db()
    if ended:
        _note(AccessKind.ROLE_ENDED, membership, by, at)
        membership_ended.send(sender=Membership, membership=membership, at=at)


@transaction.atomic
def end_own_member(*, membership: Membership, by: User, at: datetime) -> None:
    """An account manager ends a role in the own institution.

    Refused for another institution and for the last account manager, whom only the working group replaces.
    """
    held = Membership.objects.active(at).filter(
        institution=membership.institution, role=MemberRole.MANAGER, user__is_active=True
    )
    managers = {manager.user_id for manager in held.select_for_update(of=("self",))}
    if by.pk not in managers:
        raise Refused("manager", _("Only an account manager of the institution may end roles."))
    if membership.role == MemberRole.MANAGER and managers == {membership.user_id}:
        raise Refused("last-manager", _("The last account manager can't be ended; name another one before."))
    end_membership(membership=membership, at=at, by=by)


@transaction.atomic
def appoint_staff(
    *, user: User, role: StaffRole, at: datetime, granted_by: User | None = None
) -> StaffAppointment:
    """Give a person a role in the working group; refused for members of institutions and for officers."""
    _lock(user)
    if Membership.objects.active(at).filter(user=user).exists():
        raise Refused(
            "both-sides", _("This person acts for an institution and can't belong to the working group.")
        )
    _refuse_officer(user, at)
    same = StaffAppointment.objects.active(at).filter(user=user, role=role).first()
    if same:
        return same
    note(AccessKind.ROLE_GRANTED, user=user, by=granted_by, at=at, detail=role.value)
    return StaffAppointment.objects.create(user=user, role=role, since=at, granted_by=granted_by)


@transaction.atomic
def end_appointment(*, appointment: StaffAppointment, by: User, at: datetime) -> None:
    """End a role in the working group; what was done before stays. Ending twice does nothing."""
    if StaffAppointment.objects.filter(pk=appointment.pk, until__isnull=True).update(until=at):
        note(AccessKind.ROLE_ENDED, user=appointment.user, by=by, at=at, detail=appointment.role)
    appointment.refresh_from_db()


@transaction.atomic
def appoint_officer(
    *, user: User, role: OfficerRole, at: datetime, granted_by: User | None = None
) -> OfficerAppointment:
    """Give a person one of the three officers' posts; refused for anybody who holds another role or post."""
    _lock(user)
    held = (
        Membership.objects.active(at),
        StaffAppointment.objects.active(at),
        OfficerAppointment.objects.active(at),
    )
    if any(rows.filter(user=user).exists() for rows in held):
        raise Refused(
            "officer-apart", _("An officer holds one post and no other role; this person already has one.")
        )
    note(AccessKind.ROLE_GRANTED, user=user, by=granted_by, at=at, detail=role.value)
    return OfficerAppointment.objects.create(user=user, role=role, since=at, granted_by=granted_by)


def _note(kind: AccessKind, membership: Membership, by: User | None, at: datetime) -> None:
    detail = f"{membership.role} {membership.institution.name}"
    note(kind, user=membership.user, by=by, at=at, detail=detail)


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _refuse_officer(user: User, at: datetime) -> None:
    if OfficerAppointment.objects.active(at).filter(user=user).exists():
        raise Refused("officer-apart", _("An officer holds no other role; end the officer's post first."))
