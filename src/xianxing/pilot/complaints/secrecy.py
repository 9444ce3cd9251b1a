"""What a stop for secrecy does to complaints: none about the case is read, and erasing takes all words."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintFile


def _none(case: Case, at: datetime) -> int:
    """Bytes lie in the rows themselves, which nobody reads while the case is stopped."""
    del case, at
    return 0


def _erase(case: Case, at: datetime) -> int:
    del at
    # The complaint first: while its words stay, the database keeps those of its acts and its file.
    Complaint.objects.filter(about=case).update(sealed=b"", identity=b"")
    ComplaintAct.objects.filter(complaint__about=case).update(sealed=b"")
    return ComplaintFile.objects.filter(complaint__about=case).update(sealed=b"")


HOLDER = Holder("complaints", quarantine=_none, release=_none, erase=_erase)
