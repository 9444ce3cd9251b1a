"""Exits and the institution's ledger of complaints by program; figures and the register."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.desks.api.conftest import Programs
from tests.factories.complaints import complained, forwarded
from tests.factories.exits import decided, opened
from tests.factories.notices import Noticed, StageClock
from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.exits.models import ExitAssessment, MeasureProof
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.parties.domain.second_factor import next_code

pytestmark = pytest.mark.django_db
SOMEBODY = {"name": "郑小满", "contact": "zheng@complainant.example"}


def path(office: Office, rest: str) -> str:
    return f"/cases/{office.company.filing.pk}/{rest}"


def test_an_assessment_is_handed_in_by_who_signs_with_a_code(running: Office, programs: Programs) -> None:
    he, zhou = programs(running.company.he, "read", "exit"), programs(running.company.cast.zhou, "exit")
    body = {"unit": "lead", "judgement": "条件具备。", "proposes": "normalise"}
    early = he.post(path(running, "exit/assessments"), {**body, "otp": next_code(running.company.he)})
    assert early.json()["code"] == "no-exit"
    opened(running)
    StageClock.instant = running.company.later()
    assert he.post(path(running, "exit/assessments"), body).json()["code"] == "step-up"
    other = {**body, "otp": next_code(running.company.cast.zhou)}
    assert zhou.post(path(running, "exit/assessments"), other).json()["code"] == "role"
    made = he.post(path(running, "exit/assessments"), {**body, "otp": next_code(running.company.he)}, "a")
    again = he.post(path(running, "exit/assessments"), {**body, "otp": "000000"}, "a")
    assert (made.status_code, again.json(), ExitAssessment.objects.count()) == (201, {"number": 1}, 1)
    shown = he.get(path(running, "exit/assessments/1")).json()
    assert (shown["judgement"], shown["proposes"]) == ("条件具备。", "normalise")
    assert {one["step"]: one["status"] for one in he.get(path(running, "exit")).json()["places"]}[
        "launch"
    ] == "now"


def test_a_measure_is_proved_with_a_file_and_checked(running: Office, programs: Programs) -> None:
    decided(running, "end")
    zhou, wen = programs(running.company.cast.zhou, "read", "exit"), programs(running.wen)
    (part, *_others) = zhou.get(path(running, "exit")).json()["parts"]
    assert (part["unit"], part["measures"][0]["lacking"]) == ("lead", True)
    file = zhou.send(path(running, "files"), "证明.pdf", "%PDF-1.4 证明（虚构）".encode()).json()["id"]
    body = {"unit": "lead", "measure": part["measures"][0]["measure"], "words": "已完成"}
    assert zhou.post(path(running, "exit/proofs"), body).json()["code"] == "evidence"
    made = zhou.post(path(running, "exit/proofs"), {**body, "evidence": [file]}, "p")
    again = zhou.post(path(running, "exit/proofs"), {**body, "evidence": [file]}, "p")
    assert (made.status_code, again.json(), MeasureProof.objects.count()) == (201, made.json(), 1)
    foreign = zhou.post(path(running, "exit/proofs"), {**body, "unit": "joint", "evidence": []})
    assert foreign.json()["code"] == "part"
    returned = {"accept": False, "reason": "缺名单"}
    assert wen.post(path(running, "exit/proofs/1/check"), returned).status_code == 200
    assert (
        zhou.get(path(running, "exit")).json()["parts"][0]["measures"][0]["proofs"][0]["reason"] == "缺名单"
    )
    assert case_faults() == []


def test_the_own_ledger_is_kept_and_a_forwarded_complaint_answered(
    running: Office, in_trial: Noticed, programs: Programs
) -> None:
    row = forwarded(in_trial)
    hidden = complained(in_trial, kind="report")
    chen = programs(running.company.cast.chen, "read", "complaints")
    listed = chen.get(path(running, "complaints")).json()
    assert [one["number"] for one in listed["complaints"]] == [row.number]
    body = {
        "kind": "complaint", "text": "客服电话无人接听。", "way": "telephone",
        "received_on": StageClock.instant.date().isoformat(), **SOMEBODY,
    }  # fmt: skip
    made = chen.post(path(running, "complaints"), body, "k")
    again = chen.post(path(running, "complaints"), body, "k")
    assert (made.status_code, made.json()) == (201, again.json()), made.json()
    number = made.json()["number"]
    assert made.json()["own_ledger"] is True
    assert Complaint.objects.get(number=number).about_id == running.company.filing.pk
    answered = chen.post(path(running, f"complaints/{row.number}/answer"), {"words": "已退还费用。"})
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    closed = chen.post(path(running, f"complaints/{number}/settlement"), {"words": "已回电致歉。"})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert chen.get(path(running, f"complaints/{hidden.number}")).status_code == 404
    mediated = chen.post(path(running, f"complaints/{row.number}/mediation"), {"agrees": True})
    assert mediated.json()["code"] == "mediation"
    wrong = chen.post(path(running, "complaints"), {**body, "received_on": "2099-01-01"})
    assert wrong.json()["code"] == "received_on"
    assert case_faults() == []


def test_ledger_and_exit_are_closed_to_others(running: Office, in_trial: Noticed, programs: Programs) -> None:
    row = forwarded(in_trial)
    body = {
        "kind": "inquiry", "text": "如何赎回？", "way": "visit",
        "received_on": StageClock.instant.date().isoformat(),
    }  # fmt: skip
    ning, mo = programs(running.company.cast.ning), programs(running.company.cast.mo)
    reader = programs(running.company.cast.chen, "read")
    assert reader.post(path(running, "complaints"), body).json()["code"] == "scope"
    for other in (ning, mo):
        assert other.post(path(running, "complaints"), body).status_code == 404
        assert other.get(path(running, f"complaints/{row.number}")).status_code == 404
        assert other.get(path(running, "exit")).status_code == 404
    assert ning.get(path(running, "complaints")).json() == {"complaints": [], "all": 0}
    assert Complaint.objects.count() == 1


def test_figures_are_read_by_the_working_group_and_the_register_by_everybody(
    running: Office, programs: Programs
) -> None:
    wen, zhou = programs(running.wen), programs(running.company.cast.zhou)
    found = {one["figure"]: one for one in wen.get("/figures").json()["figures"] if not one["part"]}
    assert found["applications"]["count"] == 1
    closed, stranger = zhou.get("/figures"), zhou.get(f"/cases/{uuid4()}")
    assert (closed.status_code, closed.content) == (404, stranger.content)
    assert programs(running.company.cast.zhou, "read").get("/figures").json()["code"] == "scope"
    number = RegisterEntry.objects.get().number
    said = Client().get("/api/v1/register").json()
    assert [one["number"] for one in said["projects"]] == [number]
    assert Client().get(f"/api/v1/register/{number}").json()["number"] == number
    assert Client().get("/api/v1/register/P1").status_code == 404
