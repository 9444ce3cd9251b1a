"""The list of commitments on its page: read by parties, signed with a code, every version kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.logged_in import browser, with_code
from tests.factories.monitoring import committed
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.changes.domain.deciding import decide_change, tell_change
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.commitments import commitments_of
from xianxing.pilot.supervision.models import CommitmentSignature
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.1")]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office) -> str:
    return f"/cases/{office.company.filing.pk}/monitoring/commitments/"


def digest(office: Office) -> str:
    view = case_to_read(office.company.filing.pk, office.company.he, at=office.company.at)
    return commitments_of(view).digest


def a_change(office: Office) -> None:
    """A change of the model is agreed to."""
    company = office.company
    row = tell_change(
        case=company.filing.pk, kind="model", what="图谱模型换为第二版", why="提高识别率", by=company.he,
        step_up=just(company.he), effective_on=day_of(company.at) + timedelta(days=40), at=company.later(),
    )  # fmt: skip
    decide_change(
        case=company.filing.pk, number=row.number, agree=True, reason="", by=office.fang,
        step_up=just(office.fang), at=company.later(),
    )  # fmt: skip


def test_the_list_is_read_with_its_sources_and_signed_with_a_code(office: Office) -> None:
    he = office.company.he
    client = enters(office, he)
    page = client.get(url(office)).content.decode()
    assert "尚未签署" in page and "业务风险清单" in page and "查看出处" in page
    assert "content.business_risks[0]" not in page, "a place of the form, for programs"
    assert f'value="{digest(office)}"' in page
    sent = {"unit": "lead", "digest": digest(office)}
    assert client.post(url(office), sent).status_code == 422, "without a code"
    assert client.post(url(office), with_code(he, **sent))["Location"] == url(office)
    page = client.get(url(office)).content.decode()
    assert "已签署" in page and "尚未签署" not in page and 'name="digest"' not in page
    assert CommitmentSignature.objects.get().signed_by == he


def test_a_list_that_changed_is_refused_before_the_code_is_spent(office: Office) -> None:
    he, before = office.company.he, digest(office)
    a_change(office)
    client = enters(office, he)
    typed = with_code(he, unit="lead", digest=before)
    answer = client.post(url(office), typed)
    assert answer.status_code == 422 and "承诺清单有变动" in answer.content.decode()
    again = client.post(url(office), {**typed, "digest": digest(office)})
    assert again.status_code == 302, "the same code is still good"


def test_earlier_versions_stay_and_what_is_new_is_marked(office: Office) -> None:
    committed(office)
    a_change(office)
    client = enters(office, office.wen)
    page = client.get(url(office)).content.decode()
    assert "第2版" in page and "图谱模型换为第二版" in page
    assert page.count('<span class="tag tag--watch">新</span>') == 1
    first = client.get(f"{url(office)}?version=1").content.decode()
    assert "现行为第2版" in first and "图谱模型换为第二版" not in first and "业务风险清单" in first
    assert client.get(f"{url(office)}?version=7").status_code == 404


def test_only_who_signs_sees_the_form_and_strangers_see_nothing(office: Office) -> None:
    for reader in (office.wen, office.company.cast.zhou, office.company.cast.ning):
        page = enters(office, reader).get(url(office))
        assert page.status_code == 200 and 'name="digest"' not in page.content.decode()
    for stranger in (office.company.cast.mo, office.company.cast.sun, office.xu):
        client = enters(office, stranger)
        assert client.get(url(office)).status_code == 404
        assert client.post(url(office), {"unit": "lead"}).status_code == 404
    zhou = office.company.cast.zhou
    sent = with_code(zhou, unit="lead", digest=digest(office))
    assert enters(office, zhou).post(url(office), sent).status_code == 422
    assert not CommitmentSignature.objects.exists()


def test_the_page_speaks_english(office: Office) -> None:
    page = enters(office, office.wen).get(f"/en{url(office)}").content.decode()
    assert "Commitments" in page and "Not signed yet" in page
