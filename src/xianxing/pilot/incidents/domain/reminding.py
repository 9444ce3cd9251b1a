"""As time passes: the institution and the secretariat learn once that a clock has passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xianxing.pilot.incidents.clocks import ClockStanding
from xianxing.pilot.incidents.domain.telling import tell_overdue
from xianxing.pilot.incidents.models import ClockReminder, Incident
from xianxing.pilot.incidents.queries import open_incidents


def remind_of_clocks(*, at: datetime) -> int:
    """Tell of every clock that has passed and wasn't told of yet; returns how many there were.

    Pages ask the clocks themselves, so that what is late is seen there without this.
    """
    late = [(one.incident, clock) for one in open_incidents(at) for clock in one.overdue]
    return sum(_tell_once(incident, clock, at) for incident, clock in late)


@transaction.atomic
def _tell_once(incident: Incident, clock: ClockStanding, at: datetime) -> bool:
    _row, fresh = ClockReminder.objects.get_or_create(grade=clock.grade, clock=clock.clock.id)
    if fresh and clock.due is not None:
        tell_overdue(incident, clock.due.day, at=at)
    return fresh
