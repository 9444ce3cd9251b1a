"""How long a session lasts: thirty minutes without a request, ten hours in all, in real time."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest

BEGAN, SEEN, FACTOR = "began", "seen", "second_factor"
NOTED_EVERY = 60  # seconds between two notes of a request, so that reading pages seldom writes


def begin(request: HttpRequest) -> None:
    """Start counting for a session that has just logged in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def over(request: HttpRequest) -> bool:
    """Whether the session of a logged-in person has reached one of its limits, or never began to count."""
    now = time.time()
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    return bool(now - seen >= settings.SESSION_IDLE_SECONDS or now - began >= settings.SESSION_LASTS_SECONDS)


def touch(request: HttpRequest) -> None:
    """Note that the person is still there, at most once a minute."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= NOTED_EVERY:
        request.session[SEEN] = now


def mark_second_factor(request: HttpRequest) -> None:
    """Note that this session has shown the second factor; pages beyond the entrance need it."""
    request.session[FACTOR] = int(time.time())


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown the second factor since it began."""
    return bool(request.session.get(FACTOR))
