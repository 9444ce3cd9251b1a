"""What a stop for secrecy does to monitoring: nothing is shown, and erasing takes figures and words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.supervision.models import (
    AlarmAnswer,
    CommitmentSignature,
    CommitmentStanding,
    IndicatorPlan,
    MonitoringState,
    ValueBatch,
)


def _count(case: Case, at: datetime) -> int:
    del at
    bound = (IndicatorPlan, CommitmentSignature, ValueBatch, AlarmAnswer)
    return sum(model.objects.filter(case=case).count() for model in bound)


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    IndicatorPlan.objects.filter(case=case).update(lines=[], reason="")
    CommitmentSignature.objects.filter(case=case).update(items=[], digest="")
    ValueBatch.objects.filter(case=case).update(values=[], reason="")
    AlarmAnswer.objects.filter(case=case).update(words="")
    MonitoringState.objects.filter(case=case).delete()
    CommitmentStanding.objects.filter(case=case).delete()
    return count


HOLDER = Holder("supervision", quarantine=_count, release=_count, erase=_erase)
