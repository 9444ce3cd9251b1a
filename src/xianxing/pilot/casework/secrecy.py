"""What a stop for secrecy does to the working group's lists: erasing empties every word in them."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.casework.models import (
    CorrectionItem,
    Correspondence,
    FormalityItem,
    HandOver,
    Resolution,
    ResolutionCase,
    RiskNote,
)


def _none(case: Case, at: datetime) -> int:
    """No file is kept here, so none is put aside or given back."""
    del case, at
    return 0


def _erase(case: Case, at: datetime) -> int:
    del at
    FormalityItem.objects.filter(body__filing__case=case).delete()
    CorrectionItem.objects.filter(case=case).update(words="", remedy="", answer="")
    RiskNote.objects.filter(body__filing__case=case).delete()
    ResolutionCase.objects.filter(case=case).update(problem="")
    Resolution.objects.filter(cases__case=case).update(entry={})
    Correspondence.objects.filter(case=case).update(sender="", words="", strike_reason="")
    HandOver.objects.filter(cases__case=case).update(words="")
    return 0


HOLDER = Holder("casework", quarantine=_none, release=_none, erase=_erase)
