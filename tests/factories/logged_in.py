"""Browsers in which somebody is logged in with the second factor, and forms sent with a fresh code."""

from __future__ import annotations

from typing import Any

from django.test import Client

from xianxing.desks.accounts import limits
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User


def browser(user: User) -> Client:
    """A browser in which this person is logged in with the second factor."""
    if not second_factor.enrolled(user):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    client = Client()
    client.force_login(user)
    session = client.session
    session[limits.FACTOR] = 1
    session.save()
    return client


def with_code(user: User, **said: Any) -> dict[str, Any]:
    """What a form sends, with the person's next code."""
    return {"second_factor_code": second_factor.next_code(user), **said}
