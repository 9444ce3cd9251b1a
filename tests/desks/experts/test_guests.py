"""Without an account from the pool to the sealed opinion: what the link shows, what the code opens."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2 as pdfium
import pytest
import time_machine
from django.test import Client

from tests.factories.guests import entered, invited
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock
from tests.pilot.experts.panel import Panel
from xianxing.pilot.cases.models import Event
from xianxing.pilot.experts.domain.guests import extend_guest
from xianxing.pilot.experts.domain.pool import keep_profile
from xianxing.pilot.experts.models import CodeWay, GuestInvitation, Opinion, Undertaking
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.parties.models import UnsentText, User

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver(/experts/invitations/[\w-]+/)")
TOKEN = re.compile(r"[\w-]{40,}")
CODE = re.compile(r"\b(\d{4} \d{4})\b")
WHOLE = {"words": "路线可行", "score.technical_risk": "4", "reason.technical_risk": "阈值齐全"}


@pytest.fixture(autouse=True)
def _stage(panel: Panel, settings: object) -> None:
    """The site's clock stands where the panel's story does."""
    StageClock.instant = panel.office.company.later()
    settings.XIANXING_CLOCK = f"{StageClock.__module__}.StageClock"  # type: ignore[attr-defined]


def now(panel: Panel) -> None:
    """Let the site's clock follow the story."""
    StageClock.instant = panel.office.company.later()


def own(panel: Panel, rest: str = "") -> str:
    return f"/experts/{panel.office.company.filing.pk}/{rest}"


def test_staff_enter_a_person_make_a_link_and_a_code_each_shown_once(panel: Panel) -> None:
    wen = browser(panel.office.wen)
    person = {"form": "person", "person-name": "庄晓梦", "person-phone": "13900001111", "person-email": ""}
    refused = wen.post("/desk/experts/", {**person, "person-phone": ""})
    assert refused.status_code == 422
    assert "庄晓梦" in refused.content.decode()
    assert wen.post("/desk/experts/", person).status_code == 302
    expert = User.objects.get(name="庄晓梦")
    page = f"/desk/experts/{expert.pk}/guest/"
    assert "先聘请" in wen.post(page, {"form": "invite"}).content.decode()
    panel.invite(expert)
    now(panel)
    made = wen.post(page, {"form": "invite"})
    assert made["Cache-Control"].startswith("max-age=0") or "no-store" in made["Cache-Control"]
    found = LINK.search(made.content.decode())
    assert found
    assert not LINK.search(wen.get(page).content.decode())
    assert wen.post(page, {"form": "code", "way": "telephone_code"}).status_code == 422
    told = wen.post(page, with_code(panel.office.wen, form="code", way="telephone_code")).content.decode()
    assert "不得通过发送链接的渠道发送" in told
    code = CODE.search(told)
    assert code
    assert found.group(1) not in told
    assert not CODE.search(wen.get(page).content.decode())
    guest = Client()
    assert guest.post(found.group(1), {"guest_code": code.group(1)}).headers["Location"] == "/experts/"
    assert "已使用" in wen.get(page).content.decode()


def test_without_a_telephone_in_the_pool_only_the_letter_can_be_chosen(panel: Panel) -> None:
    panel.invite(panel.xu)
    invited(panel, panel.xu)
    now(panel)
    wen, place = browser(panel.office.wen), f"/desk/experts/{panel.xu.pk}/guest/"
    keep_profile(expert=panel.xu, fields=(), phone="", by=panel.office.wen, at=StageClock.instant)
    without = wen.get(place).content.decode()
    assert 'value="telephone_code" disabled' in without
    assert f'<a href="/desk/experts/{panel.xu.pk}/">在专家库登记电话</a>' in without
    keep_profile(expert=panel.xu, fields=(), phone="13900003333", by=panel.office.wen, at=StageClock.instant)
    known = wen.get(place).content.decode()
    assert 'value="telephone_code" checked' in known
    assert "在专家库登记电话" not in known


def test_a_code_by_letter_comes_as_pdf_and_the_page_shows_none(panel: Panel) -> None:
    panel.invite(panel.xu)
    sent = invited(panel, panel.xu)
    now(panel)
    wen, place = browser(panel.office.wen), f"/desk/experts/{panel.xu.pk}/guest/"
    answer = wen.post(place, with_code(panel.office.wen, form="code", way="letter_code"))
    held = b"".join(answer)
    assert answer["Content-Type"] == "application/pdf"
    with pdfium.PdfDocument(held) as document:
        page = document[0].get_textpage().get_text_range()
    assert "xu：" in page
    code = CODE.search(page)
    assert code
    assert "/experts/" not in page
    assert Client().post(sent.link, {"guest_code": code.group(1)}).status_code == 302
    assert GuestInvitation.objects.get().code_way == CodeWay.LETTER
    shown = wen.get(place).content.decode()
    assert "信函寄送" in shown
    assert not CODE.search(shown)


