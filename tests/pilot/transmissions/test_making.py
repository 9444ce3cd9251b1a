"""A package holds what CSRC must have, under a signed list; one that lacks anything is refused."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.utils.translation import override

from tests.pilot.acts.courses import a_core_office, of_the_panel, reported, selected
from tests.pilot.acts.staff import Office
from tests.pilot.cast import Cast
from tests.pilot.transmissions.sending import checked, number_letter, opened, packed
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.cases.domain import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.models import MaterialVersion, StoredFile
from xianxing.pilot.filings.storage import vault
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.transmissions.domain.making import Incomplete, make_package
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.pilot.transmissions.permissions import package_to_read
from xianxing.procedure.events import ON_RECORD
from xianxing.record import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(package_sent: TransmissionPackage) -> TransmissionPackage:
    """The project is selected, and its package went out."""
    return package_sent


def test_it_holds_letter_form_files_and_what_was_done(office: Office, sent: TransmissionPackage) -> None:
    names = [one["name"] for one in sent.contents]
    folders = {name.partition("/")[0] for name in names}
    assert folders == {"1-报送函", "2-申报表", "3-材料", "4-办理情况"}
    assert [name.rpartition(".")[2] for name in names if name.startswith("1-")] == ["pdf", "docx"]
    assert len([name for name in names if name.startswith("2-") and name.endswith(".pdf")]) == 3
    held = {file["sha256"] for file in sent.contents if file["part"] == "materials"}
    listed = StoredFile.objects.filter(versions__material__filing=office.company.filing)
    assert held == set(listed.values_list("sha256", flat=True))
    archive = opened(sent)
    assert set(names) < set(archive.namelist())
    body = office.company.body
    assert archive.read(f"2-申报表/{body.digest}.json") == bytes(body.canonical)


def test_the_verifier_finds_nothing_wrong_and_names_what_is_done_to_it(
    sent: TransmissionPackage, tmp_path: Path
) -> None:
    folder = tmp_path / "package"
    report = checked(sent, folder)
    assert report.problems == []
    assert f"材料包 package: {sent.number}" in report.facts
    assert f"摘要 digest: {sent.digest}" in report.facts
    (folder / sent.contents[0]["name"]).write_bytes(b"another letter")
    (folder / sent.contents[1]["name"]).unlink()
    (folder / "又一份.pdf").write_bytes(b"x")
    problems = {one.file: one.zh for one in verify.check_dossier(folder).problems}
    assert problems == {
        sent.contents[0]["name"]: "内容被改动",
        sent.contents[1]["name"]: "缺少文件",
        "又一份.pdf": "清单里没有这个文件",
    }


def test_who_made_it_and_when_stands_in_the_record(office: Office, sent: TransmissionPackage) -> None:
    event = Event.objects.filter(case=sent.case).latest("sequence")
    assert (event.step, event.role) == (ON_RECORD, "secretariat")
    said = bytes(event.payload.body).decode()
    assert str(sent.pk) in said
    assert sent.digest in said
    assert list(case_faults([Case.objects.get(pk=sent.case_id)])) == []
    assert hashlib.sha256(opened(sent).read("manifest.txt")).hexdigest() == sent.digest


def test_every_package_has_a_number_of_its_own(office: Office, sent: TransmissionPackage) -> None:
    again = packed(office, by=office.fang)
    assert (sent.number[-3:], again.number[-3:]) == ("-P1", "-P2")
    assert again.number[:-1] == sent.number[:-1]


def test_nobody_learns_from_it_who_gives_opinions_nor_what_they_say(
    office: Office, sent: TransmissionPackage
) -> None:
    archive = opened(sent)
    course = docx.Document(BytesIO(archive.read("4-办理情况/办理情况.docx")))
    text = "\n".join(paragraph.text for paragraph in course.paragraphs)
    assert "研究同意入选" in text
    assert "会同市有关部门作出附加评价" in text
    for name in archive.namelist():
        if name.startswith("4-") and name.endswith(".pdf"):
            pages = pypdfium2.PdfDocument(archive.read(name))
            text += "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    for secret in ("技术路线可行", "专家提出意见", "聘请专家", "回避", office.xu.name):
        assert secret not in text


def test_what_is_missing_is_listed_all_at_once(office: Office) -> None:
    selected(office)
    upload = MaterialVersion.objects.filter(material__filing=office.company.filing).earliest("pk")
    name = upload.material.file_name.rpartition("/")[2]
    upload.delete()
    with pytest.raises(Incomplete) as refusal, override("zh-hans"):
        packed(office)
    assert len(refusal.value.missing) == 2
    assert "发文字号" in refusal.value.missing[0]
    assert name in refusal.value.missing[1]
    assert "；" in refusal.value.message
    assert not TransmissionPackage.objects.exists()


def test_a_file_whose_bytes_are_gone_from_the_disk_is_missing(office: Office) -> None:
    selected(office)
    number_letter(office)
    held = StoredFile.objects.filter(versions__material__filing=office.company.filing).earliest("pk")
    vault._path(held.name).unlink()
    with pytest.raises(Incomplete) as refusal:
        packed(office)
    assert len(refusal.value.missing) == 1


def test_none_is_made_where_csrc_isnt_to_act(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        packed(office)
    assert refusal.value.code == "stage"


def test_only_the_secretariat_and_the_head_make_one(office: Office) -> None:
    selected(office)
    number_letter(office)
    for other in (office.ren, office.bai, office.company.cast.zhou, office.xu):
        with pytest.raises(Refused) as refusal:
            packed(office, by=other)
        assert refusal.value.code == "role"


def test_a_case_that_moved_on_is_looked_at_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    selected(office)
    number_letter(office)
    seen = office.sequence
    office.do("open_hearing", office.tang, reason="材料存疑")
    kept = set(vault._folder("incoming").iterdir())
    with pytest.raises(Moved):
        make_package(case=office.company.filing.pk, sequence=seen, by=office.wen, at=office.company.later())
    assert set(vault._folder("incoming").iterdir()) == kept
    assert not TransmissionPackage.objects.exists()


def test_a_core_institutions_case_goes_out_before_it_is_recognised(cast: Cast) -> None:
    office = a_core_office(cast)
    reported(office)
    number_letter(office, "report_to_bureau")
    made = packed(office, by=office.fang)
    assert made.state == "awaiting_recognition"
    assert [one["name"] for one in made.contents if "核心" in one["name"] or "报送" in one["name"]]


def test_csrc_and_the_group_read_it_and_nobody_else(office: Office, sent: TransmissionPackage) -> None:
    at = office.company.at
    for reader in (office.wen, office.fang, office.ren, office.bai, of_the_panel()):
        assert package_to_read(sent.number, reader, at=at) == sent
    for other in (office.company.cast.zhou, office.xu, office.company.cast.mo, office.company.cast.sun):
        with pytest.raises(Stranger):
            package_to_read(sent.number, other, at=at)


def test_a_stopped_case_gives_out_no_package_and_erasing_takes_its_bytes(
    office: Office, sent: TransmissionPackage
) -> None:
    case = Case.objects.get(pk=sent.case_id)
    stop_for_secrecy(case=case, by=office.wen, ground="疑似涉密", at=office.company.later())
    for reader in (office.wen, office.bai):
        with pytest.raises(Stranger):
            package_to_read(sent.number, reader, at=office.company.at)
    report_secret(case=case, by=office.wen, to="保密行政管理部门", reference="1", at=office.company.later())
    erase_secret(case=case, sequences=[], by=office.company.cast.li, reason="涉密", at=office.company.later())
    sent.refresh_from_db()
    assert sent.contents == []
    assert sent.file.erased_at is not None
    assert not bytes(sent.file.wrapped_key), "without its key nobody opens what may lie in a backup"
    assert list(case_faults([Case.objects.get(pk=sent.case_id)])) == []
