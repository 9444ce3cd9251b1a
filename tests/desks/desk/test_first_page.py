"""The first page shows what is due by turn, day, batch and handler, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import xianxing.desks.desk as desk
from tests.desks.desk.copies import copies
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.casework.checking import ask
from tests.pilot.filings.company import Company
from xianxing.pilot.casework.domain.handlers import give_cases
from xianxing.pilot.casework.models import CaseHandler
from xianxing.pilot.filings.draft import form
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


@pytest.fixture
def office(filed: Company) -> Office:
    there = an_office(filed)
    there.do("register_local", there.wen)
    return there


def listed(client: Client, query: str = "") -> int:
    return client.get(f"/desk/{query}").content.decode().count("data-open")


def test_a_list_can_be_narrowed_to_my_own_and_to_a_persons(office: Office, visit: Visit) -> None:
    copies(office.company, 2)
    give_cases(cases=[office.company.filing.pk], to=office.tang, by=office.wen, at=office.company.later())
    wen, tang = (visit(user, office.company.at) for user in (office.wen, office.tang))
    assert (listed(wen), listed(wen, "?show=handled"), listed(tang, "?show=handled")) == (3, 0, 1)
    assert listed(wen, f"?person={office.tang.pk}") == 1
    assert listed(wen, f"?batch={office.company.filing.case.call_id}") == 3
    assert listed(wen, "?batch=99999") == 0
    assert listed(wen, "?show=nonsense&when=never&person=x") == 3


def test_what_waits_for_the_units_waits_for_others(office: Office, visit: Visit) -> None:
    wen = visit(office.wen, office.company.at)
    assert listed(wen, "?show=others") == 0
    ask(office)
    wen = visit(office.wen, office.company.at)
    assert (listed(wen, "?show=others"), listed(wen, "?show=mine")) == (1, 0)


def test_the_figures_lead_to_what_they_count(office: Office, visit: Visit) -> None:
    wen = visit(office.wen, office.company.at + timedelta(days=60))
    assert "?when=overdue" in wen.get("/desk/").content.decode()
    assert (listed(wen, "?when=overdue"), listed(wen, "?when=today"), listed(wen, "?when=week")) == (1, 0, 0)


def test_what_waits_for_a_second_person_stands_at_the_head(office: Office, visit: Visit) -> None:
    office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    assert "确认或退回" in visit(office.wen, office.company.at).get("/desk/").content.decode()
    own = visit(office.fang, office.company.at).get("/desk/").content.decode()
    assert "待第二人确认" in own and "确认或退回" not in own


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow_and_no_form_of_a_filing_is_read(
    office: Office,
    visit: Visit,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copies(office.company, number - 1)
    office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    wen = visit(office.wen, office.company.at)
    wen.get("/desk/")
    monkeypatch.setattr(form, "load_form", None)
    for address, most in (("/desk/", 28), ("/desk/handlers/", 16)):
        with django_assert_num_queries(most):
            assert wen.get(address).status_code == 200


def test_projects_are_given_and_handed_over_on_a_page(office: Office, visit: Visit) -> None:
    wen = visit(office.wen, office.company.at)
    case = str(office.company.filing.pk)
    for sent in ({"to": str(office.ren.pk)}, {"case": case}, {"case": case, "to": str(office.bai.pk)}):
        refused = wen.post("/desk/handlers/", sent)
        assert refused.status_code == 422, sent
    assert "checked" in wen.post("/desk/handlers/", {"case": case}).content.decode()
    assert wen.post("/desk/handlers/", {"case": case, "to": str(office.ren.pk)}).status_code == 302
    assert CaseHandler.objects.get().user == office.ren
    assert "ren" in wen.get(f"/desk/filings/{case}/").content.decode()
    assert wen.post("/desk/handlers/", {"case": case, "to": "nobody"}).status_code == 302
    assert not CaseHandler.objects.exists()


def test_the_keys_are_a_file_of_ours_and_mean_something_in_the_list_only(
    office: Office, visit: Visit
) -> None:
    page = visit(office.wen, office.company.at).get("/desk/").content.decode()
    assert f'data-keys="{office.wen.pk}" autofocus' in page and "desk/keys.js" in page
    text = (Path(desk.__file__).parent / "static" / "desk" / "keys.js").read_text("utf-8")
    assert "document.addEventListener" not in text
