"""The secret address of a person's calendar feed: made, replaced, taken back, and gone with the account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from xianxing.pilot.messages.models import CalendarAddress
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User

DETAIL = "calendar feed"


@transaction.atomic
def make_address(*, user: User, at: datetime) -> str:
    """A new secret for the person's feed, to be shown this once; one that was made before is good no more."""
    text = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(user=user, defaults={"digest": _digest(text), "made_at": at})
    note(AccessKind.TOKEN_MADE, user=user, by=user, at=at, detail=DETAIL)
    return text


@transaction.atomic
def revoke_address(*, user: User, at: datetime) -> None:
    """Take the person's address back; nothing where there is none."""
    gone, _each = CalendarAddress.objects.filter(user=user).delete()
    if gone:
        note(AccessKind.TOKEN_REVOKED, user=user, by=user, at=at, detail=DETAIL)


def forget_address(*, user: User, at: datetime, **_signal: object) -> None:
    """Receiver of `switched_off` and `factor_reset`: the address goes with the account, and with the factor;
    it doesn't come back with either.
    """
    revoke_address(user=user, at=at)


def address_holder(text: str) -> User | None:
    """The person behind a secret; None for an unknown one, and where the account is switched off."""
    found = CalendarAddress.objects.select_related("user").filter(digest=_digest(text), user__is_active=True)
    row = found.first()
    return row.user if row else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
