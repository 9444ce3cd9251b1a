"""What a stop for secrecy does to papers: nobody reads them, and erasing takes words and files."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.storage import vault
from xianxing.pilot.papers.models import CasePaper, ReturnedPaper


def _count(case: Case, at: datetime) -> int:
    del at
    return ReturnedPaper.objects.filter(paper__case=case, file__erased_at__isnull=True).count()


def _erase(case: Case, at: datetime) -> int:
    kept = ReturnedPaper.objects.filter(paper__case=case, file__erased_at__isnull=True, file__isnull=False)
    files = [returned.file for returned in kept.select_related("file") if returned.file]
    for stored in files:
        vault.erase(stored, at=at)
    ReturnedPaper.objects.filter(paper__case=case).update(name="", number="", organ="", kept_at="")
    CasePaper.objects.filter(case=case).update(content={})
    return len(files)


HOLDER = Holder("papers", quarantine=_count, release=_count, erase=_erase)
