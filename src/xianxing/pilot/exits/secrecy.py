"""What a stop for secrecy does to an exit: nothing is shown, and erasing takes figures and words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.exits.models import ExitAssessment, MeasureProof, ReferralOutcome


def _count(case: Case, at: datetime) -> int:
    del at
    return sum(
        model.objects.filter(case=case).count() for model in (ExitAssessment, MeasureProof, ReferralOutcome)
    )


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    ExitAssessment.objects.filter(case=case).update(figures=[], judgement="")
    MeasureProof.objects.filter(case=case).update(words="", evidence=[], reason="")
    ReferralOutcome.objects.filter(case=case).update(organ="", document="", words="", evidence=[])
    return count


HOLDER = Holder("exits", quarantine=_count, release=_count, erase=_erase)
