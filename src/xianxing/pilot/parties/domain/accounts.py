"""Accounts: made for a person, switched off and on, and their second factor reset by two officers."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.domain.appointments import membership_ended
from xianxing.pilot.parties.domain.tokens import end_tokens
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import Membership, SecondFactorReset, User
from xianxing.pilot.parties.permissions import is_security_administrator, is_system_administrator, require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

# Sent in the transaction in which an account is switched off, with `user` and `at`.
switched_off = Signal()
# Sent in the transaction in which a second factor is reset, with `user` and `at`: whoever holds the old one
# may have made keys with it, and each app ends those that it keeps.
factor_reset = Signal()
NO_MAILBOX = "no-account.invalid"


@transaction.atomic
def create_account(
    *, email: str, name: str, at: datetime, by: User | None = None, password: str | None = None
) -> User:
    """A new account for an address that has none; grants no role. Refused for a used or malformed address."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("email", _("This is not an e-mail address.")) from None
    name = cleaned(name)
    if not name:
        raise Refused("name", _("Enter the person's name."))
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, name=name, password=password)
    except IntegrityError:
        raise Refused("taken", _("There is an account with this address already.")) from None
    note(AccessKind.ACCOUNT_MADE, user=user, by=by, at=at)
    return user


@transaction.atomic
def create_person(*, name: str, by: User, at: datetime) -> User:
    """A person who never logs in: no mailbox, no password, no role. Refused without a name.

    The address is one to which nothing can be sent (RFC 2606), because every person has one.
    """
    return create_account(email=f"{secrets.token_hex(8)}@{NO_MAILBOX}", name=name, by=by, at=at)


def has_mailbox(user: User) -> bool:
    """Whether letters can be sent to the person."""
    return not user.email.endswith(f"@{NO_MAILBOX}")


@transaction.atomic
def set_active(*, user: User, active: bool, by: User, reason: str, at: datetime) -> None:
    """The system administrator switches an account off or on, with a reason; switching off ends its sessions.

    Nothing that the person did is undone; what the person asked for and nobody has confirmed lapses, and who
    must name somebody else is told. Nobody switches their own account.
    """
    require(is_system_administrator, by, at=at)
    if user == by:
        raise Refused("own-account", _("Nobody changes their own account; ask another officer."))
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("Give the reason; the auditor reads it."))
    if user.is_active == active:
        return
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user)
        switched_off.send(sender=User, user=user, at=at)
        for held in Membership.objects.active(at).filter(user=user).select_related("institution"):
            membership_ended.send(sender=Membership, membership=held, at=at)
    kind = AccessKind.ACTIVATED if active else AccessKind.DEACTIVATED
    note(kind, user=user, by=by, at=at, detail=reason)


@transaction.atomic
def request_reset(*, user: User, by: User, reason: str, at: datetime) -> SecondFactorReset:
    """The system administrator asks to reset a second factor; nothing changes before it is confirmed."""
    require(is_system_administrator, by, at=at)
    if user == by:
        raise Refused("own-account", _("Nobody changes their own account; ask another officer."))
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("Give the reason; the auditor reads it."))
    waiting = SecondFactorReset.objects.filter(user=user, confirmed_at__isnull=True).first()
    if waiting is not None and is_system_administrator(roles_of(waiting.requested_by, at=at)):
        raise Refused("asked", _("A reset has been requested already and waits for its confirmation."))
    lapsed = SecondFactorReset.objects.filter(user=user, confirmed_at__isnull=True)
    lapsed.delete()
    note(AccessKind.RESET_REQUESTED, user=user, by=by, at=at, detail=reason)
    return SecondFactorReset.objects.create(user=user, reason=reason[:300], requested_by=by, requested_at=at)


@transaction.atomic
def confirm_reset(*, reset: SecondFactorReset, by: User, at: datetime) -> None:
    """The security administrator confirms: factor, recovery codes, sessions and keys of the person are gone.

    Refused where who asked has left the office meanwhile: then the request has lapsed.
    """
    require(is_security_administrator, by, at=at)
    current = SecondFactorReset.objects.select_for_update().get(pk=reset.pk)
    if current.confirmed_at is not None:
        raise Refused("done", _("This reset has been carried out already."))
    if by in (current.requested_by, current.user):
        raise Refused("two-people", _("A reset takes two people, neither of them the account's owner."))
    if not is_system_administrator(roles_of(current.requested_by, at=at)):
        raise Refused("lapsed", _("Who asked for this reset has left the office; it must be asked again."))
    current.confirmed_by, current.confirmed_at = by, at
    current.save(update_fields=["confirmed_by", "confirmed_at"])
    second_factor.remove(user=current.user)
    end_sessions(current.user)
    end_tokens(user=current.user, by=by, real_now=timezone.now())
    factor_reset.send(sender=User, user=current.user, at=at)
    note(AccessKind.SECOND_FACTOR_RESET, user=current.user, by=by, at=at, detail=current.reason)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End all sessions of a person except the one with key `but`; returns how many."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended
