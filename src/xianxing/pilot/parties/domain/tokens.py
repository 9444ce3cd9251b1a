"""Tokens of the programming interface: made by their person, good for a while, revoked at any time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind, TokenScope
from xianxing.pilot.parties.models import AccessToken, User
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

PREFIX = "xx_"  # so that a token that lies around is known for one
LONGEST_DAYS = 366
MOST = 20
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *, user: User, name: str, scopes: Collection[str], days: int, real_now: datetime
) -> tuple[AccessToken, str]:
    """A new token of the person's own and its text, which is shown this once; real time counts.

    Refused without a name, without a known scope, for more than a year, and beyond twenty good ones.
    """
    named = cleaned(name)
    if not named:
        raise Refused("name", _("Name the program that will use the token."))
    wanted = [scope for scope in TokenScope.values if scope in scopes]
    if not wanted or len(wanted) != len(set(scopes)):
        raise Refused("scope", _("Choose what the token is good for."))
    if not 1 <= days <= LONGEST_DAYS:
        message = _("A token is good for at least one day and at most {days}.").format(days=LONGEST_DAYS)
        raise Refused("days", message)
    if good_tokens(user, real_now=real_now).count() >= MOST:
        raise Refused("tokens", _("You have {count} tokens already; revoke one first.").format(count=MOST))
    text = PREFIX + secrets.token_urlsafe(32)
    made = AccessToken(
        user=user, name=named[:100], digest=_digest(text), scopes=wanted, made_at=real_now,
        expires_at=real_now + timedelta(days=days),
    )  # fmt: skip
    made.seal = seal_of(made)
    made.save()
    note(AccessKind.TOKEN_MADE, user=user, by=user, at=real_now, detail=f"{named} {' '.join(wanted)}")
    return made, text


@transaction.atomic
def revoke_token(*, token: int, user: User, real_now: datetime) -> None:
    """End one of the person's own tokens at once; Stranger for another's."""
    found = AccessToken.objects.filter(pk=token, user=user).first()
    if found is None:
        raise Stranger(_("There is no such token."))
    if found.revoked_at is None:
        _end(found, by=user, real_now=real_now)


@transaction.atomic
def end_tokens(*, user: User, by: User, real_now: datetime) -> None:
    """End all tokens of a person that are still good; each stands in the access log."""
    for found in good_tokens(user, real_now=real_now):
        _end(found, by=by, real_now=real_now)


def token_holder(text: str, *, real_now: datetime) -> AccessToken | None:
    """The token behind a text, with its person; its use is noted once a minute.

    None for one that is unknown, over, revoked, or not as `make_token` wrote it, and where the person's
    account is switched off.
    """
    good = AccessToken.objects.filter(
        digest=_digest(text), revoked_at__isnull=True, expires_at__gt=real_now, user__is_active=True
    )
    found = good.select_related("user").first()
    if found is None or not is_sealed(found):
        return None
    if found.used_at is None or real_now - found.used_at >= NOTED_EVERY:
        AccessToken.objects.filter(pk=found.pk).update(used_at=real_now)
    return found


def good_tokens(user: User, *, real_now: datetime) -> QuerySet[AccessToken]:
    """The person's tokens that are still good, the newest first."""
    own = AccessToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=real_now)
    return own.order_by("-made_at", "-pk")


def _end(token: AccessToken, *, by: User, real_now: datetime) -> None:
    token.revoked_at = real_now
    token.seal = seal_of(token)
    token.save(update_fields=["revoked_at", "seal"])
    note(AccessKind.TOKEN_REVOKED, user=token.user, by=by, at=real_now, detail=token.name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
