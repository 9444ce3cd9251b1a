"""What a stop for secrecy does to opinions: nobody reads them, and erasing takes their words for good."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.experts.models import Opinion, OpinionDraft, Overruling, RevealedOpinion


def _count(case: Case, at: datetime) -> int:
    del at
    return Opinion.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    OpinionDraft.objects.filter(case=case).delete()
    Opinion.objects.filter(case=case).update(sealed=b"")
    RevealedOpinion.objects.filter(opinion__case=case).update(text={}, salt="")
    Overruling.objects.filter(case=case).update(conflicts=[], reason="")
    return count


HOLDER = Holder("experts", quarantine=_count, release=_count, erase=_erase)
