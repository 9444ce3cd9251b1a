"""What a stop for secrecy does to packages: nobody gets one, and erasing takes bytes and names of files."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.storage import vault
from xianxing.pilot.transmissions.models import TransmissionPackage


def _count(case: Case, at: datetime) -> int:
    del at
    return TransmissionPackage.objects.filter(case=case, file__erased_at__isnull=True).count()


def _erase(case: Case, at: datetime) -> int:
    kept = TransmissionPackage.objects.filter(case=case, file__erased_at__isnull=True).select_related("file")
    files = [package.file for package in kept]
    for stored in files:
        vault.erase(stored, at=at)
    TransmissionPackage.objects.filter(case=case).update(contents=[])
    return len(files)


HOLDER = Holder("transmissions", quarantine=_count, release=_count, erase=_erase)
