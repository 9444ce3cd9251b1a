"""Files whose bytes are others, and rows rewritten under a dossier that is to be made of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings as site
from pytest_django.fixtures import Settings

from tests.adversary.attacks import for_a_moment, said_of_everything, without_triggers
from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company, a_company
from xianxing.pilot.cases.domain import export_dossier
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.models import Attestation, Body, StoredFile
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.storage.contents import file_faults
from xianxing.record import RecordError

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def company(cast: Cast, settings: Settings, tmp_path: Path) -> Company:
    """A filing that was frozen, under keys and files of this test's own."""
    settings.XIANXING_KEYS = tmp_path / "keys"
    settings.XIANXING_FILES = tmp_path / "files"
    made = a_company(cast)
    made.freeze()
    return made


def place_of(stored: StoredFile) -> Path:
    return Path(site.XIANXING_FILES) / "objects" / stored.name[:2] / stored.name


def two() -> tuple[StoredFile, StoredFile]:
    first, second = StoredFile.objects.order_by("pk")[:2]
    return first, second


def test_bytes_swapped_on_the_disk_are_named(company: Company) -> None:
    first, second = two()
    spare = place_of(first).with_suffix(".spare")
    shutil.copyfile(place_of(first), spare)
    shutil.copyfile(place_of(second), place_of(first))
    shutil.copyfile(spare, place_of(second))
    assert {fault.split(",")[0] for fault in file_faults()} == {
        f"filings_storedfile {first.pk}", f"filings_storedfile {second.pk}",
    }  # fmt: skip


def test_bytes_spoilt_or_gone_are_named(company: Company) -> None:
    first, second = two()
    whole = place_of(first).read_bytes()
    place_of(first).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    place_of(second).unlink()
    assert len(file_faults()) == 2


def test_two_rows_that_changed_their_files_are_named(company: Company) -> None:
    """Names, keys, digests and sizes swapped: each row opens, and is another file than was frozen."""
    first, second = two()
    columns = ("name", "key_id", "wrapped_key", "sha256", "size")
    without_triggers()
    kept = {column: getattr(first, column) for column in columns}
    other = {column: getattr(second, column) for column in columns}
    StoredFile.objects.filter(pk=first.pk).update(name="aside")
    StoredFile.objects.filter(pk=second.pk).update(**kept)
    StoredFile.objects.filter(pk=first.pk).update(**other)
    assert b"".join(pieces(StoredFile.objects.get(pk=first.pk)))
    assert file_faults() == []
    words = " ".join(said_of_everything())
    assert f"filings_storedfile {first.pk}, column sha256" in words


def test_no_dossier_is_written_of_a_case_whose_rows_were_rewritten(company: Company, tmp_path: Path) -> None:
    case = Case.objects.get(pk=company.filing.case_id)
    without_triggers()
    with for_a_moment():
        Body.objects.update(canonical=b"{}")
        with pytest.raises(RecordError, match=r"filings_body \d+, column canonical"):
            export_dossier(case=case, folder=tmp_path / "d", at=real_time())
    assert not (tmp_path / "d").exists()
    export_dossier(case=case, folder=tmp_path / "d", at=real_time())


def test_whoever_is_made_to_have_acted_is_named(company: Company) -> None:
    company.review(company.joint, company.tao)
    event = Event.objects.latest("place")
    without_triggers()
    Event.objects.filter(pk=event.pk).update(
        procedural={**event.procedural, "person": str(company.cast.ning.pk)}
    )
    Attestation.objects.update(by=company.cast.ning)
    words = " ".join(said_of_everything())
    assert f"cases_event {event.pk}, column procedural: not who acted" in words
    assert "column by: not what event" in words


def test_a_row_that_no_act_ever_named_is_named(company: Company) -> None:
    company.review(company.joint, company.tao)
    row = Attestation.objects.get()
    row.pk, row.unit, row.by = None, company.lead, company.cast.luo
    row.save(force_insert=True)
    assert any("no event names this row" in fault for fault in said_of_everything())
