"""The letters that this room sends by e-mail. They carry a link and no contents."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from xianxing.i18n import gettext
from xianxing.pilot.parties.models import User

CLAIM_SALT = "xianxing.accounts.claim"
CLAIM_SECONDS = 24 * 3600


def send(to: str, subject: str, *lines: str) -> None:
    """Mail a letter once the present transaction is through."""
    body = "\n\n".join([*lines, gettext("Xianxing sends no attachments and never asks for a password.")])
    transaction.on_commit(partial(send_mail, subject, body, settings.DEFAULT_FROM_EMAIL, [to]))


def send_password_link(request: HttpRequest, user: User) -> None:
    """A link with which the person sets a password; it works once, for a day."""
    place = {
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    url = request.build_absolute_uri(reverse("accounts:set-password", kwargs=place))
    text = gettext("Set your password here. The link works once and for one day:")
    send(user.email, gettext("Set your password"), text, url)


def send_claim_link(request: HttpRequest, email: str) -> None:
    """A link that proves the address of somebody who wants to claim an institution; it works for a day."""
    token = signing.dumps(email, salt=CLAIM_SALT)
    url = request.build_absolute_uri(reverse("accounts:claim", kwargs={"token": token}))
    text = gettext("Claim your institution here. The link works for one day:")
    send(email, gettext("Claim an institution"), text, url)


def claimed_address(token: str) -> str | None:
    """The address that a claim link proves; None when it is not ours or too old."""
    try:
        return str(signing.loads(token, salt=CLAIM_SALT, max_age=CLAIM_SECONDS))
    except signing.BadSignature:
        return None


def send_account_exists(request: HttpRequest, email: str) -> None:
    """Tell an account's owner that somebody asked for a claim link; the page says the same to all."""
    url = request.build_absolute_uri(reverse("account_login"))
    text = gettext("You have an account already. Log in, then claim the institution from your account:")
    send(email, gettext("Claim an institution"), text, url)


def send_invitation(request: HttpRequest, email: str, institution: str, token: str) -> None:
    """The link to an invitation; only this mail holds its token."""
    url = request.build_absolute_uri(reverse("accounts:invitation", kwargs={"token": token}))
    text = gettext("{institution} invites you to work for it here. The link works once and for seven days:")
    send(email, gettext("Invitation"), text.format(institution=institution), url)
