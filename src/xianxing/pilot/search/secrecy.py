"""What a stop for secrecy does to the index: pages leave the case out, erasing takes its words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.search.domain.keeping import drop_texts


def _none(case: Case, at: datetime) -> int:
    """No file is kept here, so none is put aside or given back."""
    del case, at
    return 0


def _erase(case: Case, at: datetime) -> int:
    del at
    drop_texts(case.pk)
    return 0


HOLDER = Holder("search", quarantine=_none, release=_none, erase=_erase)
