"""What a stop for secrecy does to inspections: nothing is shown, and erasing takes what was written."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.inspections.models import (
    FindingAnswer,
    Inspection,
    InspectionFinding,
    InspectionLine,
    LineResult,
    RectificationReport,
)

TABLES = (Inspection, InspectionLine, LineResult, InspectionFinding, FindingAnswer, RectificationReport)


def _count(case: Case, at: datetime) -> int:
    del at
    return sum(model.objects.filter(case=case).count() for model in TABLES)


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    Inspection.objects.filter(case=case).update(reason="", scope="", words="")
    InspectionLine.objects.filter(case=case).update(words="")
    LineResult.objects.filter(case=case).update(words="", told_by="")
    InspectionFinding.objects.filter(case=case).update(words="", reason="")
    FindingAnswer.objects.filter(case=case).update(words="")
    RectificationReport.objects.filter(case=case).update(measures=[], reason="")
    return count


HOLDER = Holder("inspections", quarantine=_count, release=_count, erase=_erase)
