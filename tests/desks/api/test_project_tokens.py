"""Programs with a token for one project: what it opens, and the answer when it is good no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.exits import ended, joined
from tests.factories.monitoring import agreed, at_noon
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.programs import project_token_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.parties.domain.appointments import end_membership, grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, Membership
from xianxing.pilot.programs.domain.tokens import revoke_project_token
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.models import ValueBatch

pytestmark = pytest.mark.django_db
VALUES: dict[str, Any] = {"values": [{"indicator": "availability", "period": "2024-02", "value": "99.95"}]}


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


def of_both(office: Office) -> Office:
    """The joint unit is a pilot institution as well, and 周 reports for both."""
    joined(office)
    cast = office.company.cast
    Institution.objects.filter(pk=cast.tulan.pk).update(kind="fund_custodian")
    grant_membership(user=cast.zhou, institution=cast.tulan, role=MemberRole.AUTHOR, at=office.company.at)
    StageClock.instant = office.company.later()
    return office


def test_each_unit_of_a_joint_filing_has_tokens_of_its_own_which_act_for_it_alone(office: Office) -> None:
    of_both(office)
    lead, other = (program(office, "read", "values", unit=unit) for unit in ("lead", "joint"))
    assert other.post(path(office, "/indicator-values"), VALUES).status_code == 201
    assert ValueBatch.objects.get().unit == "joint"
    later = {"values": [{**VALUES["values"][0], "value": "99.9"}], "reason": "更正"}
    assert lead.post(path(office, "/indicator-values"), later).status_code == 201
    assert list(ValueBatch.objects.order_by("number").values_list("unit", flat=True)) == ["joint", "lead"]
    tulan, zhou = office.company.cast.tulan, office.company.cast.zhou
    end_membership(membership=Membership.objects.get(user=zhou, institution=tulan), at=StageClock.instant)
    assert lead.get(path(office, "/indicators")).status_code == 200
    assert other.get(path(office, "/indicators")).json()["code"] == "token-person"


def test_a_token_is_made_for_no_unit_that_the_person_does_not_report_for(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        project_token_of(office.company, unit="joint")
    assert refused.value.code == "role"


def test_a_key_is_a_person_s_and_with_a_token_for_a_project_the_person_s_there(office: Office) -> None:
    zhou, he = office.company.cast.zhou, office.company.he
    held, own = program(office, "read", "values"), Program(zhou)
    other: dict[str, Any] = {"values": [{"indicator": "outages", "period": "2024-02", "value": "1"}]}
    first = held.post(path(office, "/indicator-values"), VALUES, key="1")
    assert own.post(path(office, "/indicator-values"), VALUES, key="1").json() == first.json()
    assert ValueBatch.objects.count() == 1, "the same request of the same person is done once"
    taken = own.post(path(office, "/indicator-values"), other, key="1")
    assert (taken.status_code, taken.json()["batch"]) == (201, 2)
    refused = held.post(path(office, "/indicator-values"), other | {"reason": "更正"}, key="1")
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key")
    third = {"values": [{"indicator": "outages", "period": "2024-02", "value": "2"}], "reason": "更正"}
    assert Program(he).post(path(office, "/indicator-values"), third, key="1").json()["batch"] == 3
