"""People act on pages made from the procedure: what is open, what it asks, who confirms, what stays typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desks.accounts.visits import wrong_code
from tests.factories.logged_in import browser
from tests.pilot.acts.staff import LETTER, Office, an_office, overrule_findings
from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.models import Evidence, PendingAct
from xianxing.pilot.delegations.domain.delegating import accept_delegation, give_delegation
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(company_filed: Company) -> Office:
    there = an_office(company_filed)
    for user in (
        there.wen,
        there.tang,
        there.fang,
        there.bai,
        company_filed.cast.zhou,
        company_filed.cast.mo,
    ):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return there


def place(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/{rest}"


def send(client: Client, address: str, by: User, **said: Any) -> Any:
    """Send the form of an act with the sequence that its page holds and a fresh code."""
    page = client.get(address).content.decode()
    found = re.search(r'name="sequence" value="(\d+)"', page)
    body = {"sequence": found[1] if found else "", "second_factor_code": second_factor.next_code(by), **said}
    return client.post(address, body)


def test_the_case_shows_what_is_open_to_whom(office: Office) -> None:
    wen, zhou = browser(office.wen), browser(office.company.cast.zhou)
    page = wen.get(place(office)).content.decode()
    assert "登记并转形式审核" in page
    assert "撤回" not in page.partition("您现在可以办理的事项")[2].partition("由谁办理")[0]
    page = zhou.get(place(office)).content.decode()
    assert "牵头单位提出撤回" in page
    assert "登记并转形式审核" not in page.partition("您现在可以办理的事项")[2].partition("由谁办理")[0]


def test_a_stranger_gets_nothing(office: Office) -> None:
    mo = browser(office.company.cast.mo)
    for rest in ("", "steps/register_local/"):
        assert mo.get(place(office, rest)).status_code == 404


def test_a_step_is_taken_and_the_case_says_so(office: Office) -> None:
    wen = browser(office.wen)
    page = wen.get(place(office, "steps/register_local/")).content.decode()
    assert "形式审核" in page
    assert "五(一)1" in page
    done = send(wen, place(office, "steps/register_local/"), office.wen)
    assert done.status_code == 302
    assert "“登记并转形式审核”已办理" in wen.get(done.url).content.decode()
    assert office.state == "formality_check"


def test_a_screen_that_is_behind_acts_on_nothing_and_says_what_happened(office: Office) -> None:
    wen, before = browser(office.wen), office.sequence
    assert send(wen, place(office, "steps/register_local/"), office.wen).status_code == 302
    late = wen.post(place(office, "steps/open_hearing/"), {"sequence": before, "reason": "存疑"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "登记并转形式审核" in text
    assert "存疑" in text


def test_what_was_typed_stays_when_it_is_refused(office: Office) -> None:
    wen = browser(office.wen)
    send(wen, place(office, "steps/register_local/"), office.wen)
    overrule_findings(office.company, office.wen)
    answer = send(
        wen, place(office, "steps/pass_formality/"), office.wen, reason="逐项核对过",
        file=SimpleUploadedFile("核对表.pdf", LETTER),
    )  # fmt: skip
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "规范完整" in text
    assert "逐项核对过" in text
    kept = Evidence.objects.get()
    assert f'value="{kept.pk}" checked' in text
    done = send(
        wen, place(office, "steps/pass_formality/"), office.wen,
        **{"ask.completeness": "complete", "evidence": str(kept.pk)},
    )  # fmt: skip
    assert done.status_code == 302
    kept.refresh_from_db()
    assert kept.case_id == office.company.filing.pk
    assert office.state == "risk_assessment"


def test_a_wrong_code_does_nothing(office: Office) -> None:
    wen = browser(office.wen)
    send(wen, place(office, "steps/register_local/"), office.wen)
    answer = wen.post(
        place(office, "steps/pass_formality/"),
        {
            "sequence": office.sequence,
            "ask.completeness": "complete",
            "second_factor_code": wrong_code(office.wen),
        },
    )
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert office.state == "formality_check"


def test_the_second_person_sees_what_was_entered_and_confirms(office: Office) -> None:
    wen, fang, zhou = browser(office.wen), browser(office.fang), browser(office.company.cast.zhou)
    send(wen, place(office, "steps/register_local/"), office.wen)
    entered = send(
        fang, place(office, "steps/close_incomplete/"), office.fang, reason="缺少安全检测报告",
        file=SimpleUploadedFile("会议纪要.pdf", LETTER),
    )  # fmt: skip
    assert entered.status_code == 302
    assert office.state == "formality_check"
    own = fang.get(entered.url).content.decode()
    assert "取回" in own
    assert "作为第二人确认" not in own
    assert zhou.get(entered.url).status_code == 404
    page = wen.get(entered.url).content.decode()
    for text in ("缺少安全检测报告", "会议纪要.pdf", "未入选", "结果通知", "fang"):
        assert text in page
    assert send(wen, entered.url, office.wen).status_code == 302
    assert office.state == "not_selected"
    letter = Evidence.objects.get()
    got = wen.get(f"/cases/evidence/{letter.pk}/")
    assert b"".join(got.streaming_content) == LETTER  # type: ignore[attr-defined]
    assert zhou.get(f"/cases/evidence/{letter.pk}/").status_code == 404


def test_it_is_returned_with_a_reason_on_the_page(office: Office) -> None:
    wen, fang = browser(office.wen), browser(office.fang)
    send(wen, place(office, "steps/register_local/"), office.wen)
    entered = send(fang, place(office, "steps/close_incomplete/"), office.fang, reason="不完整")
    assert wen.post(entered.url, {"return": "1", "reason": ""}).status_code == 422
    assert wen.post(entered.url, {"return": "1", "reason": "昨日已补交"}).status_code == 302
    assert PendingAct.objects.get().state == "returned"
    assert "昨日已补交" in fang.get(entered.url).content.decode()


def test_a_delegator_is_told_before_trying_that_the_deputys_entry_is_for_somebody_else(
    office: Office,
) -> None:
    office.do("register_local", office.wen)
    at, today = office.company.later(), day_of(office.company.at)
    given = give_delegation(
        deputy=office.ren, roles=("group_head",), means=(), first_day=today, last_day=today, words="出差",
        by=office.fang, at=at, step_up=just(office.fang),
    )  # fmt: skip
    accept_delegation(delegation=given.pk, by=office.ren, at=office.company.later())
    waits = office.enter("close_incomplete", office.ren, reason="缺少安全检测报告")
    assert isinstance(waits, PendingAct)
    page = browser(office.fang).get(f"/cases/pending/{waits.pk}/").content.decode()
    assert "您不能作为第二人" in page
    assert "作为第二人确认" not in page
    assert "退回理由" in page
    assert "作为第二人确认" in browser(office.wen).get(f"/cases/pending/{waits.pk}/").content.decode()


def test_a_step_that_is_not_open_says_so_and_a_step_of_time_is_none(office: Office) -> None:
    wen = browser(office.wen)
    page = wen.get(place(office, "steps/pass_formality/"))
    assert page.status_code == 200
    assert "这一步现在不能办理" in page.content.decode()
    assert wen.get(place(office, "steps/notice_ends/")).status_code == 404
    assert wen.get(place(office, "steps/nothing/")).status_code == 404


def test_a_step_with_a_page_of_its_own_leads_there(office: Office) -> None:
    office.do("register_local", office.wen)
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    office.do("complete_risk_assessment", office.ren)
    answer = browser(office.wen).get(place(office, "steps/invite_experts/"))
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/desk/filings/{office.company.filing.pk}/experts/",
    )
