"""Inviting people into an institution: a token that works once, for one address, for a limited time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.domain.accounts import create_account
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import AccessKind, MemberRole
from xianxing.pilot.parties.models import Institution, Invitation, Membership, User
from xianxing.pilot.parties.permissions import manages
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused

# Working-group practice: a week is long enough to ask the post room and short enough for a leaked mail.
VALID_FOR = timedelta(days=7)
# Policy of the house: enough for a department, too few to write to the world in an institution's name, which
# for an unconfirmed one is whatever its claimant wrote.
MOST_IN_AN_HOUR = 30


@transaction.atomic
def invite(
    *,
    institution: Institution,
    email: str,
    role: MemberRole,
    by: User,
    at: datetime,
    department: str = "",
    title: str = "",
    department_head: bool = False,
    power_of_attorney: str = "",
) -> tuple[Invitation, str]:
    """An account manager invites a person; returns the invitation and its token, which is kept nowhere."""
    if not manages(roles_of(by, at=at), institution.pk):
        raise Refused("manager", _("Only an account manager of the institution may invite people."))
    lately = Invitation.objects.filter(invited_by=by, created_at__gt=at - timedelta(hours=1))
    if lately.count() >= MOST_IN_AN_HOUR:
        raise Refused(
            "too-many",
            _("You have invited {count} people within an hour; go on later.").format(count=MOST_IN_AN_HOUR),
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_digest=_digest(token),
        email=email.strip().lower(),
        institution=institution,
        role=role,
        invited_by=by,
        created_at=at,
        expires_at=at + VALID_FOR,
        department=department,
        title=title,
        department_head=department_head,
        power_of_attorney=power_of_attorney,
    )
    note(AccessKind.INVITED, user=None, by=by, at=at, detail=f"{role.value} {institution.name}")
    return invitation, token


def open_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation of a token, for the page that asks whether to take it up; refused as in accepting."""
    invitation = Invitation.objects.select_related("institution").filter(token_digest=_digest(token)).first()
    return _usable(invitation, at)


@transaction.atomic
def accept_as_new(*, token: str, name: str, password: str, at: datetime) -> tuple[User, Membership]:
    """Take up an invitation and make the account for its address; refused when the address has an account."""
    invitation = _usable(
        Invitation.objects.select_for_update().filter(token_digest=_digest(token)).first(), at
    )
    user = create_account(email=invitation.email, name=name, password=password, at=at)
    return user, accept_invitation(token=token, user=user, at=at)


@transaction.atomic
def accept_invitation(*, token: str, user: User, at: datetime) -> Membership:
    """Take up an invitation; refused when unknown, used, expired, lapsed or meant for another address.

    It lapses when who invited is no longer an account manager of the institution.
    """
    invitation = Invitation.objects.select_for_update().filter(token_digest=_digest(token)).first()
    if invitation is None or invitation.email != user.email:
        raise Refused(
            "unknown", _("This invitation isn't for this account; ask for one to your own address.")
        )
    _usable(invitation, at)
    invitation.used_at, invitation.used_by = at, user
    invitation.save(update_fields=["used_at", "used_by"])
    return grant_membership(
        user=user,
        institution=invitation.institution,
        role=MemberRole(invitation.role),
        at=at,
        granted_by=invitation.invited_by,
        department=invitation.department,
        title=invitation.title,
        department_head=invitation.department_head,
        power_of_attorney=invitation.power_of_attorney,
    )


def _usable(invitation: Invitation | None, at: datetime) -> Invitation:
    if invitation is None:
        raise Refused(
            "unknown", _("This invitation isn't for this account; ask for one to your own address.")
        )
    if invitation.used_at is not None:
        raise Refused("used", _("This invitation has been used; ask the account manager for a new one."))
    if at >= invitation.expires_at:
        raise Refused("expired", _("This invitation has expired; ask the account manager for a new one."))
    inviting = roles_of(invitation.invited_by, at=at)
    if not manages(inviting, invitation.institution_id) or not invitation.invited_by.is_active:
        raise Refused("lapsed", _("This invitation has lapsed; ask the account manager for a new one."))
    return invitation


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
