"""As time passes: whoever must act, and the secretariat, learn once that a limit has passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.complaints.domain.telling import tell_overdue
from xianxing.pilot.complaints.models import Complaint, ComplaintReminder
from xianxing.pilot.complaints.queries import is_overdue
from xianxing.workdays.clocks import day_of


def remind_of_complaints(*, at: datetime) -> int:
    """Tell of every limit that has passed and wasn't told of yet; returns how many there were."""
    late = Complaint.objects.filter(is_overdue(day_of(at))).exclude(about__in=stopped_cases())
    return sum(_tell_once(one, at) for one in late.select_related("about__call__guide").order_by("pk"))


@transaction.atomic
def _tell_once(complaint: Complaint, at: datetime) -> bool:
    if complaint.due is None:
        return False
    _row, fresh = ComplaintReminder.objects.get_or_create(
        complaint=complaint, clock=complaint.clock, due=complaint.due
    )
    if fresh:
        tell_overdue(complaint, at=at)
    return fresh
