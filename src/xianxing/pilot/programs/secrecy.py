"""What a stop for secrecy does to tokens for a project: none is good, and erasing takes them away."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.programs.models import ProjectToken


def _count(case: Case, at: datetime) -> int:
    del at
    return ProjectToken.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    ProjectToken.objects.filter(case=case).delete()
    return count


HOLDER = Holder("programs", quarantine=_count, release=_count, erase=_erase)
