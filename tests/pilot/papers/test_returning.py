"""What comes back sealed is kept as it came; of a marked paper only where it lies."""

from __future__ import annotations

import io
from datetime import date

import pytest

from tests.pilot.acts.staff import Office
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.papers.domain.returning import note_secret_paper, return_paper
from xianxing.pilot.papers.models import CasePaper, ReturnedPaper
from xianxing.pilot.papers.permissions import returned_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4 sealed"


@pytest.fixture
def notice(office: Office) -> CasePaper:
    office.do("register_local", office.wen)
    office.do("request_correction", office.wen, reason="请补签")
    return CasePaper.objects.get(kind="correction_notice")


def bring(office: Office, paper: CasePaper, name: str, content: bytes, by: User) -> ReturnedPaper:
    return return_paper(
        paper=paper.public_id, name=name, content=io.BytesIO(content), by=by, at=office.company.later()
    )


def test_a_sealed_scan_is_kept_as_it_came_and_read_by_whom_it_is_for(
    office: Office, notice: CasePaper
) -> None:
    kept = bring(office, notice, "盖章件.pdf", SCAN, office.wen)
    cast = office.company.cast
    for reader in (office.fang, office.ren, cast.zhou):
        found = returned_to_read(kept.pk, reader, at=office.company.at)
        assert found.file is not None
        assert b"".join(pieces(found.file)) == SCAN
    for other in (cast.mo, office.bai):  # the case hasn't come to CSRC yet
        with pytest.raises(Stranger):
            returned_to_read(kept.pk, other, at=office.company.at)


def test_an_ofd_file_is_taken_and_others_are_not(office: Office, notice: CasePaper) -> None:
    bring(office, notice, "盖章件.ofd", b"PK\x03\x04 ofd", office.wen)
    before = StoredFile.objects.count()
    for name, content in (
        ("a.docx", b"PK\x03\x04 docx"),
        ("a.ofd", b"MZ"),
        ("a.txt", b"text"),
        ("a.pdf", b""),
    ):
        with pytest.raises(Refused, match="PDF"):
            bring(office, notice, name, content, office.wen)
    assert StoredFile.objects.count() == before


def test_only_the_secretariat_brings_it_back(office: Office, notice: CasePaper) -> None:
    for other in (office.fang, office.company.cast.zhou, office.company.cast.mo):
        with pytest.raises((Refused, Stranger)):
            bring(office, notice, "a.pdf", SCAN, other)
    assert not ReturnedPaper.objects.exists()


def note(office: Office, paper: CasePaper, **said: str) -> ReturnedPaper:
    words = {"secrecy": "secret", "number": "某局函〔2024〕5号", "organ": "某局", "kept_at": "机要室", **said}
    return note_secret_paper(
        paper=paper.public_id, dated=date(2024, 1, 18), by=office.wen, at=office.company.later(), **words
    )


def test_of_a_marked_paper_only_its_place_is_noted(office: Office, notice: CasePaper) -> None:
    kept = note(office, notice)
    assert (kept.file, kept.organ, kept.kept_at, kept.dated) == (None, "某局", "机要室", date(2024, 1, 18))
    with pytest.raises(Stranger):
        returned_to_read(kept.pk, office.wen, at=office.company.at)


@pytest.mark.parametrize(
    "said", [{"secrecy": "none"}, {"secrecy": "x"}, {"organ": " "}, {"kept_at": ""}, {"number": "5"}]
)
def test_a_note_needs_level_number_organ_and_place(
    office: Office, notice: CasePaper, said: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        note(office, notice, **said)
    assert not ReturnedPaper.objects.exists()
