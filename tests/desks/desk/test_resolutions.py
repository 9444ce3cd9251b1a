"""Many projects in one resolution on the pages: tried with each refusal shown, then taken with one code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.desks.accounts.visits import wrong_code
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.casework.several import another
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.models import Case
from xianxing.pilot.casework.models import Resolution
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


@pytest.fixture
def office(filed: Company) -> Office:
    there = an_office(filed)
    there.do("register_local", there.wen)
    return there


def code(user: User) -> str:
    if not second_factor.enrolled(user):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return second_factor.next_code(user)


def place(office: Office, step: str) -> str:
    return f"/desk/resolutions/{office.company.filing.case.call_id}/formality_check/?step={step}"


def test_a_list_is_tried_and_taken_with_one_code_and_confirmed_by_another(
    office: Office, visit: Visit
) -> None:
    cases = [str(office.company.filing.pk), str(another(office).company.filing.pk)]
    fang = visit(office.fang, office.company.at)
    index = fang.get("/desk/resolutions/").content.decode()
    assert "形式审核" in index
    assert "材料不完整不再继续" in fang.get(place(office, "")).content.decode()
    page = fang.get(place(office, "close_incomplete")).content.decode()
    key = re.search(r'name="key" value="([-0-9a-f]+)"', page)
    assert key is not None and page.count('name="case"') == 2
    sent = {"key": key[1], "case": cases, "reason": ""}
    refused = fang.post(place(office, "close_incomplete"), {**sent, "try": "1"})
    assert refused.status_code == 422 and refused.content.decode().count("不能办理</span>") == 2
    sent["reason"] = "缺少安全检测报告"
    tried = fang.post(place(office, "close_incomplete"), {**sent, "try": "1"})
    assert tried.status_code == 200 and "缺少安全检测报告" in tried.content.decode()
    code(office.fang)
    sent["second_factor_code"] = wrong_code(office.fang)
    wrong = fang.post(place(office, "close_incomplete"), {**sent, "do": "1"})
    assert wrong.status_code == 422 and not Resolution.objects.exists()
    done = fang.post(
        place(office, "close_incomplete"), {**sent, "do": "1", "second_factor_code": code(office.fang)}
    )
    assert done.status_code == 302
    assert "确认整份清单" not in fang.get(done["Location"]).content.decode()
    wen = visit(office.wen, office.company.at)
    waits = Message.objects.get(recipient=office.wen, kind="act_waits")
    assert wen.get(f"/messages/{waits.pk}/")["Location"] == done["Location"]
    assert "确认整份清单" in wen.get(done["Location"]).content.decode()
    confirmed = wen.post(done["Location"], {"confirm": "1", "second_factor_code": code(office.wen)})
    assert confirmed.status_code == 302
    assert set(Case.objects.filter(pk__in=cases).values_list("state", flat=True)) == {"not_selected"}
    assert wen.get("/desk/resolutions/").content.decode().count(str(Resolution.objects.get().pk)) == 1


def test_nobody_else_sees_the_lists(office: Office, visit: Visit) -> None:
    for person in (office.bai, office.xu, office.company.cast.zhou):
        client = visit(person, office.company.at)
        for address in ("/desk/resolutions/", place(office, "pass_formality")):
            assert client.get(address).status_code == 404
