"""As time passes: whoever must act, and the secretariat, learn once that a limit has passed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.complaints.domain.telling import tell_overdue
from xianxing.pilot.complaints.models import Complaint, ComplaintReminder
from xianxing.pilot.complaints.queries import is_overdue
from xianxing.workdays.clocks import day_of


def remind_of_complaints(*, at: datetime) -> int:
    """Tell of every limit that has passed and wasn't told of yet; returns how many there were."""
    late = Complaint.objects.filter(is_overdue(day_of(at))).exclude(about__in=stopped_cases())
    rows = late.select_related("about__call__guide").order_by("pk")
    return sum(_tell_once(one, *passed, at) for one in rows for passed in _passed(one, day_of(at)))


def _passed(complaint: Complaint, day: date) -> list[tuple[str, date]]:
    """The limits of a complaint that have passed, each with its last day; where both are one, that one."""
    limits = {"close": complaint.close_due} | ({complaint.clock: complaint.due} if complaint.clock else {})
    return [(clock, due) for clock, due in limits.items() if due is not None and due < day]


@transaction.atomic
def _tell_once(complaint: Complaint, clock: str, due: date, at: datetime) -> bool:
    _row, fresh = ComplaintReminder.objects.get_or_create(complaint=complaint, clock=clock, due=due)
    if fresh:
        tell_overdue(complaint, due, at=at)
    return fresh
