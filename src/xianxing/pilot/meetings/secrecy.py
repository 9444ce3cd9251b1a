"""What a stop for secrecy does to meetings: erasing empties what was said there of the case."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.meetings.models import AgendaItem, MeetingRecusal


def _none(case: Case, at: datetime) -> int:
    """No file is kept here, so none is put aside or given back."""
    del case, at
    return 0


def _erase(case: Case, at: datetime) -> int:
    """The resolution's words and the reasons of recusals; the minutes go with the evidence of acts."""
    del at
    AgendaItem.objects.filter(case=case).update(words="")
    MeetingRecusal.objects.filter(item__case=case).update(reason="")
    return 0


HOLDER = Holder("meetings", quarantine=_none, release=_none, erase=_erase)
