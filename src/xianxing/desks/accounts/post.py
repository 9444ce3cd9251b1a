"""The letters with a link that this room sends: each link is built here, and sealed in the outbox."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from xianxing.pilot.messages.domain import post
from xianxing.pilot.parties.models import User

CLAIM_SALT = "xianxing.accounts.claim"
CLAIM_SECONDS = 24 * 3600


def send_password_link(request: HttpRequest, user: User) -> None:
    """A link with which the person sets a password."""
    post(to=user.email, kind="password", link=request.build_absolute_uri(password_link(user)))


def password_link(user: User) -> str:
    """The path of the page on which the person sets a password; it works once, for a day."""
    place = {
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return reverse("accounts:set-password", kwargs=place)


def send_claim_link(request: HttpRequest, email: str) -> None:
    """A link that proves the address of somebody who wants to claim an institution; it works for a day."""
    token = signing.dumps(email, salt=CLAIM_SALT)
    url = request.build_absolute_uri(reverse("accounts:claim", kwargs={"token": token}))
    post(to=email, kind="claim", link=url)


def claimed_address(token: str) -> str | None:
    """The address that a claim link proves; None when it is not ours or too old."""
    try:
        return str(signing.loads(token, salt=CLAIM_SALT, max_age=CLAIM_SECONDS))
    except signing.BadSignature:
        return None


def send_account_exists(request: HttpRequest, email: str) -> None:
    """Tell an account's owner that somebody asked for a claim link; the page says the same to all."""
    post(to=email, kind="account_exists", link=request.build_absolute_uri(reverse("account_login")))


def send_invitation(request: HttpRequest, email: str, token: str) -> None:
    """The link to an invitation; only this letter holds its token."""
    url = request.build_absolute_uri(reverse("accounts:invitation", kwargs={"token": token}))
    post(to=email, kind="invitation", link=url)
