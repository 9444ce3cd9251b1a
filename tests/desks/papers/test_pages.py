"""Papers on pages and as files: for their readers by session or token, 404 to everybody else."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories.logged_in import browser
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company
from xianxing.pilot.papers.models import CasePaper, ReturnedPaper
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.tokens import make_token
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
REASON = "合规评估报告缺少合规负责人签字"


@pytest.fixture
def office(company_filed: Company) -> Office:
    there, cast = an_office(company_filed), company_filed.cast
    for user in (there.wen, there.tang, there.fang, there.bai, there.xu, cast.zhou, cast.ning, cast.mo):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return there


@pytest.fixture
def notice(office: Office) -> CasePaper:
    office.do("register_local", office.wen)
    office.do("request_correction", office.wen, reason=REASON)
    return CasePaper.objects.get(kind="correction_notice")


def page(paper: CasePaper) -> str:
    return f"/papers/{paper.public_id}/"


def file(paper: CasePaper, ending: str = "pdf") -> str:
    return f"/documents/{paper.public_id}.{ending}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_its_readers_get_it_by_session_and_the_same_bytes(office: Office, notice: CasePaper) -> None:
    readers = (office.wen, office.fang, office.tang, office.company.cast.zhou, office.company.cast.ning)
    answers = [browser(user).get(file(notice)) for user in readers]
    assert {answer.status_code for answer in answers} == {200}
    assert len({body(answer) for answer in answers}) == 1
    answer = browser(office.wen).get(file(notice, "docx"))
    assert body(answer)[:2] == b"PK" and "no-store" in answer["Cache-Control"]


def test_everybody_else_hears_that_there_is_none(office: Office, notice: CasePaper) -> None:
    half = Client()
    half.force_login(office.wen)
    others = [Client(), half, browser(office.company.cast.mo), browser(office.xu)]
    for ending in ("pdf", "docx"):
        assert {client.get(file(notice, ending)).status_code for client in others} == {404}
    assert browser(office.wen).get("/documents/999999-receipt.pdf").status_code == 404
    assert browser(office.company.cast.mo).get(page(notice)).status_code == 404


def test_a_token_for_reading_opens_it_and_no_other(office: Office, notice: CasePaper) -> None:
    def answer(user: User, scope: TokenScope) -> int:
        _row, secret = make_token(user=user, name="t", scopes=[scope], days=1, real_now=timezone.now())
        return Client().get(file(notice), headers={"authorization": f"Bearer {secret}"}).status_code

    zhou, mo = office.company.cast.zhou, office.company.cast.mo
    assert answer(zhou, TokenScope.READ) == 200
    assert answer(zhou, TokenScope.ACT) == 404
    assert answer(mo, TokenScope.READ) == 404
    wrong = browser(zhou).get(file(notice), headers={"authorization": "Bearer nonsense"})
    assert wrong.status_code == 404


def test_the_case_lists_its_papers_to_their_readers(office: Office, notice: CasePaper) -> None:
    place = f"/cases/{office.company.filing.pk}/"
    for user in (office.wen, office.company.cast.zhou):
        shown = browser(user).get(place).content.decode()
        assert file(notice) in shown and notice.content["title"] in shown and "文号待编" in shown


def test_a_step_shows_beforehand_what_its_paper_will_say(office: Office) -> None:
    office.do("register_local", office.wen)
    shown = browser(office.wen).get(f"/cases/{office.company.filing.pk}/steps/request_correction/")
    words = shown.content.decode()
    assert "文书内容预览" in words and "〔待定〕" in words and "补正期限为10个工作日" in words
    assert not CasePaper.objects.filter(kind="correction_notice").exists()


def test_a_second_person_reads_the_paper_with_the_reason(office: Office) -> None:
    office.do("register_local", office.wen)
    waits = office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    shown = browser(office.wen).get(f"/cases/pending/{waits.pk}/").content.decode()  # type: ignore[union-attr]
    preview = shown.partition("文书内容预览")[2]
    assert "缺少安全检测报告" in preview


def test_the_secretariat_enters_the_number_on_the_page(office: Office, notice: CasePaper) -> None:
    tang = browser(office.tang)
    refused = tang.post(page(notice), {"enter_number": "1", "number": "五号"})
    assert refused.status_code == 422 and 'value="五号"' in refused.content.decode()
    assert tang.post(page(notice), {"enter_number": "1", "number": "某局函[2024]5号"}).status_code == 302
    shown = tang.get(page(notice)).content.decode()
    assert "某局函〔2024〕5号" in shown and 'name="number"' not in shown
    first = pypdfium2.PdfDocument(io.BytesIO(body(tang.get(file(notice)))))[0]
    assert "某局函〔2024〕5号" in first.get_textpage().get_text_range()


def test_others_see_no_form_and_are_refused(office: Office, notice: CasePaper) -> None:
    for user in (office.fang, office.company.cast.zhou):
        client = browser(user)
        shown = client.get(page(notice)).content.decode()
        assert 'name="number"' not in shown and 'name="secrecy"' not in shown
        client.post(page(notice), {"enter_number": "1", "number": "某局函〔2024〕5号"})
    notice.refresh_from_db()
    assert notice.number == ""


def test_the_sealed_paper_comes_back_and_is_said_to_be_unverified(office: Office, notice: CasePaper) -> None:
    wen = browser(office.wen)
    scan = SimpleUploadedFile("盖章件.pdf", b"%PDF-1.4 sealed")
    assert wen.post(page(notice), {"return": "1", "file": scan}).status_code == 422
    scan.seek(0)
    assert wen.post(page(notice), {"return": "1", "file": scan, "unmarked": "1"}).status_code == 302
    shown = browser(office.company.cast.zhou).get(page(notice)).content.decode()
    assert "印章未经本系统核验" in shown
    found = re.search(r"/papers/returned/\d+/", shown)
    assert found
    assert body(browser(office.company.cast.zhou).get(found[0])) == b"%PDF-1.4 sealed"
    assert browser(office.company.cast.mo).get(found[0]).status_code == 404


def test_of_a_marked_paper_the_place_is_noted(office: Office, notice: CasePaper) -> None:
    said = {
        "note": "1",
        "secrecy": "secret",
        "marked_number": "某局密〔2024〕1号",
        "organ": "某局",
        "kept_at": "机要室",
    }
    wen = browser(office.wen)
    refused = wen.post(page(notice), said)
    assert refused.status_code == 422 and "机要室" in refused.content.decode()
    assert wen.post(page(notice), {**said, "dated": "2024-01-18"}).status_code == 302
    assert ReturnedPaper.objects.get().file is None
    assert "机要室" in wen.get(page(notice)).content.decode()
