"""委托: a deputy is named, accepts, acts, and gives back, on pages and by programs; what was typed stays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.desks.api.program import Program
from tests.factories.logged_in import browser
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company
from xianxing.pilot.clock import now
from xianxing.pilot.delegations.models import Delegation
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db
PLACE = "/accounts/me/delegations/"


@pytest.fixture
def office(company_filed: Company) -> Office:
    there = an_office(company_filed)
    for user in (
        there.wen,
        there.tang,
        there.ren,
        there.fang,
        company_filed.cast.zhou,
        company_filed.cast.mo,
    ):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return there


def form(office: Office, by: User, **changes: Any) -> dict[str, Any]:
    today = day_of(now())
    said = {
        "deputy": str(office.ren.pk), "roles": ["secretariat"], "scope": "all", "words": "十五日至二十日出差",
        "first_day": today.isoformat(), "last_day": (today + timedelta(days=5)).isoformat(),
        "second_factor_code": second_factor.next_code(by),
    }  # fmt: skip
    return {**said, **changes}


def given(office: Office, **changes: Any) -> Delegation:
    answer = browser(office.wen).post(PLACE, form(office, office.wen, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return Delegation.objects.get()


def say(user: User, row: Delegation, word: str) -> Any:
    return browser(user).post(f"{PLACE}{row.pk}/{word}/")


def test_a_deputy_is_named_accepts_and_acts_and_every_page_says_for_whom(office: Office) -> None:
    row = given(office)
    ren = browser(office.ren)
    page = ren.get(PLACE).content.decode()
    assert "受wen委托" in page and "十五日至二十日出差" in page and "待接受" in page and "接受" in page
    assert say(office.ren, row, "accept").status_code == 302
    assert "生效中" in browser(office.wen).get(PLACE).content.decode()
    case = f"/cases/{office.company.filing.pk}/"
    assert "受wen委托" in ren.get(case).content.decode()
    page = ren.get(f"{case}steps/register_local/").content.decode()
    assert "您正受wen委托办理" in page
    sequence = re.search(r'name="sequence" value="(\d+)"', page)
    assert sequence
    done = ren.post(f"{case}steps/register_local/", {"sequence": sequence[1]})
    assert done.status_code == 302
    assert "ren受wen委托" in browser(office.tang).get(case).content.decode()
    assert (
        "ren受wen委托"
        in browser(office.tang).get(f"/desk/filings/{office.company.filing.pk}/").content.decode()
    )
    assert "受wen委托" not in browser(office.company.cast.zhou).get(case).content.decode()


def test_only_kinds_of_the_office_are_offered_and_those_ticked_are_kept(office: Office) -> None:
    page = browser(office.wen).get(PLACE).content.decode()
    assert 'value="pass_formality"' in page and 'value="allow_start"' not in page
    assert "形式审核通过" in page
    row = given(office, scope="some", means=["pass_formality"])
    assert row.means == ["pass_formality"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"first_day": "明天"}, "起止日期"),
        ({"last_day": "2020-01-01"}, "早于"),
        ({"deputy": ""}, "请选择受委托人"),
        ({"scope": "some"}, "请勾选事项"),
        ({"roles": []}, "本人担任的职务"),
        ({"words": ""}, "请写明委托的事项"),
        ({"second_factor_code": ""}, "六位"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    office: Office, changes: dict[str, Any], told: str
) -> None:
    answer = browser(office.wen).post(PLACE, form(office, office.wen, **changes))
    text = answer.content.decode()
    assert answer.status_code == 422 and told in text
    if "words" not in changes:
        assert "十五日至二十日出差" in text
    if "deputy" not in changes:
        assert f'value="{office.ren.pk}" selected' in text
    assert not Delegation.objects.exists()


def test_it_is_revoked_declined_or_laid_down_and_a_second_time_says_so(office: Office) -> None:
    row = given(office)
    assert say(office.ren, row, "accept").status_code == 302
    assert say(office.tang, row, "revoke").status_code == 404
    assert say(office.ren, row, "fly").status_code == 404
    assert say(office.wen, row, "revoke").status_code == 302
    again = say(office.ren, row, "lay-down")
    assert again.status_code == 409 and "重新查看" in again.content.decode()
    assert "已撤销" in browser(office.ren).get(PLACE).content.decode()


def test_who_holds_no_office_sees_no_form(office: Office) -> None:
    page = browser(office.company.cast.zhou).get(PLACE).content.decode()
    assert "您没有委托他人" in page and "second_factor_code" not in page
    answer = browser(office.company.cast.zhou).post(PLACE, form(office, office.company.cast.zhou))
    assert answer.status_code == 422 and not Delegation.objects.exists()


def test_a_program_is_shown_for_whom_it_may_act_and_says_so(office: Office) -> None:
    row = given(office)
    say(office.ren, row, "accept")
    ren, case = Program(office.ren), office.company.filing.pk
    (acts_for,) = ren.get("/me").json()["acts_for"]
    assert (acts_for["person"], acts_for["name"], acts_for["roles"]) == (
        office.wen.pk,
        "wen",
        ["secretariat"],
    )
    assert date.fromisoformat(acts_for["until"]) == row.last_day
    steps = {one["step"]: one["on_behalf_of"] for one in ren.get(f"/cases/{case}/steps").json()}
    assert steps["register_local"] == str(office.wen.pk)
    done = ren.act(case, "register_local", on_behalf_of=str(office.wen.pk))
    assert done.status_code == 201, done.json()
    assert done.json()["event"]["on_behalf_of"] == str(office.wen.pk)
    refused = ren.act(
        case, "pass_formality", on_behalf_of=str(office.tang.pk), answers={"completeness": "complete"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "delegation")
    say(office.wen, row, "revoke")
    refused = ren.act(
        case, "pass_formality", on_behalf_of=str(office.wen.pk), answers={"completeness": "complete"}
    )
    assert refused.status_code == 422 and "已经撤销" in refused.json()["message"]
    assert ren.get("/me").json()["acts_for"] == []
