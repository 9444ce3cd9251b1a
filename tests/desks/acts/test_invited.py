"""Inviting to an exit's consultation: the page says who was asked, and what is named comes to them."""

from __future__ import annotations

import re

import pytest
from pytest_django import Settings

from tests.factories.logged_in import browser
from tests.factories.notices import Noticed, at_the_time_of, take
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.parties.domain import second_factor

HEAD = Actor("h", frozenset({"group_head", "secretariat", "technology_bureau", "business_department"}))
GROUP = "business_departments"


@pytest.mark.clause("5.3.1")
def test_a_department_named_on_the_page_comes_to_those_already_asked(
    in_trial: Noticed, settings: Settings
) -> None:
    company, wen = in_trial.company, in_trial.company.cast.wen
    take(company, "open_exit_by_group", HEAD, reason="已具备条件")
    take(company, "assess_exit_without_institution", HEAD, reason="未自评")
    take(company, "finish_exit_assessment", HEAD, eligibility="eligible")
    take(company, "decide_force", HEAD, force_ground="breach_of_commitments", reason="违反承诺")
    take(company, "invite_business_departments", HEAD, members={GROUP: ["机构司"]})
    at_the_time_of(company, settings)
    second_factor.enrol(user=wen, secret=second_factor.new_secret())
    client, address = browser(wen), f"/cases/{company.filing.pk}/steps/invite_business_departments/"
    page = client.get(address).content.decode()
    assert "已请、不必重填：机构司" in page
    sequence = re.search(r'name="sequence" value="(\d+)"', page)
    assert sequence
    said = {
        "sequence": sequence[1],
        f"members.{GROUP}": "期货司\n",
        "second_factor_code": second_factor.next_code(wen),
    }
    assert client.post(address, said).status_code == 302
    company.filing.case.refresh_from_db()
    state = CaseStore(company.filing.case).state("")
    assert state and state.members[GROUP] == {"机构司", "期货司"}
