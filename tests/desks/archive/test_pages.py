"""The archive's pages: prepared, checked by another, received; what was typed stays, strangers stay out."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories.archive import accepted, finished, prepared
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import LETTER, Office
from xianxing.pilot.archive.models import ArchiveReceipt, ArchiveVolume, ReceiptState, VolumeState
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/archive/{rest}"


def body(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("接收凭据.pdf", LETTER, content_type="application/pdf")


def test_a_case_that_goes_on_has_no_form_and_no_link(office: Office) -> None:
    client = enters(office, office.wen)
    text = body(client.get(url(office)))
    assert "本案尚未办结" in text
    assert 'name="originals"' not in text
    assert "/archive/" not in body(client.get(f"/cases/{office.company.filing.pk}/")).partition("<main")[2]


def test_a_volume_goes_from_preparation_to_the_confirmed_receipt(office: Office) -> None:
    finished(office)
    wen = enters(office, office.wen)
    assert url(office) in body(wen.get(f"/cases/{office.company.filing.pk}/"))
    page = body(wen.get(url(office)))
    assert 'value="permanent" checked' in page
    assert "条文未核对原件" in page
    refused = wen.post(url(office), {"retention": "permanent", "originals": "一号库房", "note": " "})
    assert (refused.status_code, "一号库房" in body(refused)) == (422, True)
    said = {"retention": "permanent", "originals": "一号库房3柜", "note": "完整。"}
    assert wen.post(url(office), said).status_code == 302
    page = body(wen.get(url(office)))
    assert "办理过程记录" in page
    assert 'value="accept"' not in page
    own = wen.post(url(office, "1/check/"), with_code(office.wen, act="accept"))
    assert (own.status_code, "立卷人与检查人不得为同一人" in body(own)) == (422, True)

    tang = enters(office, office.tang)
    bare = tang.post(url(office, "1/check/"), {"act": "return", "reason": "缺盒号"})
    assert (bare.status_code, "缺盒号" in body(bare)) == (422, True)
    assert tang.post(url(office, "1/check/"), with_code(office.tang, act="accept")).status_code == 302
    volume = ArchiveVolume.objects.get()
    assert volume.state == VolumeState.CHECKED
    given = b"".join(tang.get(url(office, "1/package.zip")).streaming_content)  # type: ignore[attr-defined]
    assert "000-卷内目录.pdf" in zipfile.ZipFile(io.BytesIO(given)).namelist()
    assert volume.digest in body(tang.get(url(office)))

    wen = enters(office, office.wen)
    nothing = wen.post(url(office, "1/receipt/"), {"organ": "某档案馆", "document": "接1号"})
    assert (nothing.status_code, "某档案馆" in body(nothing)) == (422, True)
    day = day_of(office.company.at).isoformat()
    sent = {"organ": "某档案馆", "document": "接1号", "received_on": day, "file": scan()}
    assert wen.post(url(office, "1/receipt/"), sent).status_code == 302
    assert "由他人对照扫描件确认" in body(wen.get(url(office)))
    tang = enters(office, office.tang)
    bare = tang.post(url(office, "1/confirm/"), {"act": "reject", "reason": ""})
    assert bare.status_code == 422
    assert tang.post(url(office, "1/confirm/"), {"act": "confirm"}).status_code == 302
    assert ArchiveReceipt.objects.get().state == ReceiptState.CONFIRMED
    assert "档案机构已接收" in body(tang.get("/desk/archive/"))


def test_a_returned_volume_shows_the_reason(office: Office) -> None:
    finished(office)
    prepared(office)
    tang = enters(office, office.tang)
    sent = with_code(office.tang, act="return", reason="缺盒号")
    assert tang.post(url(office, "1/check/"), sent).status_code == 302
    text = body(enters(office, office.wen).get(url(office)))
    assert "缺盒号" in text
    assert 'name="originals"' in text


def test_the_list_of_a_batch_is_a_page_and_a_pdf(office: Office) -> None:
    call = office.company.filing.case.call
    client = enters(office, office.wen)
    assert "尚无办结的案件" in body(client.get("/desk/archive/"))
    finished(office)
    assert "未立卷" in body(client.get("/desk/archive/"))
    accepted(office, prepared(office))
    assert "待接收凭据" in body(client.get("/desk/archive/"))
    answer = client.get(f"/desk/archive/{call.pk}/catalogue.pdf")
    page = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert page.startswith(b"%PDF-")
    assert b"<pdfaid:part>2</pdfaid:part>" in page
    assert client.get("/desk/archive/999/catalogue.pdf").status_code == 404


def test_strangers_find_no_archive(office: Office) -> None:
    finished(office)
    accepted(office, prepared(office))
    for user in (office.company.he, office.bai, office.xu):
        client = enters(office, user)
        for rest in ("", "1/package.zip"):
            assert client.get(url(office, rest)).status_code in (403, 404), (user.name, rest)
        assert client.post(url(office, "1/confirm/"), {"act": "confirm"}).status_code in (403, 404)
    assert enters(office, office.wen).get(url(office, "2/package.zip")).status_code == 404
