"""How a case stands, kept for lists whenever something of it changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from xianxing.pilot.cases.models import Case
from xianxing.pilot.supervision.judging import IndicatorStatus
from xianxing.pilot.supervision.models import MonitoringState
from xianxing.pilot.supervision.queries import Monitoring, monitoring_of
from xianxing.workdays.clocks import day_of


def renew_monitoring(case: Case, *, at: datetime) -> Monitoring:
    """Count anew what is red, amber and unanswered in a case, and from when on a value is late; gives it all.

    Nothing is kept while no plan was agreed.
    """
    found = monitoring_of(case, day_of(at))
    dues = [one.next_due for one in found.standings]
    due = min([*dues, *([found.first_due] if found.first_due else [])], default=None)
    if due is None:
        return found
    MonitoringState.objects.update_or_create(
        case=case,
        defaults={
            "red": sum(one.status == IndicatorStatus.RED for one in found.standings),
            "amber": sum(one.status == IndicatorStatus.AMBER for one in found.standings),
            "unanswered": sum(alarm.open for alarm in found.alarms),
            "late_from": due + timedelta(days=1),
            "changed_at": at,
        },
    )
    return found
