"""Values by program: a batch is taken in once under its key, refused as a whole, read back as it counts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.monitoring import agreed, at_noon
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.parties.domain.appointments import end_membership
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.supervision.models import ValueBatch

pytestmark = pytest.mark.django_db
VALUES = [
    {"indicator": "availability", "period": "2024-02", "value": "99.95", "unit": "%"},
    {"indicator": "outages", "period": "2024-02", "value": "4"},
]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    at_the_time_of(on_trial.company, settings)
    StageClock.instant = on_trial.company.later()
    return on_trial


def path(office: Office, rest: str) -> str:
    return f"/cases/{office.company.filing.pk}/{rest}"


def test_a_batch_under_a_key_is_taken_in_once(office: Office) -> None:
    zhou = Program(office.company.cast.zhou)
    first = zhou.post(path(office, "indicator-values"), {"values": VALUES}, key="k-1")
    again = zhou.post(path(office, "indicator-values"), {"values": VALUES}, key="k-1")
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json() == {"batch": 1, "values": 2, "late": 0, "corrections": 0, "left_out": 0}
    assert ValueBatch.objects.get().way == "program"
    other = zhou.post(path(office, "indicator-values"), {"values": VALUES[:1]}, key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key")


def test_what_is_read_back_is_what_counts(office: Office) -> None:
    zhou = Program(office.company.cast.zhou)
    zhou.post(path(office, "indicator-values"), {"values": VALUES})
    found = Program(office.wen).get(path(office, "indicators")).json()
    assert found["plan"] == 1
    by_name = {one["indicator"]: one for one in found["indicators"]}
    assert (by_name["availability"]["status"], by_name["outages"]["status"]) == ("green", "red")
    assert by_name["outages"]["alarms"][0]["open"] is True
    assert by_name["availability"]["values"][0]["value"] == "99.95"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"values": []}, "values"),
        ({"values": [{**VALUES[0], "period": "2024-03"}]}, "values"),
        ({"values": [{**VALUES[0], "unit": "次"}]}, "values"),
        ({"values": [VALUES[0], VALUES[0]]}, "values"),
    ],
)
def test_a_batch_with_anything_wrong_is_refused_whole(
    office: Office, change: dict[str, object], code: str
) -> None:
    answer = Program(office.company.cast.zhou).post(path(office, "indicator-values"), change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not ValueBatch.objects.exists()


def test_only_the_project_s_people_report_and_only_with_a_token_for_acts(office: Office) -> None:
    body = {"values": VALUES}
    assert Program(office.wen).post(path(office, "indicator-values"), body).status_code == 422
    assert Program(office.company.cast.mo).post(path(office, "indicator-values"), body).status_code == 404
    reader = Program(office.company.cast.zhou, scopes=(TokenScope.READ,))
    assert reader.post(path(office, "indicator-values"), body).status_code == 403
    assert Program(office.xu).get(path(office, "indicators")).status_code == 404


def test_what_the_plan_doesn_t_ask_for_is_left_out_on_demand_only(office: Office) -> None:
    zhou = Program(office.company.cast.zhou)
    more = [*VALUES, {"indicator": "tool_rows", "period": "2024-02", "value": "12"}]
    assert zhou.post(path(office, "indicator-values"), {"values": more}).status_code == 422
    taken = zhou.post(path(office, "indicator-values"), {"values": more, "only_planned": True})
    assert (taken.status_code, taken.json()["values"], taken.json()["left_out"]) == (201, 2, 1)
    assert [one["indicator"] for one in ValueBatch.objects.get().values] == ["availability", "outages"]
    rest = zhou.post(path(office, "indicator-values"), {"values": more[2:], "only_planned": True})
    assert (rest.status_code, rest.json()["code"]) == (422, "values")
    assert "监测方案未列" in rest.json()["message"]


def test_what_can_t_be_read_is_refused_with_its_words_on_demand_too(office: Office) -> None:
    zhou = Program(office.company.cast.zhou)
    for wrong in ({"indicator": "speed"}, {"period": "2024-Q1"}, {"value": "many"}):
        body = {"values": [{**VALUES[0], **wrong}], "only_planned": True}
        assert zhou.post(path(office, "indicator-values"), body).status_code == 422
    assert not ValueBatch.objects.exists()


def test_who_has_left_the_institution_gets_no_answer_of_earlier_days(office: Office) -> None:
    zhou = Program(office.company.cast.zhou)
    first = zhou.post(path(office, "indicator-values"), {"values": VALUES}, key="k-2")
    assert first.status_code == 201
    for held in office.company.cast.zhou.memberships.filter(until=None):
        end_membership(membership=held, at=office.company.at)
    StageClock.instant = office.company.later()
    again = zhou.post(path(office, "indicator-values"), {"values": VALUES}, key="k-2")
    never = zhou.post(f"/cases/{uuid4()}/indicator-values", {"values": VALUES}, key="k-3")
    assert (again.status_code, again.content) == (404, never.content)
    assert ValueBatch.objects.count() == 1
