"""A business innovation isn't allowed to start before its exemption and approval are there (3.2.1)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.logged_in import browser
from tests.factories.notices import (
    ELIGIBLE,
    StageClock,
    at_the_time_of,
    consulted,
    noticed,
    to_consultation,
)
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import Cast
from tests.pilot.filings.company import a_company
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.parties.domain import second_factor

pytestmark = pytest.mark.django_db
WAITS = {**ELIGIBLE, "innovation_basis": "exemption", "parallel_approval": "submitted"}
GRANTED = {
    "eligibility": "eligible", "parallel_approval": "granted", "exemption": "granted",
    "exemption_organ": "某监管部门", "exemption_number": "某函〔2024〕9号", "exemption_clauses": "第三条",
    "exemption_scope": "本项目的测试客户", "exemption_expiry": "2025-06-30",
}  # fmt: skip
NOT_YET = {"eligibility": "eligible", "parallel_approval": "granted", "exemption": "none"}


@pytest.fixture
def office(assembled: Cast, settings: Settings) -> Office:
    """A business innovation whose start is to be decided; approval and exemption were submitted."""
    company = a_company(assembled)
    cell = Cell.objects.get(filing=company.filing, path="project.type")
    write_cell(
        filing=company.filing, path="project.type", value="business_innovation", based_on=cell.version,
        by=assembled.zhou, at=company.later(),
    )  # fmt: skip
    company.freeze()
    company.attest()
    company.file()
    to_consultation(company, noticed(company, found=WAITS))
    consulted(company)
    there = an_office(company)
    for person in (there.fang, there.wen, assembled.zhou):
        second_factor.enrol(user=person, secret=second_factor.new_secret())
    at_the_time_of(company, settings)
    return there


def sent(office: Office, answers: dict[str, str]) -> Any:
    """Fang sends the form of the start."""
    StageClock.instant = office.company.later()
    client: Client = browser(office.fang)
    address = f"/cases/{office.company.filing.pk}/steps/allow_start/"
    found = re.search(r'name="sequence" value="(\d+)"', client.get(address).content.decode())
    assert found
    said = {f"ask.{name}": value for name, value in answers.items()}
    code = second_factor.next_code(office.fang)
    return client.post(address, {"sequence": found[1], "second_factor_code": code, **said})


def test_the_page_refuses_and_names_clause_and_duty(office: Office) -> None:
    answer = sent(office, NOT_YET)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "业务创新类项目已取得规则豁免" in text
    assert "三(二)业务创新" in text
    assert "尚未取得：规则豁免" in text
    assert "尚未取得：产品或者服务的同步报批（鹏海证券股份有限公司）" in text
    assert 'name="ask.exemption" value="none" checked' in text
    assert office.state == "start_decision"


def test_a_program_is_refused_with_422_and_the_clause(office: Office) -> None:
    StageClock.instant = office.company.later()
    fang = Program(office.fang)
    answer = fang.act(str(office.company.filing.pk), "allow_start", answers=NOT_YET)
    said = answer.json()
    assert (answer.status_code, said["clause"]) == (422, "3.2.1")
    assert said["guards"] == ["exemption_given_for_innovation"]
    approval = {**NOT_YET, "parallel_approval": "submitted", "exemption": "none"}
    StageClock.instant = office.company.later()
    again = fang.act(str(office.company.filing.pk), "allow_start", answers=approval).json()
    assert set(again["guards"]) == {"approval_granted_where_needed", "exemption_given_for_innovation"}


def test_once_both_were_granted_two_people_allow_the_start(office: Office) -> None:
    answer = sent(office, GRANTED)
    assert answer.status_code == 302
    StageClock.instant = office.company.later()
    done = office.both_again("allow_start", office.wen)
    assert done.state == "formal_publication"
    zhou = browser(office.company.cast.zhou)
    StageClock.instant = office.company.later()
    text = zhou.get(f"/cases/{office.company.filing.pk}/").content.decode()
    assert "启动前须办妥" not in text
