"""What is open in trials stands in the lists of those who act: what, who, until when, on which clause."""

from __future__ import annotations

import re

import pytest
from pytest_django import Settings

from tests.factories.incidents import opened
from tests.factories.inspections import answered, ordered, put_right, told
from tests.factories.logged_in import browser
from tests.factories.monitoring import committed
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.reports import quarter_over
from tests.pilot.acts.staff import Office
from xianxing.desks.acts.open_matters import matters_of_group, matters_of_institution
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.domain.committing import follow_commitments

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.2", "5.2.4")]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def page(office: Office, user: User, address: str) -> str:
    StageClock.instant = office.company.later()
    answer = browser(user).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def of_group(office: Office) -> list[tuple[str, bool]]:
    """Each open matter, and whether an institution acts."""
    return [(one.what, bool(one.units)) for one in matters_of_group(at=office.company.at)]


def test_findings_stand_with_the_institution_until_they_are_answered_then_with_the_group(
    office: Office,
) -> None:
    told(office)
    assert of_group(office) == [("回复第1次检查发现的问题", True)]
    [own] = matters_of_institution(office.company.cast.zhou, at=office.company.at)
    assert own.due
    assert [mark.label for mark in own.marks] == ["五(二)2"]
    answered(office)
    assert of_group(office) == [("处理第1次检查发现的问题，或者了结检查", False)]
    assert matters_of_institution(office.company.cast.zhou, at=office.company.at) == []


def test_a_report_that_fell_due_stands_with_the_institution_on_both_lists(office: Office) -> None:
    quarter_over(office)
    assert ("报送2024年第一季度报告", True) in of_group(office)
    own = matters_of_institution(office.company.cast.zhou, at=office.company.at)
    assert ("报送2024年第一季度报告", ("lead",), "2024-04-15") in [
        (one.what, one.units, str(one.due)) for one in own
    ]


def test_a_rectification_goes_from_the_institution_to_the_group(office: Office) -> None:
    told(office)
    answered(office)
    item = ordered(office).item
    assert ("按要求整改并报告", True) in of_group(office)
    put_right(office, item)
    assert ("复查整改情况", False) in of_group(office)
    assert ("按要求整改并报告", True) not in of_group(office)


def test_a_list_of_commitments_stands_there_as_practice_until_it_was_signed(office: Office) -> None:
    follow_commitments(at=office.company.later())
    assert of_group(office) == [("签署第1版承诺清单", True)]
    [own] = matters_of_institution(office.company.cast.zhou, at=office.company.at)
    assert ([mark.label for mark in own.marks], own.practice, own.due) == (["五(二)1"], True, None)
    address = f"/cases/{office.company.filing.pk}/monitoring/commitments/"
    assert address in page(office, office.company.he, "/filings/")
    assert address in page(office, office.wen, "/desk/open/?by=units")
    committed(office)
    assert of_group(office) == []


def test_an_incident_without_limits_asks_the_group_to_set_them(office: Office) -> None:
    opened(office)
    assert ("确定第1号异常情形的报告期限", False) in of_group(office)
    shown = page(office, office.wen, "/desk/open/?by=group")
    assert "确定第1号异常情形的报告期限" in shown
    assert "确定第1号异常情形的报告期限" not in page(office, office.wen, "/desk/open/?by=units")


def test_the_institution_finds_its_own_on_the_first_page_and_strangers_nothing(office: Office) -> None:
    told(office)
    assert "回复第1次检查发现的问题" in page(office, office.company.cast.zhou, "/filings/")
    assert matters_of_institution(office.ren, at=office.company.at) == []
