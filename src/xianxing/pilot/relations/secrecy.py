"""What a stop for secrecy does here: pages leave the case out, erasing takes its things and its sketch."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.relations.domain.keeping import drop_relations


def _none(case: Case, at: datetime) -> int:
    """No file is kept here, so none is put aside or given back."""
    del case, at
    return 0


def _erase(case: Case, at: datetime) -> int:
    del at
    drop_relations(case.pk)
    return 0


HOLDER = Holder("relations", quarantine=_none, release=_none, erase=_erase)
