"""The secretariat publishes an erratum on its page; what is refused stays typed; nobody else sees it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.factories.notices import Noticed, at_the_time_of
from xianxing.pilot.notices.models import Erratum

pytestmark = pytest.mark.django_db


def test_an_erratum_is_published_and_a_refused_one_stays_typed(
    under_notice: Noticed, settings: Settings
) -> None:
    company, number = under_notice.company, under_notice.notice.number
    at_the_time_of(company, settings)
    wen, place = enter(company.cast.wen), f"/desk/cases/{company.filing.pk}/errata/"
    assert place in wen.get(f"/desk/filings/{company.filing.pk}/").content.decode()
    sent = {"about": number, "words": "“<b>二期</b>”应为“一期”。", "reason": "录入差错", "substance": "yes"}
    refused = wen.post(place, sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "实质变更不能以更正代替" in page and "录入差错" in page
    assert "&lt;b&gt;二期&lt;/b&gt;" in page
    assert not Erratum.objects.exists()
    done = wen.post(place, {**sent, "substance": "no"})
    assert (done.status_code, done["Location"]) == (302, place)
    assert "录入差错" in wen.get(place).content.decode()
    assert "Publish the erratum" in wen.get(f"/en{place}").content.decode()


def test_nobody_but_the_secretariat_comes_to_the_page(under_notice: Noticed, settings: Settings) -> None:
    company = under_notice.company
    at_the_time_of(company, settings)
    place = f"/desk/cases/{company.filing.pk}/errata/"
    people = (company.cast.zhou, company.he, company.cast.li, company.cast.mo)
    for client in (Client(), *(enter(person) for person in people)):
        assert client.get(place).status_code in (302, 404)
        assert client.post(place, {"about": "N2024-001"}).status_code in (302, 404)
    assert not Erratum.objects.exists()
