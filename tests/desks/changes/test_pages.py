"""Changes on pages: told by who signs, agreed to by the head, kept whatever is wrong with them."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.changes.models import TrialChange
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/changes/{rest}"


def typed(**instead: str) -> dict[str, str]:
    said = {"kind": "model", "what": "图谱模型换版", "why": "提高识别率", "effective_on": "2024-06-03"}
    return {**said, **instead}


def test_a_change_is_told_and_agreed_to_on_pages(office: Office) -> None:
    he = office.company.he
    client = enters(office, he)
    assert "须经同意" in client.get(url(office)).content.decode()
    assert client.post(url(office), with_code(he, **typed()))["Location"] == url(office, "1/")
    fang = enters(office, office.fang)
    assert "模型或者算法" in fang.get("/desk/changes/").content.decode()
    page = fang.get(url(office, "1/")).content.decode()
    assert "图谱模型换版" in page and 'value="agree"' in page
    fang.post(url(office, "1/"), with_code(office.fang, act="agree"))
    assert TrialChange.objects.get().state == "approved"
    assert "没有待处理的变更" in fang.get("/desk/changes/").content.decode()


def test_what_is_refused_stays_in_the_form_and_spends_no_code_for_a_day_that_is_none(office: Office) -> None:
    he = office.company.he
    client = enters(office, he)
    early = client.post(url(office), with_code(he, **typed(effective_on="2024-01-02")))
    page = early.content.decode()
    assert early.status_code == 422 and "不溯及既往" in page
    assert "图谱模型换版" in page and 'value="2024-01-02"' in page
    assert client.post(url(office), typed(effective_on="明天")).status_code == 422
    assert client.post(url(office), typed()).status_code == 422, "without a code"
    assert not TrialChange.objects.exists()


def test_who_told_drops_it_and_outsiders_find_nothing(office: Office) -> None:
    he = office.company.he
    client = enters(office, he)
    client.post(url(office), with_code(he, **typed()))
    assert "撤回这项变更" in client.get(url(office, "1/")).content.decode()
    client.post(url(office, "1/"), {"act": "cancel"})
    assert TrialChange.objects.get().state == "dropped"
    for user in (office.xu, office.company.cast.mo):
        assert enters(office, user).get(url(office, "1/")).status_code == 404


def test_a_page_names_the_institution_of_a_change_and_says_who_tells_one(office: Office) -> None:
    name = office.company.cast.penghai.name
    zhou = enters(office, office.company.cast.zhou).get(url(office)).content.decode()
    assert "变更由试点机构的签署人报告" in zhou and 'name="effective_on"' not in zhou
    he = office.company.he
    page = enters(office, he).get(url(office)).content.decode()
    assert "变更由试点机构的签署人报告" not in page and 'name="unit"' not in page
    enters(office, he).post(url(office), with_code(he, **typed()))
    assert name in enters(office, office.fang).get(url(office)).content.decode()
    assert name in enters(office, office.fang).get(url(office, "1/")).content.decode()