def test_a_look_at_the_link_names_nothing_and_uses_nothing_up(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest = invited(panel, panel.xu)
    now(panel)
    for _n in range(20):
        for method in ("get", "head"):
            answer = getattr(Client(), method)(guest.link)
            assert answer.status_code == 200
    page = Client().get(guest.link)
    text = TOKEN.sub("", page.content.decode())  # letters drawn at random spell a short name now and then
    for secret in ("鹏海", "图澜", panel.xu.name, panel.office.company.filing.case.call.title):
        assert secret not in text
    assert "x＊" in text
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "same-origin"
    assert entered(guest).get("/experts/").status_code == 200


def test_a_guest_signs_reads_writes_and_seals_and_the_record_says_by_what(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    guest = invited(panel, panel.xu)
    now(panel)
    xu = entered(guest)
    assert "鹏海" not in xu.get("/experts/").content.decode()
    for rest in ("", "opinion/"):
        assert xu.get(own(panel, rest)).headers["Location"] == own(panel, "undertaking/")
    assert xu.get(own(panel, "files/0/")).status_code == 404
    text = xu.get(own(panel, "undertaking/")).content.decode()
    assert "鹏海" not in text
    assert "刚刚输入过验证码" in text
    digest = present_text().digest
    assert xu.post(own(panel, "undertaking/"), {"digest": "0"}).status_code == 422
    assert xu.post(own(panel, "undertaking/"), {"digest": digest}).status_code == 302
    reading = xu.get(own(panel))
    assert "鹏海证券股份有限公司" in reading.content.decode()
    assert "no-store" in reading["Cache-Control"]
    assert xu.get(own(panel, "files/0/")).status_code == 200
    assert xu.post(own(panel, "opinion/"), {**WHOLE, "save": "1"}).status_code == 302
    assert xu.post(own(panel, "opinion/"), {**WHOLE, "give": "1"}).status_code == 302
    assert Opinion.objects.get().expert == panel.xu
    assert xu.post(own(panel, "opinion/"), {**WHOLE, "give": "1"}).status_code == 422
    last = Event.objects.filter(case=panel.office.company.filing.case).latest("sequence")
    assert '"second_factor":"telephone_code"' in bytes(last.payload.body).decode()
    assert panel.faults() == []


def test_signing_later_asks_for_the_code_once_more(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest = invited(panel, panel.xu)
    now(panel)
    xu, digest = entered(guest), present_text().digest
    with time_machine.travel(timedelta(minutes=6), tick=False):
        page = xu.get(own(panel, "undertaking/")).content.decode()
        assert 'name="guest_code"' in page
        refused = xu.post(own(panel, "undertaking/"), {"digest": digest, "guest_code": "00000000"})
        assert refused.status_code == 422
        assert "验证码不正确" in refused.content.decode()
        assert not Undertaking.objects.exists()
        sent = {"digest": digest, "guest_code": guest.code}
        assert xu.post(own(panel, "undertaking/"), sent).status_code == 302
    assert Undertaking.objects.get().expert == panel.xu


def test_a_guest_steps_aside_with_one_press_and_staff_are_told_whom_to_take(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    guest = invited(panel, panel.xu)
    now(panel)
    xu = entered(guest)
    page = xu.get(own(panel, "undertaking/")).content.decode()
    reasons = re.findall(r'name="reason" value="([^"]+)"', page)
    assert len(reasons) == 3
    assert xu.post(own(panel, "step-aside/"), {"reason": reasons[0]}).status_code == 302
    assert xu.get("/experts/").status_code == 410
    now(panel)
    wen = browser(panel.office.wen)
    staffing = wen.get(f"/desk/filings/{panel.office.company.filing.pk}/experts/").content.decode()
    assert "建议补聘" in staffing
    assert "已在下方勾选：yan" in staffing
    assert "专家回避" in wen.get("/messages/").content.decode()


def test_what_was_typed_and_not_sent_is_kept_for_a_guest_and_only_of_these_pages(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest = invited(panel, panel.xu)
    now(panel)
    xu, place = entered(guest), own(panel, "opinion/")
    panel.sign(panel.xu)
    assert 'data-unsent="/experts/unsent/"' in xu.get(place).content.decode()
    for form, status in ((place, 200), ("/accounts/me/", 400)):
        sent = {"form": form, "name": "words", "text": "写到一半"}
        assert xu.post("/experts/unsent/", sent, content_type="application/json").status_code == status
    UnsentText.objects.create(user=panel.xu, place="/cases/x/#reason", text="别处", at=StageClock.instant)
    asked = xu.get(f"/experts/unsent/?form={place}&form=/cases/x/").json()["texts"]
    assert asked == {place: {"words": "写到一半"}}
    xu.post(place, {**WHOLE, "save": "1", "unsent": f"{place}#words"})
    assert xu.get(f"/experts/unsent/?form={place}").json()["texts"] == {place: {}}


def test_what_was_written_when_the_access_ended_is_given_back(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest = invited(panel, panel.xu)
    now(panel)
    xu = entered(guest)
    panel.sign(panel.xu)
    StageClock.instant = guest.invitation.expires_at
    sent = {**WHOLE, "words": "写了很久的专家意见全文", "give": "1"}
    answer = xu.post(own(panel, "opinion/"), sent, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "写了很久的专家意见全文" in answer.content.decode()
    assert not Opinion.objects.exists()
    extend_guest(
        invitation=guest.invitation, reason="网络中断", by=panel.office.wen, at=guest.invitation.expires_at
    )
    assert xu.get(own(panel, "opinion/")).status_code == 200


def test_leaving_ends_it_on_this_device_and_the_code_is_used(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest = invited(panel, panel.xu)
    now(panel)
    xu = entered(guest)
    assert xu.get(guest.link).headers["Location"] == "/experts/"
    assert xu.post("/experts/leave/").status_code == 302
    assert "/accounts/login/" in xu.get("/experts/").headers["Location"]
    again = xu.post(guest.link, {"guest_code": guest.code})
    assert again.status_code == 422
    assert "已经使用" in again.content.decode()
