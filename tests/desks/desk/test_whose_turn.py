"""The list of my own shows every case that waits for me: by office, by delegation, or for a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.pilot.acts.courses import a_core_office
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company, just
from xianxing.pilot.delegations.domain.delegating import accept_delegation, give_delegation
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


def mine(visit: Visit, office: Office, user: User) -> int:
    page = visit(user, office.company.at).get("/desk/?show=mine").content.decode()
    return page.count("data-open")


def test_what_was_delegated_to_me_is_mine_while_the_delegation_lasts(filed: Company, visit: Visit) -> None:
    office = an_office(filed)
    assert (mine(visit, office, office.wen), mine(visit, office, office.ren)) == (1, 0)
    at, today = filed.later(), day_of(filed.at)
    row = give_delegation(
        deputy=office.ren, roles=("secretariat",), means=(), first_day=today,
        last_day=today + timedelta(days=2), words="出差", by=office.wen, at=at, step_up=just(office.wen),
    )  # fmt: skip
    assert mine(visit, office, office.ren) == 0
    accept_delegation(delegation=row.pk, by=office.ren, at=filed.later())
    assert mine(visit, office, office.ren) == 1
    filed.at += timedelta(days=3)
    assert mine(visit, office, office.ren) == 0


def test_a_case_that_only_the_heads_decision_leads_on_waits_for_the_head_and_the_brief_says_so(
    cast: Cast, visit: Visit
) -> None:
    office = a_core_office(cast)
    assert mine(visit, office, office.fang) == 0
    office.do("register_core", office.wen)
    assert office.state == "initial_reading"
    assert (mine(visit, office, office.fang), mine(visit, office, office.wen)) == (1, 1)
    listed = visit(office.wen, office.company.at).get("/desk/").content.decode()
    assert "报科技监管局 · 工作组组长 fang" in listed
    page = visit(office.fang, office.company.at).get(f"/desk/filings/{office.company.filing.pk}/brief/")
    said = page.content.decode()
    asked = said[said.index("需要组长办理的事项") : said.index("所处环节")]
    assert "目前没有" not in asked
    assert "报科技监管局" in asked
