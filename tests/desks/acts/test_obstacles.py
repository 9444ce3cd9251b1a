"""A step that isn't open says why: where it is taken, whose it is, which condition doesn't hold."""

from __future__ import annotations

import pytest

from tests.factories.logged_in import browser
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(company_filed: Company) -> Office:
    there = an_office(company_filed)
    for user in (there.wen, there.fang, company_filed.cast.zhou, company_filed.he):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return there


def seen(office: Office, user: User, rest: str, language: str = "") -> str:
    answer = browser(user).get(f"{language}/cases/{office.company.filing.pk}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_it_is_taken(office: Office) -> None:
    page = seen(office, office.fang, "steps/record_finding/")
    assert "案件处于“已申报”，这一步在“公示意见处理”办理。" in page
    assert "尚不满足的条件" not in page


def test_whose_it_is_and_none_of_its_conditions(office: Office) -> None:
    page = seen(office, office.company.cast.zhou, "steps/register_core/")
    assert "由“工作组秘书处”办理。" in page
    assert "市场核心机构且未被转入本地遴选" not in page


def test_which_condition_does_not_hold_and_what_asks_for_it(office: Office) -> None:
    page = seen(office, office.wen, "steps/register_core/")
    assert "尚不满足的条件：市场核心机构且未被转入本地遴选（五(一)1 核心机构）" in page
    page = seen(office, office.wen, "steps/register_core/", language="/en")
    assert "This condition doesn&#x27;t hold yet: it is filed by a core market institution" in page
    assert "市场" not in page.partition("<main")[2].partition("hold yet")[2].partition("</li>")[0]


def test_the_case_lists_what_waits_for_a_condition_to_whoever_takes_it(office: Office) -> None:
    words = "由您办理、条件尚未满足的事项"
    page = seen(office, office.wen, "")
    assert "登记并转初步审阅" in page.partition(words)[2].partition("</details>")[0]
    assert "登记并转形式审核" not in page.partition(words)[2].partition("</details>")[0]
    page = seen(office, office.company.cast.zhou, "")
    assert "撤回申报" in page.partition(words)[2].partition("</details>")[0]
    assert "登记并转" not in page.partition(words)[2].partition("</details>")[0]


def test_of_a_part_that_is_done_it_says_so(office: Office) -> None:
    company = office.company
    office.enter("propose_withdrawal", company.cast.zhou)
    words = "您已办理，等待其他人办理。"
    assert words not in seen(office, company.he, "steps/join_withdrawal/")
    office.enter("join_withdrawal", company.he)
    assert words in seen(office, company.he, "steps/join_withdrawal/")
