"""How a case stands, kept for lists whenever something of it changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from xianxing.pilot.cases.models import Case
from xianxing.pilot.supervision.judging import Status
from xianxing.pilot.supervision.models import MonitoringState
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.workdays.clocks import day_of


def renew_monitoring(case: Case, *, at: datetime) -> MonitoringState:
    """Count anew what is red, amber and unanswered in a case, and from when on a value is late."""
    found = monitoring_of(case, day_of(at))
    dues = [one.next_due for one in found.standings]
    row, _made = MonitoringState.objects.update_or_create(
        case=case,
        defaults={
            "red": sum(one.status is Status.RED for one in found.standings),
            "amber": sum(one.status is Status.AMBER for one in found.standings),
            "unanswered": sum(alarm.open for alarm in found.alarms),
            "late_from": min(dues) + timedelta(days=1) if dues else None,
            "changed_at": at,
        },
    )
    return row
