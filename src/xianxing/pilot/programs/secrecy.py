"""What a stop for secrecy does to tokens and webhooks of a project: none is good, erasing takes them away."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.programs.models import ProjectToken, Webhook


def _count(case: Case, at: datetime) -> int:
    del at
    return sum(model.objects.filter(case=case).count() for model in (ProjectToken, Webhook))


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    for model in (ProjectToken, Webhook):
        model.objects.filter(case=case).delete()
    return count


HOLDER = Holder("programs", quarantine=_count, release=_count, erase=_erase)
