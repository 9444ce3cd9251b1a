"""What a stop for secrecy does to support and contributions: nothing is shown, erasing takes the words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.incentives.models import SupportStep, TalentContribution


def _count(case: Case, at: datetime) -> int:
    del at
    held = SupportStep.objects.filter(case=case).count()
    return held + TalentContribution.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    SupportStep.objects.filter(case=case).update(findings=[], words="", organ="", document="", evidence=[])
    TalentContribution.objects.filter(case=case).delete()
    return count


HOLDER = Holder("incentives", quarantine=_count, release=_count, erase=_erase)
