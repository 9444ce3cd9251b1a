"""Inviting people into an institution: a token that works once, for one address, for a limited time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, Invitation, Membership, User
from xianxing.pilot.parties.queries import member_roles
from xianxing.pilot.refusal import Refused

# Working-group practice: a week is long enough to ask the post room and short enough for a leaked mail.
VALID_FOR = timedelta(days=7)


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
) -> tuple[Invitation, str]:
    """An account manager invites a person; returns the invitation and its token, which is kept nowhere."""
    if MemberRole.MANAGER not in member_roles(by, institution, at=at):
        raise Refused("manager", _("Only an account manager of the institution may invite people."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_digest=_digest(token),
        email=email.lower(),
        institution=institution,
        role=role,
        invited_by=by,
        created_at=at,
        expires_at=at + VALID_FOR,
        department=department,
        title=title,
        department_head=department_head,
    )
    return invitation, token


@transaction.atomic
def accept_invitation(*, token: str, user: User, at: datetime) -> Membership:
    """Take up an invitation; refused when unknown, used, expired or meant for another address."""
    invitation = Invitation.objects.select_for_update().filter(token_digest=_digest(token)).first()
    if invitation is None or invitation.email != user.email:
        raise Refused(
            "unknown", _("This invitation isn't for this account; ask for one to your own address.")
        )
    if invitation.used_at is not None:
        raise Refused("used", _("This invitation has been used; ask the account manager for a new one."))
    if at >= invitation.expires_at:
        raise Refused("expired", _("This invitation has expired; ask the account manager for a new one."))
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
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
