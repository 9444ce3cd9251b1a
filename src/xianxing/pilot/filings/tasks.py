"""What is done for filings in the background, by `xianxing worker`."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.clock import now
from xianxing.pilot.filings.check.findings import checked
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.files.reading import read_pending
from xianxing.pilot.filings.models import Filing


@task()
def read_files(case: str) -> None:
    """Read what nobody has read of a filing's files, pictures by OCR too, and have the findings ready.

    Twice does nothing more. A filing that is gone or stopped by then is no fault. Nothing waits for it: until
    then findings say what is pending.
    """
    rows = Filing.objects.select_related("case__call").exclude(case__in=stopped_cases())
    filing = rows.filter(pk=UUID(case)).first()
    if filing is not None:
        read_pending(filing=filing, at=now())
        checked(load_form(filing), at=now())


def ask_to_read(filing: Filing) -> None:
    """Queue the reading of a filing's files within the caller's transaction."""
    read_files.enqueue(str(filing.pk))
