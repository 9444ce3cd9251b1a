"""What a stop for secrecy does to evidence: it is given out no more, and erasing takes bytes and names."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.acts.models import Evidence, PendingAct
from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.storage import vault


def _count(case: Case, at: datetime) -> int:
    del at
    return Evidence.objects.filter(case=case, file__erased_at__isnull=True).count()


def _erase(case: Case, at: datetime) -> int:
    kept = list(Evidence.objects.filter(case=case, file__erased_at__isnull=True).select_related("file"))
    for evidence in kept:
        vault.erase(evidence.file, at=at)
    Evidence.objects.filter(case=case).update(name="")
    PendingAct.objects.filter(case=case).update(entry={}, reason="")
    return len(kept)


HOLDER = Holder("acts", quarantine=_count, release=_count, erase=_erase)
