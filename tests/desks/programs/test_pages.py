"""The page of a project's tokens: made with a code, shown once, revoked; others stay out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import wrong_code
from tests.factories.exits import joined
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.programs import project_token_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.programs.models import ProjectToken, Webhook

pytestmark = pytest.mark.django_db
ASKED = {"name": "报送程序", "days": "30", "scopes": ["read", "values"]}


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/monitoring/programs/{rest}"


def test_a_token_is_made_with_a_code_shown_once_and_used(office: Office) -> None:
    zhou = office.company.cast.zhou
    client = enters(office, zhou)
    assert url(office) in client.get(url(office).removesuffix("programs/")).content.decode()
    page = client.post(url(office), with_code(zhou, **ASKED)).content.decode()
    (text,) = re.findall(r"xp_[\w-]+", page)
    case = office.company.filing.pk
    answer = Client().get(f"/api/v1/cases/{case}/indicators", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    again = client.get(url(office)).content.decode()
    assert text not in again
    assert "报送程序" in again
    assert "查询项目情况" in again


def test_without_a_good_code_none_is_made_and_what_was_typed_stays(office: Office) -> None:
    client = enters(office, office.company.cast.zhou)
    answer = client.post(url(office), {**ASKED, "second_factor_code": wrong_code(office.company.cast.zhou)})
    assert answer.status_code == 422
    assert 'value="报送程序"' in answer.content.decode()
    assert not ProjectToken.objects.exists()


def test_what_is_refused_is_said(office: Office) -> None:
    zhou = office.company.cast.zhou
    answer = enters(office, zhou).post(url(office), with_code(zhou, **{**ASKED, "days": "500"}))
    assert answer.status_code == 422
    assert "1至180天（工作组做法，2024-01-08 起）" in answer.content.decode()


def test_whoever_reports_for_two_institutions_chooses_for_which_one_a_token_is(office: Office) -> None:
    zhou, cast = office.company.cast.zhou, office.company.cast
    assert 'name="unit"' not in browser(zhou).get(url(office)).content.decode()
    joined(office)
    Institution.objects.filter(pk=cast.tulan.pk).update(kind="fund_custodian")
    grant_membership(user=zhou, institution=cast.tulan, role=MemberRole.AUTHOR, at=office.company.at)
    StageClock.instant = office.company.later()
    client = browser(zhou)
    assert 'value="joint"' in client.get(url(office)).content.decode()
    said = {"name": "报送程序", "scopes": "values", "days": "30", "unit": "joint"}
    page = client.post(url(office), with_code(zhou, **said)).content.decode()
    assert ProjectToken.objects.get().unit == "joint" and cast.tulan.name in page


def test_it_is_revoked_by_the_secretariat(office: Office) -> None:
    row, _text = project_token_of(office.company)
    client = enters(office, office.wen)
    page = client.get(url(office)).content.decode()
    assert "生成令牌" not in page
    assert client.post(url(office, f"{row.pk}/revoke/")).status_code == 302
    assert "已撤销" in client.get(url(office)).content.decode()


def test_others_find_nothing(office: Office) -> None:
    row, _text = project_token_of(office.company)
    for user in (office.company.cast.mo, office.xu, office.bai):
        client = enters(office, user)
        assert client.get(url(office)).status_code == 404
        assert client.post(url(office), with_code(user, **ASKED)).status_code == 404
        assert client.post(url(office, f"{row.pk}/revoke/")).status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None


def test_an_address_is_added_with_a_code_its_secret_shown_once_and_it_is_ended(office: Office) -> None:
    zhou = office.company.cast.zhou
    client, place = enters(office, zhou), f"/cases/{office.company.filing.pk}/monitoring/webhooks/"
    wrong = client.post(place, with_code(zhou, name="接收程序", url="http://10.0.0.1/"))
    assert wrong.status_code == 422
    assert 'value="http://10.0.0.1/"' in wrong.content.decode()
    page = client.post(place, with_code(zhou, name="接收程序", url="https://receiver.example/x"))
    (text,) = re.findall(r"xw_[\w-]+", page.content.decode())
    again = client.get(place).content.decode()
    assert text not in again
    assert "https://receiver.example/x" in again
    row = Webhook.objects.get()
    assert enters(office, office.company.cast.mo).post(f"/webhooks/{row.pk}/").status_code == 404
    Webhook.objects.update(disabled_at=row.made_at, failures=8)
    assert "已停发" in client.get(place).content.decode()
    assert client.post(f"/webhooks/{row.pk}/", {"act": "resume"})["Location"] == place
    assert client.post(f"/webhooks/{row.pk}/", {"act": "end"})["Location"] == place
    assert "已停用" in client.get(place).content.decode()


def test_the_secretariat_adds_one_for_all_projects(office: Office) -> None:
    wen = enters(office, office.wen)
    assert "/desk/webhooks/" in wen.get("/desk/monitoring/").content.decode()
    assert "/desk/webhooks/" not in enters(office, office.ren).get("/desk/monitoring/").content.decode()
    made = wen.post("/desk/webhooks/", with_code(office.wen, name="大屏", url="https://receiver.example/"))
    assert "xw_" in made.content.decode()
    row = Webhook.objects.get()
    assert (row.case, row.unit) == (None, "")
    assert wen.post(f"/webhooks/{row.pk}/", {"act": "end"})["Location"] == "/desk/webhooks/"
    zhou = office.company.cast.zhou
    assert enters(office, zhou).get("/desk/webhooks/").status_code == 404
