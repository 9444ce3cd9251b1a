"""What the public learns of an exit: nothing until it was carried out and entered, then as settings say."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.exits import VIEW
from tests.factories.notices import Noticed, StageClock, at_the_time_of, published, take
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.notices.queries import ExitWord, exit_told

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.3")]
HEAD = Actor("h", frozenset({"group_head", "secretariat", "technology_bureau", "business_department"}))
PAGES = (
    "/register/",
    "/register/{}/",
    "/register/projects.json",
    "/register/projects.csv",
    "/notices/feed.atom",
)


def seen(client: Client, number: str) -> list[bytes]:
    """Everything that the public reads of the project, at one and the same instant."""
    found = [client.get(page.format(number)) for page in PAGES]
    assert all(answer.status_code == 200 for answer in found)
    return [answer.content for answer in found]


def on_trial(shown_notice: Noticed) -> str:
    """The project's number in the register."""
    published(shown_notice.company, shown_notice.notice)
    return RegisterEntry.objects.get().number


def forced_out(shown_notice: Noticed) -> None:
    """A forced exit up to its carrying out."""
    company = shown_notice.company
    take(company, "open_exit_by_group", HEAD, reason="违反承诺")
    take(company, "assess_exit_without_institution", HEAD, reason="未自评")
    take(company, "finish_exit_assessment", HEAD, eligibility="eligible")
    take(company, "decide_force", HEAD, force_ground="breach_of_commitments", reason="违反承诺")
    take(company, "give_technology_view", HEAD, particulars=VIEW)
    take(company, "conclude_exit_consultation", HEAD)
    take(company, "verify_exit", HEAD, reason="已核实")
    take(company, "close_forced", HEAD)


def test_suspension_incident_complaint_and_exit_leave_no_trace_until_the_exit_is_entered(
    shown_notice: Noticed, client: Client, settings: Settings
) -> None:
    company, number = shown_notice.company, on_trial(shown_notice)
    at_the_time_of(company, settings)
    before = seen(client, number)
    institution = Actor(str(company.he.pk), frozenset({"pilot_institution"}), company.lead.key)
    take(company, "find_incident", institution)
    take(company, "order_rectification", HEAD, reason="限期整改")
    take(company, "suspend", HEAD, reason="暂停")
    take(company, "complain", Actor("p", frozenset({"public"})))
    forced_out(shown_notice)
    assert seen(client, number) == before
    take(company, "enter_exit_in_register", HEAD)
    StageClock.instant = company.later()
    (project,) = client.get("/register/projects.json").json()["projects"]
    assert (project["trial_ended"], project["outcome"], project["until"]) == (True, "over", None)
    page = client.get(f"/register/{number}/").content.decode()
    assert "试点已结束" in page and "强制" not in page


@pytest.mark.parametrize(
    ("wording", "naming", "told"),
    [
        ("by_kind", "named", ExitWord.FORCED),
        ("by_kind", "as_ended", ExitWord.ENDED),
        ("plain", "named", ExitWord.ENDED),
    ],
)
def test_how_a_forced_exit_is_told_is_a_setting(
    shown_notice: Noticed, wording: str, naming: str, told: ExitWord
) -> None:
    on_trial(shown_notice)
    forced_out(shown_notice)
    take(shown_notice.company, "enter_exit_in_register", HEAD)
    case = RegisterEntry.objects.get().case
    said = {"exit_in_register": wording, "forced_exit_in_register": naming}
    case.call.settings = {**case.call.settings, **said}
    assert exit_told(case) == told
