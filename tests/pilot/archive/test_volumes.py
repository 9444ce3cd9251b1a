"""A finished case becomes a volume: catalogued, checked by another person, packed under a signed list."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests.factories.archive import accepted, finished, prepared
from tests.factories.exits import done
from tests.factories.pdfa import pdfa_faults
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.archive.domain.checking import return_volume
from xianxing.pilot.archive.models import ArchiveVolume, VolumeState
from xianxing.pilot.archive.practice import practice
from xianxing.pilot.archive.queries import finished_cases, volumes_of
from xianxing.pilot.archive.secrecy import HOLDER
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.messages.models import Message
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.record.verifier.checker import PACKAGE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def zip_of(volume: ArchiveVolume) -> zipfile.ZipFile:
    assert volume.package is not None
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces(volume.package))))


def refused(office: Office, **said: object) -> str:
    before = ArchiveVolume.objects.count()
    with pytest.raises(Refused) as found:
        prepared(office, **said)  # type: ignore[arg-type]
    assert ArchiveVolume.objects.count() == before
    return found.value.code


def test_a_case_that_goes_on_is_not_archived(on_trial: Office) -> None:
    assert refused(on_trial) == "running"


def test_the_catalogue_lists_what_was_filed_the_papers_and_the_record_of_acts(on_trial: Office) -> None:
    finished(on_trial)
    volume = prepared(on_trial)
    titles = [item["title"] for item in volume.catalogue]
    assert titles[-1] == "办理过程记录"
    assert {paper.content["title"] for paper in CasePaper.objects.filter(case=volume.case)} <= set(titles)
    assert any(title.startswith("申报表") for title in titles)
    assert all(item["pages"] >= 1 for item in volume.catalogue if item["form"] == "pdfa")
    assert all(item["pages"] is None for item in volume.catalogue if item["form"] != "pdfa")
    names = [item["file"] for item in volume.catalogue if item["file"]]
    assert len(names) == len(set(names))
    assert (volume.state, list(case_faults())) == (VolumeState.PREPARED, [])


def test_the_checked_package_holds_every_item_by_its_digest_catalogue_and_note(on_trial: Office) -> None:
    finished(on_trial)
    volume = accepted(on_trial, prepared(on_trial))
    with zip_of(volume) as packed:
        for item in volume.catalogue:
            if item["file"]:
                assert hashlib.sha256(packed.read(item["file"])).hexdigest() == item["sha256"]
        manifest = packed.read("manifest.txt")
        assert manifest.decode().startswith(PACKAGE)
        assert hashlib.sha256(manifest).hexdigest() == volume.digest
        own = {"manifest.txt", "keys.json", "verify.py", "README.txt", "000-卷内目录.pdf", "999-备考表.pdf"}
        assert set(packed.namelist()) == own | {item["file"] for item in volume.catalogue if item["file"]}
    last = Event.objects.filter(case=volume.case).latest("place")
    assert (last.role, volume.checked_by, list(case_faults())) == ("secretariat", on_trial.tang, [])


def test_what_is_set_here_has_the_structure_of_pdf_a(on_trial: Office) -> None:
    finished(on_trial)
    volume = accepted(on_trial, prepared(on_trial))
    ours = [item["file"] for item in volume.catalogue if item["form"] == "pdfa"]
    with zip_of(volume) as packed:
        found = {
            name: pdfa_faults(packed.read(name)) for name in (*ours, "000-卷内目录.pdf", "999-备考表.pdf")
        }
    assert not any(found.values()), found
    assert len(found) > 5


def test_an_erasure_takes_words_catalogue_and_package(on_trial: Office) -> None:
    finished(on_trial)
    volume = accepted(on_trial, prepared(on_trial))
    assert HOLDER.erase(volume.case, on_trial.company.later()) == 1
    volume.refresh_from_db()
    assert (volume.catalogue, volume.note, volume.originals) == ([], "", "")
    assert volume.package is not None
    assert volume.package.erased_at is not None
    assert volumes_of(volume.case)[0].digest == volume.digest


def test_nobody_checks_what_he_or_she_prepared(on_trial: Office) -> None:
    finished(on_trial)
    volume = prepared(on_trial)
    with pytest.raises(Refused) as said:
        accepted(on_trial, volume, by=on_trial.wen)
    assert said.value.code == "four-eyes"
    with pytest.raises(Refused) as said:
        accepted(on_trial, volume, by=on_trial.ren)
    assert said.value.code == "role"
    assert accepted(on_trial, volume, by=on_trial.fang).checked_by == on_trial.fang


def test_what_changed_since_the_preparation_is_not_checked(on_trial: Office) -> None:
    finished(on_trial)
    volume = prepared(on_trial)
    done(on_trial, "refer", reason="涉嫌违法", evidence="材料")
    with pytest.raises(Refused) as said:
        accepted(on_trial, volume)
    assert said.value.code == "changed"
    volume.refresh_from_db()
    assert (volume.state, volume.package) == (VolumeState.PREPARED, None)


def test_a_returned_volume_says_why_and_is_prepared_anew(on_trial: Office) -> None:
    finished(on_trial)
    volume = prepared(on_trial)
    assert set(Message.objects.filter(kind="archive_volume").values_list("recipient__name", flat=True)) == {
        on_trial.tang.name
    }
    assert refused(on_trial) == "waits"
    for reason, code in ((" ", "reason"), ("字" * 2_001, "reason")):
        with pytest.raises(Refused) as said:
            return_volume(
                case=volume.case_id, number=1, reason=reason, by=on_trial.tang, step_up=just(on_trial.tang),
                at=on_trial.company.later(),
            )  # fmt: skip
        assert said.value.code == code
    returned = return_volume(
        case=volume.case_id, number=1, reason="缺纸质原件的盒号", by=on_trial.tang,
        step_up=just(on_trial.tang), at=on_trial.company.later(),
    )  # fmt: skip
    assert (returned.state, returned.package) == (VolumeState.RETURNED, None)
    assert Message.objects.get(kind="archive_returned").recipient == on_trial.wen
    assert prepared(on_trial).number == 2
    assert [one.number for one in volumes_of(volume.case)] == [2, 1]


def test_what_is_missing_from_a_volume_is_said(on_trial: Office) -> None:
    finished(on_trial)
    assert refused(on_trial, retention="ever") == "retention"
    assert refused(on_trial, retention="ten") == "retention_reason"
    assert refused(on_trial, originals=" ") == "originals"
    assert refused(on_trial, note="") == "note"
    assert refused(on_trial, note="字" * 2_001) == "note"
    assert refused(on_trial, by=on_trial.fang) == "role"
    with pytest.raises(Moved):
        prepared(on_trial, sequence=1)
    assert prepared(on_trial, retention="ten", reason="无试点价值").retention == "ten"


def test_only_the_group_knows_of_volumes(on_trial: Office) -> None:
    finished(on_trial)
    for person in (on_trial.company.he, on_trial.bai):
        with pytest.raises(Stranger):
            prepared(on_trial, by=person)


def test_a_later_volume_holds_what_was_added_and_the_same_is_not_archived_twice(on_trial: Office) -> None:
    finished(on_trial)
    first = accepted(on_trial, prepared(on_trial))
    assert refused(on_trial) == "same"
    done(on_trial, "refer", reason="涉嫌违法", evidence="材料")
    on_trial.letter(on_trial.wen, "未用.pdf")
    second = prepared(on_trial)
    assert len(second.catalogue) > len(first.catalogue)


def test_a_batch_lists_its_finished_cases_with_the_latest_volume(on_trial: Office) -> None:
    call = on_trial.company.filing.case.call
    assert finished_cases(call) == []
    finished(on_trial)
    assert [one.volume for one in finished_cases(call)] == [None]
    volume = accepted(on_trial, prepared(on_trial))
    (found,) = finished_cases(call)
    assert (found.volume, found.receipt, found.ends) == (volume, None, None)
    assert found.kept == practice().classes["permanent"]


def test_a_term_ends_with_the_year_that_completes_it() -> None:
    classes = practice().classes
    assert classes["ten"].ends(date(2024, 3, 5)) == date(2034, 12, 31)
    assert classes["permanent"].ends(date(2024, 3, 5)) is None


def test_the_database_keeps_a_volume_as_it_was_prepared(on_trial: Office) -> None:
    finished(on_trial)
    volume = prepared(on_trial)
    for change in ({"note": "改写"}, {"catalogue": [1]}, {"originals": "别处"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ArchiveVolume.objects.filter(pk=volume.pk).update(**change)
