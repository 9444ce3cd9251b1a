"""Helpers: entering as one of the cast, and the code that their app shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core import mail
from django.test import Client

from xianxing.cli.background import Tasks
from xianxing.pilot.messages.domain import send_letters
from xianxing.pilot.parties.domain.second_factor import ahead, code_at, period
from xianxing.pilot.parties.models import User


def enter(user: User) -> Client:
    """A browser in which this person is logged in with the second factor."""
    client = Client()
    assert client.post(f"/demo/enter/{user.pk}/").status_code == 302
    return client


def code(user: User, later: int = 0) -> str:
    """The code that the person's app shows now, or `later` periods from now."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_at(decrypt(row.data["secret"]), period() + later)


def wrong_code(user: User) -> str:
    """Six digits that are no code of this time, nor of what the demonstration takes ahead of it."""
    taken = {code(user, step) for step in range(-1, ahead() + 2)}
    return next(digits for digits in map("{:06}".format, count()) if digits not in taken)


def last_link() -> str:
    """The path of the link in the last letter, once the worker has sent what waits."""
    Tasks().run(real_now=datetime.now(UTC))
    send_letters(real_now=datetime.now(UTC))
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def outcome(client: Client, place: str) -> str:
    """`allowed`, `enter` (sent to log-in or set-up) or `absent`; an empty POST where a GET is not taken."""
    response = client.get(place)
    if response.status_code == 405:
        response = client.post(place)
    response.close()
    if response.status_code == 404:
        return "absent"
    place = response.headers.get("Location", "")
    if "/accounts/login/" in place or "/accounts/second-factor/" in place:
        return "enter"
    return "allowed"
