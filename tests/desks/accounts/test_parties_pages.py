"""Invitations, claims, an institution's own page, the secretariat's decision, the officers' acts."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desks.accounts.visits import code, enter, last_link, wrong_code
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.parties.domain.second_factor import enrolled
from xianxing.pilot.parties.enums import AccessKind, MemberRole, StaffRole
from xianxing.pilot.parties.models import AccessEvent, Claim, Institution, Membership, User
from xianxing.pilot.parties.queries import member_roles, staff_roles

PENGHAI = "91440300MA5HNBR25M"
FREE = "91440300MA5DJJ506E"
PASSWORD = "渡口的老榕树下见-1907"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


def invite(client: Client, cast: Cast, **changed: object) -> int:
    data = {
        "email": "qin@penghai-sec.example",
        "role": "author",
        "power_of_attorney": "授权委托书 2024-3 号，2024年1月8日",
        "department": "法务部",
        **changed,
    }
    place = f"/institutions/{cast.institutions[PENGHAI].pk}/invite/"
    return client.post(place, data).status_code


def test_an_invitation_makes_an_account_once(cast: Cast) -> None:
    assert invite(enter(cast.people["陈砚林"]), cast) == 302
    link, guest = last_link(), Client()
    assert mail.outbox[-1].to == ["qin@penghai-sec.example"]
    for word in ("author", "撰写", "鹏海", "2024-3"):
        assert word not in str(mail.outbox[-1].body)
    page = guest.get(link).content.decode()
    assert "鹏海证券股份有限公司" in page and "2024-3" in page
    assert "error" in guest.post(link, {"name": "秦", "password": "short", "again": "short"}).content.decode()
    done = guest.post(link, {"name": "秦观澜", "password": PASSWORD, "again": PASSWORD})
    assert done.headers["Location"] == "/accounts/login/?invited=1"
    qin = User.objects.get(email="qin@penghai-sec.example")
    held = Membership.objects.get(user=qin)
    assert (held.role, held.power_of_attorney) == ("author", "授权委托书 2024-3 号，2024年1月8日")
    assert not enrolled(qin)
    again = Client().post(link, {"name": "他人", "password": PASSWORD, "again": PASSWORD})
    assert again.status_code == 410
    assert "已使用" in again.content.decode()
    assert "鹏海" not in again.content.decode()


def test_an_invitation_expires_after_seven_days_by_the_sites_clock(cast: Cast) -> None:
    invite(enter(cast.people["陈砚林"]), cast)
    link = last_link()
    move_to(now() + dt.timedelta(days=6, hours=23))
    assert Client().get(link).status_code == 200
    move_to(now() + dt.timedelta(hours=2))
    page = Client().get(link)
    assert page.status_code == 410
    assert "已过期" in page.content.decode()


def test_an_invitation_is_for_its_address_only(cast: Cast) -> None:
    zhou = cast.people["周若岚"]
    invite(
        enter(cast.people["陈砚林"]),
        cast,
        email=zhou.email,
        role="signatory",
    )
    link = last_link()
    assert Client().get(link).headers["Location"] == f"/accounts/login/?next={link}"
    assert "不属于当前账户" in enter(cast.people["宁远航"]).get(link).content.decode()
    assert enter(zhou).post(link).status_code == 302
    assert MemberRole.SIGNATORY in member_roles(zhou, cast.institutions[PENGHAI], at=now())


@pytest.mark.clause("4.3.1")
def test_author_and_reviewer_in_one_person_is_refused_on_the_page(cast: Cast) -> None:
    zhou = cast.people["周若岚"]
    invite(
        enter(cast.people["陈砚林"]),
        cast,
        email=zhou.email,
        role="reviewer",
    )
    page = enter(zhou).post(last_link())
    assert page.status_code == 410
    assert "须为两人" in page.content.decode() or "不得" in page.content.decode()


def test_only_managers_invite_and_end(cast: Cast) -> None:
    zhou = enter(cast.people["周若岚"])
    assert invite(zhou, cast) == 404
    place = f"/institutions/{cast.institutions[PENGHAI].pk}/"
    held = Membership.objects.get(user=cast.people["罗景行"])
    assert zhou.post(f"{place}members/{held.pk}/end/").status_code == 404
    chen = enter(cast.people["陈砚林"])
    other = Membership.objects.filter(user=cast.people["宁远航"]).first()
    assert other and chen.post(f"{place}members/{other.pk}/end/").status_code == 404
    assert chen.post(f"{place}members/{held.pk}/end/").status_code == 302
    held.refresh_from_db()
    assert held.until is not None
    event = AccessEvent.objects.filter(kind=AccessKind.ROLE_ENDED).latest("pk")
    assert (event.user, event.by) == (cast.people["罗景行"], cast.people["陈砚林"])


def test_the_last_manager_stays(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    held = Membership.objects.get(user=chen, role=MemberRole.MANAGER)
    page = enter(chen).post(f"/institutions/{held.institution_id}/members/{held.pk}/end/")
    assert page.status_code == 400
    assert "最后一名账户管理人" in page.content.decode()


@pytest.mark.clause("4.3.3")
def test_fewer_than_two_contacts_or_no_head_shows_the_duty(cast: Cast) -> None:
    one = enter(cast.people["仲语川"]).get("/institutions/", follow=True).content.decode()
    assert "至少指定 2 名联系人，还须邀请 1 名" in one
    assert "#clause-4.3.3" in one
    both = enter(cast.people["陈砚林"]).get("/institutions/", follow=True).content.decode()
    assert "联系人不足" not in both
    head = Membership.objects.get(user=cast.people["陈砚林"], role=MemberRole.CONTACT)
    head.department_head = False
    head.save()
    without = enter(cast.people["陈砚林"]).get("/institutions/", follow=True).content.decode()
    assert "其中至少 1 名须为部门负责人或以上" in without


def test_facts_and_licences_are_stated_with_evidence_and_validity(cast: Cast) -> None:
    chen = enter(cast.people["陈砚林"])
    place = f"/institutions/{cast.institutions[PENGHAI].pk}/"
    facts = {"registered_in": "深圳市", "jurisdiction": "深圳", "evidence": "营业执照 2024 年版"}
    assert chen.post(place + "facts/", {**facts, "as_of": ""}).status_code == 400
    assert chen.post(place + "facts/", {**facts, "as_of": "2024-01-10"}).status_code == 302
    licence = {"name": "许可证", "number": "1", "authority": "中国证监会", "valid_from": "2024-01-01"}
    bad = chen.post(place + "licences/", {**licence, "valid_to": "2023-01-01"})
    assert bad.status_code == 400
    assert "截止日早于起始日" in bad.content.decode()
    assert chen.post(place + "licences/", {**licence, "valid_to": "2024-01-05"}).status_code == 302
    page = chen.get(place).content.decode()
    assert "营业执照 2024 年版" in page and "2024年1月10日" in page
    assert page.count("无效") == 1


def claim_data(**changed: object) -> dict[str, object]:
    return {
        "name": "任平生",
        "password": PASSWORD,
        "again": PASSWORD,
        "institution": "九洲期货有限公司",
        "uscc": FREE,
        "kind": "securities_futures_operator",
        "letter": SimpleUploadedFile("授权书.pdf", PDF, "application/pdf"),
        **changed,
    }


def claim_link(email: str = "ren@jiuzhou.example") -> str:
    Client().post("/accounts/claim/", {"email": email})
    return last_link()


def test_a_claim_makes_account_and_unverified_institution_and_keeps_the_letter(cast: Cast) -> None:
    link = claim_link()
    done = Client().post(link, claim_data())
    assert done.headers["Location"] == "/accounts/login/?claimed=1"
    claim = Claim.objects.get(claimant__email="ren@jiuzhou.example")
    assert not claim.institution.verified
    assert claim.letter_sha256 == hashlib.sha256(PDF).hexdigest()
    assert Client().get(link).status_code == 410
    wen = enter(cast.people["温如玉"])
    letter = wen.get(f"/claims/{claim.pk}/letter/")
    assert letter.content == PDF
    assert letter.headers["Content-Disposition"].startswith("attachment")
    assert letter.headers["X-Content-Type-Options"] == "nosniff"


def test_a_second_claimant_is_told_to_contact_the_group_and_nothing_else(cast: Cast) -> None:
    before = Institution.objects.count(), User.objects.count()
    link = claim_link()
    pages = [
        Client().post(link, claim_data(uscc=taken, institution="同一名称")).content.decode()
        for taken in (PENGHAI, "91440300MA55WKJ055")
    ]
    for page in pages:
        assert "请联系专项工作组" in page
        assert "陈砚林" not in page and "鹏海" not in page and "链衡" not in page
    assert (Institution.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"uscc": "91440300MA5DJJ5061"}, "统一社会信用代码"),
        ({"letter": SimpleUploadedFile("授权书.exe", b"MZ\x90\x00")}, "须为 PDF 或图片"),
        ({"letter": SimpleUploadedFile("授权书.pdf", b"<html><script>")}, "须为 PDF 或图片"),
        ({"letter": SimpleUploadedFile("授权书.png", PDF)}, "须为 PDF 或图片"),
        ({"letter": SimpleUploadedFile("授权书.pdf", PDF + bytes(10 * 1024 * 1024))}, "超过 10 MB"),
        ({"letter": ""}, "error"),
        ({"kind": "bank"}, "error"),
    ],
)
def test_a_bad_claim_is_pointed_out_and_nothing_is_made(
    cast: Cast, changed: dict[str, object], said: str
) -> None:
    link = claim_link()
    letter = changed.get("letter")
    if isinstance(letter, SimpleUploadedFile):
        letter.seek(0)
    page = Client().post(link, claim_data(**changed)).content.decode()
    assert said in page
    assert not User.objects.filter(email="ren@jiuzhou.example").exists()


def test_a_claim_link_is_ours_fresh_and_the_same_answer_for_known_addresses(cast: Cast) -> None:
    assert Client().get("/accounts/claim/forged-token/").status_code == 410
    link = claim_link("chenyl@penghai-sec.example")
    assert link == "/accounts/login/"


def test_the_secretariat_enters_a_new_name_with_evidence_and_second_factor(cast: Cast) -> None:
    wen = cast.people["温如玉"]
    granted = Claim.objects.filter(granted=True).order_by("pk").first()
    assert granted is not None
    old, place = granted.institution.name, f"/claims/{granted.pk}/"
    browser, new = enter(wen), "改名后的证券股份有限公司"
    assert f"{place}rename/" in browser.get(place).content.decode()
    sent = {"name": new, "evidence": "2024年1月换发的营业执照", "second_factor_code": wrong_code(wen)}
    assert "验证码有误" in browser.post(f"{place}rename/", sent).content.decode()
    assert Institution.objects.get(pk=granted.institution_id).name == old
    assert browser.post(f"{place}rename/", {**sent, "second_factor_code": code(wen)}).status_code == 302
    page = browser.get(place).content.decode()
    assert new in page and old in page and "2024年1月换发的营业执照" in page
    waiting = Claim.objects.get(institution__uscc="91440300MA55WKJ055")
    assert browser.get(f"/claims/{waiting.pk}/rename/").status_code == 404


def test_the_secretariat_confirms_with_evidence_and_second_factor(cast: Cast) -> None:
    claim = Claim.objects.get(institution__uscc="91440300MA55WKJ055")
    wen, place = enter(cast.people["温如玉"]), f"/claims/{claim.pk}/"
    code_now = code(cast.people["温如玉"])
    bare = wen.post(place, {"decision": "confirm", "second_factor_code": code_now})
    assert "核实依据" in bare.content.decode()
    assert "六位数字" in wen.post(place, {"decision": "confirm", "evidence": "执照原件"}).content.decode()
    data = {"decision": "confirm", "evidence": "执照原件", "second_factor_code": code_now}
    assert wen.post(place, data).status_code == 302
    claim.institution.refresh_from_db()
    assert claim.institution.verified
    later = {**data, "decision": "refuse", "second_factor_code": code(cast.people["温如玉"], 1)}
    assert "已有处理结果" in wen.post(place, later).content.decode()


def test_a_refused_claimant_reads_the_reason(cast: Cast) -> None:
    claim = Claim.objects.get(institution__uscc="91440300MA55WKJ055")
    data = {"decision": "refuse", "evidence": "授权书未盖章"}
    data["second_factor_code"] = code(cast.people["温如玉"])
    assert enter(cast.people["温如玉"]).post(f"/claims/{claim.pk}/", data).status_code == 302
    page = enter(cast.people["连恒"]).get("/institutions/", follow=True).content.decode()
    assert "授权书未盖章" in page and "/accounts/claim/mine/" in page


def test_the_secretariat_frees_a_code_with_a_refusal(cast: Cast) -> None:
    claim = Claim.objects.get(institution__uscc="91440300MA55WKJ055")
    data = {"decision": "refuse", "evidence": "授权书系伪造", "free": "on"}
    data["second_factor_code"] = code(cast.people["温如玉"])
    assert enter(cast.people["温如玉"]).post(f"/claims/{claim.pk}/", data).status_code == 302
    assert enter(cast.people["连恒"]).get(f"/institutions/{claim.institution_id}/").status_code == 404


def test_the_security_administrator_appoints_and_ends_with_the_second_factor(cast: Cast) -> None:
    li = cast.people["李安澜"]
    client = enter(li)
    data = {"email": "new@group.example", "role": "risk_reviewer", "name": ""}
    assert "请填写姓名" in client.post("/officers/policies/", data).content.decode()
    data["name"] = "新任"
    assert "六位数字" in client.post("/officers/policies/", data).content.decode()
    done = client.post("/officers/policies/", {**data, "second_factor_code": code(li)})
    assert done.status_code == 302
    fresh = User.objects.get(email="new@group.example")
    assert staff_roles(fresh, at=now()) == {StaffRole.RISK_REVIEWER}
    assert Client().get(last_link()).status_code == 200
    place = f"/officers/policies/appointments/{fresh.appointments.get().pk}/end/"
    assert client.post(place).status_code == 403
    assert client.post(place, {"second_factor_code": code(li, 1)}).status_code == 302
    assert staff_roles(fresh, at=now()) == frozenset()


def test_nobody_of_an_institution_is_appointed(cast: Cast) -> None:
    li = cast.people["李安澜"]
    data = {"email": "chenyl@penghai-sec.example", "role": "secretariat", "second_factor_code": code(li)}
    assert "不能加入专项工作组" in enter(li).post("/officers/policies/", data).content.decode()


def test_a_reset_takes_two_officers(cast: Cast) -> None:
    sun, li, chen = (cast.people[name] for name in ("孙立", "李安澜", "陈砚林"))
    inside = enter(chen)
    data = {"act": "reset", "reason": "手机遗失，已当面核身", "second_factor_code": code(sun)}
    assert enter(sun).post(f"/officers/accounts/{chen.pk}/", data).status_code == 302
    assert enrolled(chen)
    place = f"/officers/policies/resets/{chen.resets.get().pk}/"
    assert enter(sun).post(place, {"second_factor_code": code(sun, 1)}).status_code == 404
    assert enter(li).post(place, {"second_factor_code": code(li)}).status_code == 302
    assert not enrolled(chen)
    assert inside.get("/accounts/me/").status_code == 302
    last = AccessEvent.objects.filter(kind=AccessKind.SECOND_FACTOR_RESET).get()
    assert (last.user, last.by, last.detail) == (chen, li, "手机遗失，已当面核身")


def test_the_auditor_reads_who_did_what(cast: Cast) -> None:
    enter(cast.people["陈砚林"])
    client = enter(cast.people["郜明"])
    page = client.get("/officers/access-log/?kind=demo_login").content.decode()
    assert "陈砚林" in page and "郜明" in page
    assert client.get("/officers/access-log/?kind=nonsense&page=9999").status_code == 200
    assert client.post("/officers/access-log/").status_code == 405


def test_my_other_sessions_can_be_ended_but_nobody_elses(cast: Cast) -> None:
    from allauth.usersessions.models import UserSession

    chen, zhou = cast.people["陈砚林"], cast.people["周若岚"]
    here, there, stranger = enter(chen), enter(chen), enter(zhou)
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert stranger.post(f"/accounts/me/sessions/{other.pk}/end/").status_code == 404
    own = UserSession.objects.get(session_key=here.session.session_key)
    assert here.post(f"/accounts/me/sessions/{own.pk}/end/").status_code == 404
    assert here.post(f"/accounts/me/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/accounts/me/").status_code == 302


def test_a_person_chooses_a_digest_on_the_account_page_and_takes_it_back(cast: Cast) -> None:
    client = enter(cast.people["周若岚"])
    assert 'value="at_once" checked' in client.get("/accounts/me/").content.decode()
    assert client.post("/accounts/me/letters/", {"letters": "daily"})["Location"] == "/accounts/me/"
    assert 'value="daily" checked' in client.get("/accounts/me/").content.decode()
    assert client.post("/accounts/me/letters/", {"letters": "at_once"}).status_code == 302
    assert 'value="at_once" checked' in client.get("/accounts/me/").content.decode()
