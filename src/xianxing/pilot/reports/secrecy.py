"""What a stop for secrecy does to reports: nothing is shown, and erasing takes words and figures."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.reports.models import ReportDraft, ReportRemark, TrialReport


def _count(case: Case, at: datetime) -> int:
    del at
    return sum(model.objects.filter(case=case).count() for model in (TrialReport, ReportRemark))


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    TrialReport.objects.filter(case=case).update(sections={}, figures={})
    ReportRemark.objects.filter(case=case).update(words="")
    ReportDraft.objects.filter(case=case).delete()
    return count


HOLDER = Holder("reports", quarantine=_count, release=_count, erase=_erase)
