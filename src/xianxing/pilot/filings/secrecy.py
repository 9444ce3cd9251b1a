"""What a stop for secrecy does to a filing: nobody reads it, and erasing leaves no text or file.

While a case is stopped, `access.readable_filings` and the desk leave it out, so that neither page nor
verb finds it; nothing has to be moved. Erasing can't be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.models import (
    Attestation,
    Body,
    Cell,
    CellVersion,
    CheckResult,
    Comment,
    Explanation,
    FiledFindings,
    Mask,
    Material,
    MaterialVersion,
    PublicCell,
    Question,
    SheetVersion,
    StoredFile,
    Submission,
    WordProposal,
)
from xianxing.pilot.filings.storage import vault
from xianxing.pilot.protection.namings import NamedRow


def count_files(case: Case, at: datetime) -> int:
    """How many files a stop puts aside, or its lifting gives back."""
    del at
    return _files(case).count()


def erase_everything(case: Case, at: datetime) -> int:
    """Erase the bytes and keys of all files, and every text of the filing; returns how many files went.

    A file that other filings share is gone there too: it is the same secret. Digests stay.
    """
    files = list(_files(case))
    for stored in files:
        vault.erase(stored, at=at)
    if not case.sequence:
        _tell_others(case, files, at)
    of_filing = Q(filing__case=case)
    CellVersion.objects.filter(cell__filing__case=case).update(value=None)
    Cell.objects.filter(of_filing).update(value=None)
    PublicCell.objects.filter(of_filing).update(value=None)
    Comment.objects.filter(of_filing).update(text="")
    Explanation.objects.filter(of_filing).update(text="")
    Question.objects.filter(of_filing).update(
        text="", answer="", general_question="", general_answer="", published_at=None
    )
    Mask.objects.filter(of_filing).update(reason="")
    MaterialVersion.objects.filter(material__filing__case=case).update(name="", note="")
    Material.objects.filter(of_filing).update(
        file_name="", third_party="", signatory="", signatory_title="", translation_of=""
    )
    Attestation.objects.filter(body__filing__case=case).update(opinion="", returned_check={})
    CheckResult.objects.filter(of_filing).delete()
    FiledFindings.objects.filter(case=case).delete()
    SheetVersion.objects.filter(of_filing).delete()
    WordProposal.objects.filter(of_filing).delete()
    Body.objects.filter(of_filing).update(canonical=b"")
    transaction.on_commit(leave_no_pages)
    return len(files)


def _tell_others(case: Case, files: Sequence[StoredFile], at: datetime) -> None:
    """A draft never frozen has no event to say what went; the cases that had the same files say it."""
    uploads = MaterialVersion.objects.filter(file__in=files).select_related("file")
    for other in Case.objects.filter(filing__materials__versions__in=uploads).exclude(pk=case.pk).distinct():
        had = {row.file_id: row.file for row in uploads.filter(material__filing=other.pk).order_by("pk")}
        named = [NamedRow(stored, ("erased_at",)) for stored in had.values()]
        put_on_record(case=other, rests_on=named, role="", person="", clause="", at=at)


def leave_no_pages() -> None:
    """Have SQLite cut its write-ahead log, where former pages stand; the file overwrites what it frees.

    PostgreSQL's dead rows go with its next vacuum; its archived logs are backups.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _files(case: Case) -> QuerySet[StoredFile]:
    returned = Attestation.objects.filter(body__filing__case=case).values("returned")
    evidence = Submission.objects.filter(body__filing__case=case).values("evidence")
    uploads = MaterialVersion.objects.filter(material__filing__case=case).values("file")
    of_case = Q(pk__in=uploads) | Q(pk__in=returned) | Q(pk__in=evidence)
    return StoredFile.objects.filter(of_case, erased_at__isnull=True)


HOLDER = Holder("filings", quarantine=count_files, release=count_files, erase=erase_everything)
