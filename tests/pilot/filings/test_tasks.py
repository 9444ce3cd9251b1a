"""Files are read in the background: asked for with the upload, done by the worker, and never twice."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from tests.pilot.cast import EARLY, NOON, Cast, assemble
from tests.pilot.database import a_call
from tests.pilot.filings.scene import a_draft
from xianxing.cli.worker import Turns
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.clock import now
from xianxing.pilot.filings.check.findings import current_findings
from xianxing.pilot.filings.files.materials import add_file
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Filing, ReadDocument
from xianxing.pilot.filings.tasks import read_files
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.both_databases

REPORT = Path(__file__).parents[3] / "examples" / "related-party-tool" / "投资者保护方案.docx"


def upload(cast: Cast, filing: Filing, data: bytes) -> None:
    add_file(
        filing=filing, unit=filing.units.get(lead=True), kind="investor_protection_plan",
        stream=io.BytesIO(data), name=REPORT.name, size=len(data), by=cast.zhou, at=NOON,
    )  # fmt: skip


@pytest.mark.usefixtures("own_base")
def test_an_upload_is_read_by_the_workers_next_turn() -> None:
    cast = assemble()
    filing = a_draft(cast)
    upload(cast, filing, REPORT.read_bytes())
    assert current_findings(filing, by=cast.zhou, at=NOON).pending == (REPORT.name,)
    Turns().tasks()
    assert current_findings(filing, by=cast.zhou, at=NOON).pending == ()
    assert not DBTaskResult.objects.ready().exists()
    assert not DBTaskResult.objects.failed().exists()


def test_findings_are_ready_once_files_were_read(cast: Cast) -> None:
    filing = a_draft(cast)
    upload(cast, filing, REPORT.read_bytes())
    read_files.call(str(filing.pk))
    kept = filing.check_results.get()
    assert not kept.ocr_pending
    assert current_findings(filing, by=cast.zhou, at=now()).computed_at == kept.computed_at


def test_a_filing_stopped_for_secrecy_is_not_read(cast: Cast) -> None:
    filing = a_draft(cast)
    upload(cast, filing, REPORT.read_bytes())
    stop_for_secrecy(case=filing.case, by=cast.li, ground="申报内容涉密", at=NOON)
    read_files.call(str(filing.pk))
    assert not ReadDocument.objects.exists()
    assert not filing.check_results.exists()


def test_a_refused_upload_asks_for_nothing(cast: Cast) -> None:
    filing = a_draft(cast)
    with pytest.raises(Refusal):
        upload(cast, filing, b"MZ" + b"\x00" * 400)
    assert not DBTaskResult.objects.exists()


def test_a_folder_taken_in_is_asked_for_once_whatever_the_number_of_files(cast: Cast) -> None:
    import_folder(call=a_call(cast.wen), path=REPORT.parent, by=cast.zhou, at=EARLY.replace(month=12))
    assert DBTaskResult.objects.ready().count() == 1


def test_reading_twice_reads_once_and_a_filing_that_is_gone_is_no_fault(cast: Cast) -> None:
    filing = a_draft(cast)
    upload(cast, filing, REPORT.read_bytes())
    read_files.call(str(filing.pk))
    first = ReadDocument.objects.get()
    read_files.call(str(filing.pk))
    assert ReadDocument.objects.get().pk == first.pk
    read_files.call("00000000-0000-0000-0000-000000000000")
