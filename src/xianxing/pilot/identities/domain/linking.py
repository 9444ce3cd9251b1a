"""Linking an identity to the own account, taking it away, and whom an identity logs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.identities.models import LinkedIdentity
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused

LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2


@dataclass(frozen=True)
class ProvenIdentity:
    """An identity that a signed token proved; `strong` where the provider says a second factor was used."""

    issuer: str
    subject: str
    strong: bool = False


@transaction.atomic
def link_identity(*, user: User, identity: ProvenIdentity, at: datetime) -> LinkedIdentity:
    """Let an identity log in to the person's own account; the page asks for the second factor before.

    Refused for an identity that logs in to another account, for an account that has one of this provider, and
    for a name that no provider may give.
    """
    if not 0 < len(identity.subject) <= LONGEST_SUBJECT:
        raise Refused("subject", _("The provider gave no usable name for you."))
    held = LinkedIdentity.objects.select_for_update()
    if held.filter(issuer=identity.issuer, subject=identity.subject).exclude(user=user).exists():
        raise Refused("taken", _("This identity is linked to another account already."))
    if held.filter(issuer=identity.issuer, user=user).exists():
        raise Refused("linked", _("Your account is linked already; remove that link first."))
    row = LinkedIdentity(user=user, issuer=identity.issuer, subject=identity.subject, linked_at=at)
    row.seal = seal_of(row)
    row.save()
    return row


def unlink_identity(*, user: User, issuer: str) -> bool:
    """Take the link away; whether there was one."""
    removed, _rows = LinkedIdentity.objects.filter(user=user, issuer=issuer).delete()
    return bool(removed)


def forget_identities(*, user: User, at: datetime, **_signal: object) -> None:
    """Receiver of `factor_reset`: a link was made with the factor that is gone, and goes with it."""
    for row in LinkedIdentity.objects.filter(user=user):
        note(AccessKind.IDENTITY_UNLINKED, user=user, at=at, detail=row.issuer)
        row.delete()


def linked_identity(user: User, issuer: str) -> LinkedIdentity | None:
    """The person's identity of a provider; None without one, and for a row that nobody entered."""
    row = LinkedIdentity.objects.filter(user=user, issuer=issuer).first()
    return row if row is not None and is_sealed(row) else None


def person_of(identity: ProvenIdentity) -> User | None:
    """Whose account an identity logs in to; None where it is linked to none. No account arises of it."""
    rows = LinkedIdentity.objects.select_related("user")
    row = rows.filter(issuer=identity.issuer, subject=identity.subject).first()
    return row.user if row is not None and is_sealed(row) else None
