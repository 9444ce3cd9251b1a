"""The pages of calls and paper, of hand-over and of the brief for the head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.experts.panel import a_panel
from tests.pilot.filings.company import Company
from xianxing.pilot.casework.domain.correspondence import note_correspondence
from xianxing.pilot.casework.domain.handlers import give_cases
from xianxing.pilot.casework.models import CaseHandler, Correspondence, HandOver
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]
PLACE = "/desk/correspondence/"


@pytest.fixture
def office(filed: Company) -> Office:
    there = an_office(filed)
    there.do("register_local", there.wen)
    return there


def sent(office: Office, **said: str) -> dict[str, str]:
    about = {
        "way": "call", "received_at": "2024-01-15T09:30", "sender": "周女士", "words": "<b>询问进度</b>",
        "number": case_number(office.company.filing).lower(),
    }  # fmt: skip
    return {**about, **said}


def test_a_call_is_noted_on_the_page_and_struck_out_there(office: Office, visit: Visit) -> None:
    client = visit(office.wen, office.company.at)
    assert client.post(PLACE, sent(office)).status_code == 302
    page = client.get(PLACE).content.decode()
    assert "周女士" in page and "&lt;b&gt;询问进度" in page and case_number(office.company.filing) in page
    assert "周女士" in client.get(f"{PLACE}?q=周女士").content.decode()
    assert "没有符合" in client.get(f"{PLACE}?q=没有的").content.decode()
    entry = Correspondence.objects.get()
    refused = client.post(f"{PLACE}{entry.pk}/strike/", {"reason": " "})
    assert refused.status_code == 422 and "作废理由" in refused.content.decode()
    assert client.post(f"{PLACE}{entry.pk}/strike/", {"reason": "登记有误"}).status_code == 302
    page = client.get(PLACE).content.decode()
    assert "<del" in page and "登记有误" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("received_at", "昨天"), ("number", "SZ-0000-0-000-X"), ("words", " "), ("way", ""), ("sender", "")],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    office: Office, visit: Visit, field: str, value: str
) -> None:
    client = visit(office.wen, office.company.at)
    refused = client.post(PLACE, sent(office, **{field: value}))
    assert refused.status_code == 422 and "has-error" in refused.content.decode()
    kept = refused.content.decode()
    assert ("询问进度" in kept) == (field != "words") and ("周女士" in kept) == (field != "sender")
    assert not Correspondence.objects.exists()


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow(
    office: Office, visit: Visit, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(number):
        note_correspondence(
            way="call", received_at=office.company.at, sender="周女士", words="询问进度",
            case=office.company.filing.pk, by=office.wen, at=office.company.later(),
        )  # fmt: skip
    client = visit(office.wen, office.company.at)
    client.get("/desk/")
    with django_assert_num_queries(13):
        assert client.get(PLACE).content.decode().count("<article") == number


def test_cases_are_handed_over_with_a_brief_that_can_be_printed(office: Office, visit: Visit) -> None:
    company = office.company
    client, place = visit(office.wen, company.at), "/desk/handlers/hand-over/"
    assert "没有可移交的项目" in client.get(place).content.decode()
    give_cases(cases=[company.filing.pk], to=office.ren, by=office.wen, at=company.later())
    people = {"giver": str(office.ren.pk), "taker": str(office.tang.pk)}
    for said in ({**people, "words": ""}, {**people, "taker": "0", "words": "说明"}):
        refused = client.post(place, said)
        assert refused.status_code == 422
        assert said["words"] in refused.content.decode()
    done = client.post(place, {**people, "words": "补正在途，下周一前答复"})
    assert CaseHandler.objects.get().user == office.tang
    page = client.get(done.headers["Location"]).content.decode()
    for words in ("补正在途", "穿透核查工具", case_number(company.filing), "形式审核"):
        assert words in page, words
    assert str(HandOver.objects.get().pk) in client.get(place).content.decode()
    assert client.get(f"{place}{company.filing.pk}/").status_code == 404


def test_the_brief_says_where_the_case_stands_and_what_the_head_is_asked(
    office: Office, visit: Visit
) -> None:
    company = office.company
    place = f"/desk/filings/{company.filing.pk}/brief/"
    page = visit(office.fang, company.at).get(place).content.decode()
    for words in ("组长参阅", "穿透核查工具", "鹏海证券", "没有填写评估表", "没有已开启的意见", "未满足"):
        assert words in page, words
    office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    page = visit(office.fang, company.at).get(place).content.decode()
    assert "已录入，待第二人确认" in page


def test_the_brief_shows_opinions_once_they_are_open_and_nothing_before(filed: Company, visit: Visit) -> None:
    panel, place = a_panel(filed), f"/desk/filings/{filed.filing.pk}/brief/"
    experts = (panel.xu, panel.qin, panel.yan)
    panel.invite(*experts)
    panel.sign(*experts)
    panel.give(panel.xu, 1, words="未公开之语")
    panel.give(panel.qin, 5)
    assert "未公开之语" not in visit(filed.cast.wen, filed.at).get(place).content.decode()
    panel.give(panel.yan, 4)
    page = visit(filed.cast.wen, filed.at).get(place).content.decode()
    assert "未公开之语" in page and "技术风险及防范" in page
