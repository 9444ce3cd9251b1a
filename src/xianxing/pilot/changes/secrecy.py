"""What a stop for secrecy does to changes: nothing is shown, and erasing takes the words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.changes.models import TrialChange


def _count(case: Case, at: datetime) -> int:
    del at
    return TrialChange.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    TrialChange.objects.filter(case=case).update(what="", why="", reason="")
    return count


HOLDER = Holder("changes", quarantine=_count, release=_count, erase=_erase)
