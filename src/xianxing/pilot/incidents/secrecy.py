"""What a stop for secrecy does to incidents: nothing is shown, and erasing takes all words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.incidents.models import (
    ClockRuling,
    Incident,
    IncidentClosing,
    IncidentGrade,
    IncidentReport,
    ReportReceipt,
    ToleranceDraft,
    ToleranceEvidence,
)


def _count(case: Case, at: datetime) -> int:
    del at
    return Incident.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    IncidentReport.objects.filter(incident__case=case).update(content={}, channel="", receipt_number="")
    ReportReceipt.objects.filter(report__incident__case=case).update(words="")
    IncidentGrade.objects.filter(incident__case=case).update(reason="")
    ClockRuling.objects.filter(grade__incident__case=case).update(reason="")
    IncidentClosing.objects.filter(incident__case=case).update(words="")
    ToleranceEvidence.objects.filter(incident__case=case).update(words="")
    ToleranceDraft.objects.filter(incident__case=case).update(findings={}, words="")
    Incident.objects.filter(case=case).update(title="", account="", systems="")
    return count


HOLDER = Holder("incidents", quarantine=_count, release=_count, erase=_erase)
