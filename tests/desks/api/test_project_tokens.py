"""Programs with a token for one project: what it opens, and the answer when it is good no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.exits import ended
from tests.factories.monitoring import agreed, at_noon
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.programs import project_token_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.parties.domain.appointments import end_membership
from xianxing.pilot.programs.domain.tokens import revoke_project_token

pytestmark = pytest.mark.django_db
VALUES = {"values": [{"indicator": "availability", "period": "2024-02", "value": "99.95"}]}


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    at_the_time_of(on_trial.company, settings)
    StageClock.instant = on_trial.company.later()
    return on_trial


def program(office: Office, *scopes: str, **changes: Any) -> Program:
    _row, text = project_token_of(office.company, scopes=scopes, **changes)
    return Program(office.company.cast.zhou, token=text)


def path(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}{rest}"


def test_it_reads_and_reports_within_its_scopes(office: Office) -> None:
    both = program(office, "read", "values")
    for rest in ("", "/steps", "/events", "/indicators"):
        assert both.get(path(office, rest)).status_code == 200
    assert both.post(path(office, "/indicator-values"), VALUES).status_code == 201
    said = both.get("/token").json()
    assert (said["scopes"], said["case"]) == (["read", "values"], str(office.company.filing.pk))


def test_out_of_scope_is_said_with_what_is_needed(office: Office) -> None:
    reader, reporter = program(office, "read"), program(office, "values")
    for answer, needed in (
        (reader.post(path(office, "/indicator-values"), VALUES), "values"),
        (reporter.get(path(office, "/indicators")), "read"),
        (reader.post(path(office, "/acts"), {"step": "x", "seq": 1}), "act"),
        (reader.get("/me"), "read"),
        (reader.get("/complaint-ledger"), "read"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "scope")
        assert needed in answer.json()["message"]


def test_another_project_is_closed_to_it_whether_there_is_one_or_not(office: Office) -> None:
    answer = program(office, "read").get(f"/cases/{uuid4()}")
    assert (answer.status_code, answer.json()["code"]) == (403, "other-project")


@pytest.mark.parametrize("end", ["token-revoked", "token-expired", "project-ended", "token-person"])
def test_one_that_is_good_no_more_says_why(office: Office, end: str) -> None:
    company = office.company
    made = timezone.now() - timedelta(days=2)
    change: dict[str, Any] = {"real_now": made, "days": 1} if end == "token-expired" else {}
    row, text = project_token_of(company, scopes=("read", "values"), **change)
    if end == "token-revoked":
        revoke_project_token(
            case=company.filing.pk, token=row.pk, by=company.he, at=company.later(), real_now=timezone.now()
        )
    elif end == "project-ended":
        ended(office)
    elif end == "token-person":
        for held in company.cast.zhou.memberships.filter(until=None):
            end_membership(membership=held, at=company.at)
    StageClock.instant = company.later()
    mine = Program(company.cast.zhou, token=text)
    for answer in (mine.get(path(office)), mine.post(path(office, "/indicator-values"), VALUES)):
        assert (answer.status_code, answer.json()["code"]) == (401, end)
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["message"]


def test_a_made_up_one_is_unknown(office: Office) -> None:
    answer = Program(office.company.cast.zhou, token="xp_nothing").get(path(office))
    assert (answer.status_code, answer.json()["code"]) == (401, "token")


def test_a_person_s_own_token_says_what_it_is_good_for(office: Office) -> None:
    said = Program(office.wen, scopes=("read",)).get("/token").json()
    assert (said["scopes"], said["case"]) == (["read"], None)
