"""Plans of indicators by program: signed whole with a code by who signs, agreed or returned by the group."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desks.api.program import Program, code_of
from tests.factories.notices import StageClock
from tests.factories.programs import project_token_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.models import IndicatorPlan

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.1")]
LINES = [
    {"indicator": "availability", "amber": "99.9", "red": "99.5"},
    {"indicator": "outages", "red": "3"},
]


@pytest.fixture
def office(running: Office) -> Office:
    StageClock.instant = running.company.later()
    return running


def path(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/indicator-plans{rest}"


def plan(user: User, **changes: Any) -> dict[str, Any]:
    return {"lines": LINES, "effective_on": "2024-12-31", "otp": code_of(user), **changes}


def test_a_plan_is_signed_once_under_its_key_returned_signed_anew_and_agreed(office: Office) -> None:
    he, wen = Program(office.company.he), Program(office.wen)
    said = plan(he.user)
    first = he.post(path(office), said, key="p-1")
    assert first.status_code == 201, first.content
    assert he.post(path(office), said, key="p-1").json() == first.json()
    row = IndicatorPlan.objects.get()
    assert (row.signed_by, row.unit, row.state) == (he.user, "lead", "proposed")
    assert he.post(path(office), plan(he.user)).json()["code"] == "waiting"
    assert wen.post(path(office, "/1/decision"), {"agree": False}).json()["code"] == "reason"
    assert wen.post(path(office, "/1/decision"), {"agree": False, "reason": "红线过宽"}).status_code == 200
    tighter = [{**LINES[0], "red": "99.8"}, LINES[1]]
    assert he.post(path(office), plan(he.user, lines=tighter)).json()["number"] == 2
    assert wen.post(path(office, "/2/decision"), {"agree": True}).json() == {"number": 2}
    found = he.get(path(office)).json()
    assert [(one["state"], one["lines"][0]["red"]) for one in found] == [
        ("returned", "99.5"), ("agreed", "99.8"),
    ]  # fmt: skip
    assert found[0]["reason"] == "红线过宽" and found[1]["lines"][1]["amber"] is None


def test_lines_that_are_not_sound_are_refused_before_a_code_is_spent(office: Office) -> None:
    he = Program(office.company.he)
    said = plan(he.user)
    for wrong in (
        [],
        [{"indicator": "speed", "red": "1"}],
        [{**LINES[0], "red": "99.95"}],
        [LINES[0], LINES[0]],
    ):
        assert he.post(path(office), {**said, "lines": wrong}).json()["code"] == "lines"
    assert he.post(path(office), {**said, "otp": ""}).json()["code"] == "step-up"
    assert he.post(path(office), {**said, "effective_on": "soon"}).json()["code"] == "malformed"
    assert he.post(path(office), said).status_code == 201, "the code is good still"


def test_nobody_else_signs_or_decides_and_strangers_read_nothing(office: Office) -> None:
    zhou, he = office.company.cast.zhou, Program(office.company.he)
    assert Program(zhou).post(path(office), plan(zhou)).json()["code"] == "role"
    assert he.post(path(office), plan(he.user)).status_code == 201
    assert he.post(path(office, "/1/decision"), {"agree": True}).json()["code"] == "role"
    assert Program(office.wen).post(path(office, "/7/decision"), {"agree": True}).status_code == 404
    for stranger in (office.company.cast.mo, office.xu):
        assert Program(stranger).get(path(office)).status_code == 404
        assert Program(stranger).post(path(office), plan(stranger)).status_code == 404


def test_a_token_for_the_project_reads_plans_and_catalogue_and_signs_nothing(office: Office) -> None:
    _row, text = project_token_of(office.company)
    held = Program(office.company.cast.zhou, token=text)
    assert held.get(path(office)).json() == []
    known = {one["indicator"]: one for one in held.get("/indicator-catalogue").json()}
    assert (known["availability"]["unit"], known["availability"]["worse"]) == ("%", "low")
    assert held.post(path(office), {"lines": LINES, "effective_on": "2024-12-31"}).status_code == 403
