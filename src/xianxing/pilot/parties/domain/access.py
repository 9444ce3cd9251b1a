"""The access log, and the lock-out that is counted from it.

The lock-out lives in the database, so that it holds for all processes and survives a restart.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from django.utils import timezone
from django.utils.crypto import salted_hmac

from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent, User

# Policy of the house: after five failures within fifteen minutes nobody enters for the rest of the fifteen.
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
FAILED = (AccessKind.LOGIN_FAILED, AccessKind.STEP_UP_FAILED)
PASSED = (AccessKind.LOGGED_IN, AccessKind.STEPPED_UP, AccessKind.RECOVERY_USED)


class Where(TypedDict, total=False):
    """Where a request came from, for the log."""

    address: str | None


def note(
    kind: AccessKind,
    *,
    user: User | None,
    at: datetime,
    by: User | None = None,
    detail: str = "",
    address: str | None = None,
    key: str = "",
) -> AccessEvent:
    """Write one line of the access log. `at` is the act's instant; real time is added. Holds no secret."""
    return AccessEvent.objects.create(
        kind=kind, user=user, by=by, at=at, detail=detail[:300], address=address, key=key
    )


def key_of(what: str, value: object) -> str:
    """The keyed digest under which failures are counted; it can't be turned back without the site's key."""
    return salted_hmac(f"xianxing.access.{what}", str(value).lower(), algorithm="sha256").hexdigest()


def locked(key: str) -> bool:
    """Whether five failures since the last success lie within the last fifteen minutes of real time.

    An address without account is counted like any other, so that a stranger learns nothing from it.
    """
    since = timezone.now() - LOCKED_FOR
    recent = AccessEvent.objects.filter(key=key, recorded_at__gt=since)
    passed = recent.filter(kind__in=PASSED).order_by("-pk").values_list("pk", flat=True).first()
    failures = recent.filter(kind__in=FAILED, pk__gt=passed or 0)
    return failures.count() >= MOST_FAILURES
