"""The pages on personal information: the notices, a request with number and secret, its answer."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.complaints import complained
from tests.factories.logged_in import browser
from tests.factories.notices import Noticed, StageClock, at_the_time_of
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.domain.pooling import give_consent_to_pool
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.privacy.models import DataRequest, DataRequestAnswer
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_trial: Noticed, settings: Settings) -> Noticed:
    at_the_time_of(in_trial.company, settings)
    return in_trial


def body(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_notices_stand_on_a_page_of_their_own_and_beside_the_form(
    scene: Noticed, client: Client, language: str
) -> None:
    page = body(client.get(f"{language}/privacy/"))
    assert "GB/T 35273-2020" in page
    assert ("个人信息保护法" if not language else "Personal Information Protection Law") in page
    assert (
        'href="' + language + '/privacy/"'
        in body(client.get(f"{language}/complaints/")).partition("<main")[2]
    )


def test_a_request_is_made_looked_up_and_answered(scene: Noticed, client: Client) -> None:
    receipt = complained(scene)
    known = {"origin": "complaint", "number": receipt.number, "secret": receipt.secret}
    StageClock.instant = scene.company.later()
    wrong = client.post(
        "/privacy/request/", {**known, "secret": "X", "act": "ask", "kind": "access", "words": "留着"}
    )
    assert (wrong.status_code, "留着" in body(wrong)) == (422, True)
    made = client.post("/privacy/request/", {**known, "act": "ask", "kind": "access"})
    row = DataRequest.objects.get()
    assert (made.status_code, row.number in body(made)) == (200, True)
    wen = browser(scene.company.cast.wen)
    assert row.number in body(wen.get("/desk/privacy/"))
    page = f"/desk/privacy/{row.number}/"
    empty = wen.post(page, {"outcome": "granted", "words": " "})
    assert (empty.status_code, DataRequestAnswer.objects.count()) == (422, 0)
    assert wen.post(page, {"outcome": "granted", "words": "保存了姓名。"}).status_code == 302
    assert "保存了姓名。" in body(wen.get(page))
    looked = client.post("/privacy/request/", {**known, "act": "look"})
    assert "保存了姓名。" in body(looked)
    assert receipt.secret not in body(looked)


def test_a_deletion_that_the_record_forbids_says_so(scene: Noticed, client: Client) -> None:
    receipt = complained(scene)
    StageClock.instant = scene.company.later()
    client.post(
        "/privacy/request/",
        {
            "origin": "complaint",
            "number": receipt.number,
            "secret": receipt.secret,
            "act": "ask",
            "kind": "deletion",
        },
    )
    wen = browser(scene.company.cast.wen)
    page = f"/desk/privacy/{DataRequest.objects.get().number}/"
    assert "按记录保存要求不能删除" in body(wen.get(page))
    assert wen.post(page, {"outcome": "granted", "words": "删除"}).status_code == 422


def test_an_expert_asks_on_the_own_page_and_others_find_none(scene: Noticed) -> None:
    expert = User.objects.create_user("xu@experts.example", name="许")
    appoint_staff(user=expert, role=StaffRole.EXPERT, at=scene.company.later())
    StageClock.instant = scene.company.later()
    xu = browser(expert)
    assert xu.post("/privacy/mine/", {"kind": "other"}).status_code == 422
    assert xu.post("/privacy/mine/", {"kind": "access", "words": ""}).status_code == 302
    assert DataRequest.objects.get().number in body(xu.get("/privacy/mine/"))
    assert browser(scene.company.cast.zhou).get("/privacy/mine/").status_code == 404
    assert browser(scene.company.cast.zhou).get("/desk/privacy/").status_code == 404


def test_who_stands_in_the_talent_pool_sees_what_is_kept_beside_the_request(scene: Noticed) -> None:
    zhou, at = scene.company.cast.zhou, scene.company.later()
    give_consent_to_pool(digest=consent_text(day_of(at)).digest, expertise="关联交易识别", by=zhou, at=at)
    StageClock.instant = scene.company.later()
    mine = browser(zhou)
    page = body(mine.get("/privacy/mine/"))
    assert "有效的同意" in page
    assert "关联交易识别" in page
    assert mine.post("/privacy/mine/", {"kind": "access", "words": ""}).status_code == 302
    number = DataRequest.objects.get().number
    read = body(browser(scene.company.cast.wen).get(f"/desk/privacy/{number}/"))
    assert "人才库保存的资料" in read
    assert "关联交易识别" in read
