"""What a stop for secrecy does to volumes: nobody gets one; erasing takes words, receipts, packages."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.archive.models import ArchiveReceipt, ArchiveVolume
from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.storage import vault


def _count(case: Case, at: datetime) -> int:
    del at
    return ArchiveVolume.objects.filter(case=case).count()


def _erase(case: Case, at: datetime) -> int:
    kept = ArchiveVolume.objects.filter(case=case, package__erased_at__isnull=True, package__isnull=False)
    for volume in kept.select_related("package"):
        if volume.package is not None:
            vault.erase(volume.package, at=at)
    ArchiveReceipt.objects.filter(volume__case=case).update(organ="", document="", evidence=[], reason="")
    return ArchiveVolume.objects.filter(case=case).update(
        retention_reason="", originals="", note="", catalogue=[], reason=""
    )


HOLDER = Holder("archive", quarantine=_count, release=_count, erase=_erase)
