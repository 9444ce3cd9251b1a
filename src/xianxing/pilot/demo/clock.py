"""The demonstration's clock: it moves with real time, from wherever it was set.

Sessions, one-time codes and log signatures keep real time and don't ask this clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from xianxing.pilot.cases.models import Event, Publication
from xianxing.pilot.demo.models import ClockOffset
from xianxing.pilot.parties.models import Claim, Invitation, Membership, StaffAppointment
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME, OffsetClock, SystemClock

_offset: ContextVar[timedelta | None] = ContextVar("demo_clock_offset", default=None)


class DemoClock:
    """Real time plus the stored offset; without a stored one it is real time."""

    def now(self) -> datetime:
        """The demonstration's present instant, in Asia/Shanghai. One query, or none within `one_reading`."""
        kept = _offset.get()
        return OffsetClock(SystemClock(), _read() if kept is None else kept).now()


@contextmanager
def one_reading() -> Iterator[None]:
    """Read the offset once for everything within the block, such as a request."""
    token = _offset.set(_read())
    try:
        yield
    finally:
        _offset.reset(token)


@transaction.atomic
def move_to(instant: datetime) -> None:
    """Set the demonstration's time. Refused behind the last recorded act: the record only goes forward."""
    last = last_act()
    if last is not None and instant < last:
        message = _("The last recorded act was at {at}; the clock can't be set before it.")
        raise Refused("behind", message.format(at=f"{last.astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S}"))
    offset = math.ceil((instant - SystemClock().now()).total_seconds())
    ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": offset})
    if _offset.get() is not None:
        _offset.set(timedelta(seconds=offset))


def last_act() -> datetime | None:
    """The latest instant that anything of the pilot bears: acts, publications, roles, invitations, claims."""
    instants = (
        Event.objects.aggregate(last=Max("at"))["last"],
        Publication.objects.aggregate(last=Max("at"))["last"],
        Membership.objects.aggregate(last=Max("since"))["last"],
        Membership.objects.aggregate(last=Max("until"))["last"],
        StaffAppointment.objects.aggregate(last=Max("since"))["last"],
        StaffAppointment.objects.aggregate(last=Max("until"))["last"],
        Invitation.objects.aggregate(last=Max("created_at"))["last"],
        Claim.objects.aggregate(last=Max("made_at"))["last"],
    )
    return max((instant for instant in instants if instant), default=None)


def _read() -> timedelta:
    seconds = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first()
    return timedelta(seconds=seconds or 0)
