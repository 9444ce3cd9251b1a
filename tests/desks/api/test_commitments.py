"""Commitments by program: read with their digest, signed as they were read by who signs, with a code."""

from __future__ import annotations

import pytest

from tests.desks.api.program import Program, code_of
from tests.factories.notices import StageClock
from tests.factories.programs import project_token_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.supervision.models import CommitmentSignature

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.1")]


@pytest.fixture
def office(running: Office) -> Office:
    StageClock.instant = running.company.later()
    return running


def path(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/commitments{rest}"


def test_who_signs_for_an_institution_signs_the_list_as_it_was_read_once(office: Office) -> None:
    he = Program(office.company.he)
    found = he.get(path(office)).json()
    assert found["unsigned"] == ["lead"] and found["version"] == 1 and found["signatures"] == []
    assert {one["source"] for one in found["items"]} >= {"filing"}
    said = {"unit": "lead", "digest": found["digest"], "otp": code_of(office.company.he)}
    first = he.post(path(office, "/signatures"), said, key="s-1")
    assert first.status_code == 201
    row = CommitmentSignature.objects.get()
    assert (row.unit, row.digest, row.signed_by) == ("lead", found["digest"], office.company.he)
    assert he.post(path(office, "/signatures"), said, key="s-1").json() == first.json()
    again = he.get(path(office)).json()
    assert again["unsigned"] == [] and [one["digest"] for one in again["signatures"]] == [row.digest]
    twice = {**said, "otp": code_of(office.company.he)}
    assert he.post(path(office, "/signatures"), twice).json()["code"] == "signed"


def test_another_list_than_stands_now_is_refused_before_a_code_is_spent(office: Office) -> None:
    he, code = Program(office.company.he), code_of(office.company.he)
    said = {"unit": "lead", "digest": "0" * 64, "otp": code}
    assert he.post(path(office, "/signatures"), said).json()["code"] == "changed"
    said["digest"] = he.get(path(office)).json()["digest"]
    assert he.post(path(office, "/signatures"), {**said, "otp": ""}).json()["code"] == "step-up"
    assert he.post(path(office, "/signatures"), said).status_code == 201, "the code is good still"


def test_nobody_else_signs_and_strangers_read_nothing(office: Office) -> None:
    cast = office.company.cast
    digest = Program(cast.zhou).get(path(office)).json()["digest"]
    said = {"unit": "lead", "digest": digest, "otp": code_of(cast.zhou)}
    assert Program(cast.zhou).post(path(office, "/signatures"), said).json()["code"] == "role"
    for stranger in (cast.mo, office.xu):
        assert Program(stranger).get(path(office)).status_code == 404
        said = {"unit": "lead", "digest": digest, "otp": code_of(stranger)}
        assert Program(stranger).post(path(office, "/signatures"), said).status_code == 404


def test_a_token_for_the_project_reads_the_list_and_signs_nothing(office: Office) -> None:
    _row, text = project_token_of(office.company)
    held = Program(office.company.cast.zhou, token=text)
    digest = held.get(path(office)).json()["digest"]
    answer = held.post(path(office, "/signatures"), {"unit": "lead", "digest": digest, "otp": "1"})
    assert answer.status_code == 403
