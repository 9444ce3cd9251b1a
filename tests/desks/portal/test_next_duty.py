"""What the list and the page of a project on trial say comes next: the duty with a day that comes first."""

from __future__ import annotations

import re

import pytest
from pytest_django import Settings

from tests.factories.exits import opened
from tests.factories.logged_in import browser
from tests.factories.monitoring import agreed
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.supervision.queries import values_due

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.1")]


def said(office: Office) -> str:
    """What stands beside the next step in the list of 何's filings, without tags."""
    StageClock.instant = office.company.later()
    page = browser(office.company.he).get("/filings/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    return text.partition("下一步 ")[2][:80]


def test_in_a_trial_the_list_names_what_falls_due_first_and_in_an_exit_its_step(
    on_trial: Office, settings: Settings
) -> None:
    at_the_time_of(on_trial.company, settings)
    assert said(on_trial).startswith("试点期限届满")
    agreed(on_trial)
    [day] = values_due([on_trial.company.filing.pk]).values()
    assert said(on_trial).startswith("报送监测数值")
    assert f"{day.year}年{day.month}月{day.day}日" in said(on_trial)
    on_trial.do("order_rectification", on_trial.fang, reason="限期整改")
    [duty] = on_trial.company.filing.case.duties.all()
    assert duty.due is not None
    assert duty.due < day, "the rectification comes before the values"
    assert said(on_trial).startswith("整改")
    opened(on_trial)
    assert said(on_trial).startswith("试点机构自评")
