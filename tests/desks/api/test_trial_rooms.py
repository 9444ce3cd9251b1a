"""Reports, changes, inspections and incidents by program: the verbs of the pages, within a token's scopes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desks.api.conftest import Programs
from tests.desks.api.program import Program
from tests.factories.incidents import CSRC, WORDS
from tests.factories.inspections import ordered, told
from tests.factories.notices import StageClock
from tests.factories.reports import quarter_over, written
from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.changes.models import TrialChange
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.parties.domain.second_factor import next_code
from xianxing.pilot.reports.models import ReportDraft, TrialReport

pytestmark = pytest.mark.django_db


def path(office: Office, rest: str) -> str:
    return f"/cases/{office.company.filing.pk}/{rest}"


def put(program: Program, place: str, body: dict[str, Any]) -> Any:
    return program.client.put(
        f"/api/v1{place}", body, content_type="application/json", headers=program.header
    )


def brought(program: Program, office: Office) -> str:
    made = program.send(path(office, "files"), "回执.pdf", "%PDF-1.4 回执（虚构）".encode())
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def test_a_report_is_drafted_handed_in_once_asked_about_and_answered(
    running: Office, programs: Programs
) -> None:
    item = quarter_over(running)
    he, wen = programs(running.company.he, "read", "reports"), programs(running.wen)
    (due, *_rest) = he.get(path(running, "reports")).json()["to_write"]
    assert (due["form"], due["item"], due["period_first"]) == ("regular", item, "2024-01-01")
    said = {"item": item, "sections": dict(written())}
    kept = put(he, path(running, "report-drafts/regular"), said)
    assert (kept.status_code, kept.json()) == (200, {"version": 1})
    assert put(he, path(running, "report-drafts/regular"), said).json()["code"] == "draft"
    body = {**said, "form": "regular", "seq": he.seq(running.company.filing.pk)}
    first = he.post(path(running, "reports"), body, "q1")
    again = he.post(path(running, "reports"), body, "q1")
    assert (first.status_code, first.json()) == (201, again.json())
    assert (TrialReport.objects.count(), ReportDraft.objects.count()) == (1, 0)
    late = he.post(path(running, "reports"), body)
    assert (late.status_code, late.json()["code"]) == (422, "report")
    for kind, words in (("received", ""), ("question", "请说明二月的波动。")):
        assert wen.post(path(running, "reports/1/remarks"), {"kind": kind, "words": words}).status_code == 201
    assert he.get(path(running, "reports")).json()["reports"][0]["standing"] == "asked"
    answer = {"kind": "answer", "words": "系机房检修所致。"}
    assert he.post(path(running, "reports/1/remarks"), answer).status_code == 201
    shown = wen.get(path(running, "reports/1")).json()
    assert [one["kind"] for one in shown["remarks"]] == ["received", "question", "answer"]
    assert shown["sections"]["course"] == "运行平稳，未见异常。"
    assert case_faults() == []


def test_a_report_on_a_case_that_moved_on_says_where_it_stands(running: Office, programs: Programs) -> None:
    item = quarter_over(running)
    he = programs(running.company.he, "reports")
    body = {"form": "regular", "item": item, "sections": dict(written()), "seq": 1}
    answer = he.post(path(running, "reports"), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "moved")
    assert answer.json()["seq"] == running.sequence


def test_a_change_is_told_with_a_code_and_decided(running: Office, programs: Programs) -> None:
    he, fang = programs(running.company.he, "read", "changes"), programs(running.fang)
    kinds = {one["kind"]: one for one in he.get(path(running, "changes")).json()["kinds"]}
    day = kinds["scope"]["earliest"]
    body = {"kind": "scope", "what": "由甲扩至乙", "why": "客户需要", "effective_on": day}
    assert he.post(path(running, "changes"), body).json()["code"] == "step-up"
    made = he.post(path(running, "changes"), {**body, "otp": next_code(running.company.he)}, "c1")
    assert (made.status_code, made.json()) == (201, {"number": 1}), made.json()
    again = he.post(path(running, "changes"), {**body, "otp": next_code(running.company.he)}, "c1")
    assert (again.status_code, TrialChange.objects.count()) == (201, 1)
    decided = fang.post(path(running, "changes/1/decision"), {"agree": True, "otp": next_code(running.fang)})
    assert decided.status_code == 200, decided.json()
    assert he.get(path(running, "changes")).json()["changes"][0]["state"] == "approved"
    assert he.post(path(running, "changes/1/drop")).json()["code"] == "decided"


def test_a_finding_is_answered_and_put_right_with_a_file(running: Office, programs: Programs) -> None:
    told(running, 1)
    zhou, wen = programs(running.company.cast.zhou, "read", "findings"), programs(running.wen)
    (shown,) = zhou.get(path(running, "inspections")).json()["inspections"]
    (finding,) = shown["findings"]
    assert (finding["number"], finding["units"], finding["answers"]) == (1, ["lead"], [])
    answer = {"unit": "lead", "agrees": True, "words": "认可", "evidence": [brought(zhou, running)]}
    assert zhou.post(path(running, "inspections/1/findings/1/answer"), answer, "f").status_code == 201
    item = ordered(running).item
    zhou = programs(running.company.cast.zhou, "read", "findings")
    done = {"unit": "lead", "measures": [{"measure": "补齐日报", "done": "已补齐"}]}
    made = zhou.post(path(running, f"rectifications/{item}/reports"), done)
    assert (made.status_code, made.json()) == (201, {"number": 1})
    wrong = zhou.post(path(running, "rectifications/none/reports"), done)
    assert wrong.status_code == 404
    checked = wen.post(path(running, "rectification-reports/1/check"), {"accept": True, "reason": "属实"})
    assert checked.status_code == 200
    (one,) = zhou.get(path(running, "inspections")).json()["rectifications"]
    assert (one["open"], one["reports"][0]["state"]) == (True, "accepted")
    assert case_faults() == []


def an_incident(**changed: Any) -> dict[str, Any]:
    at = StageClock.instant
    usual = {
        "title": "核查服务中断", "account": "上午交易时段核查服务无法访问。", "systems": "关联交易核查系统",
        "customers": 120, "occurred_at": (at - timedelta(seconds=40)).isoformat(),
        "discovered_at": (at - timedelta(seconds=20)).isoformat(), "grades": {CSRC: {"grade": "larger"}},
    }  # fmt: skip
    return {**usual, **changed}


def test_an_incident_is_reported_followed_up_restored_and_received(
    running: Office, programs: Programs
) -> None:
    he, wen = programs(running.company.he, "read", "incidents"), programs(running.wen)
    rules = he.get("/incident-rules").json()
    assert CSRC in {one["key"] for one in rules["rules"]}
    told_of = an_incident()
    made = he.post(path(running, "incidents"), told_of, "i1")
    again = he.post(path(running, "incidents"), told_of, "i1")
    assert (made.status_code, made.json()) == (201, {"number": 1}), made.json()
    assert (again.json(), Incident.objects.count()) == ({"number": 1}, 1)
    body = {"kind": "first", "recipient": "group", "content": WORDS}
    assert he.post(path(running, "incidents/1/reports"), body).status_code == 201
    recipient = next(one["key"] for one in rules["recipients"] if one["key"] != "group")
    elsewhere: dict[str, Any] = {
        "kind": "first", "recipient": recipient, "content": WORDS, "channel": "电话",
        "receipt_number": "0755-0000", "given_at": StageClock.instant.isoformat(),
        "evidence": [brought(he, running)],
    }  # fmt: skip
    sent = he.post(path(running, "incidents/1/reports"), elsewhere)
    assert sent.status_code == 201, sent.json()
    when = {"restored_at": StageClock.instant.isoformat()}
    assert he.post(path(running, "incidents/1/restoration"), when).status_code == 201
    assert he.post(path(running, "incidents/1/restoration"), when).json()["code"] == "restored"
    receipt = {"kind": "received", "words": "已阅"}
    assert wen.post(path(running, "incidents/1/reports/1/receipt"), receipt).status_code == 201
    shown = he.get(path(running, "incidents/1")).json()
    assert [one["receipt"] for one in shown["reports"]] == ["received", ""]
    assert shown["restored_at"]
    assert shown["clocks"]
    assert case_faults() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"discovered_at": "2020-01-01T00:00:00+08:00"}, "instants"),
        ({"occurred_at": "0001-01-01T00:00:00"}, "instant"),
        ({"grades": {}}, "grade"),
        ({"customers": -1}, "customers"),
        ({"occurred_at": "soon"}, "malformed"),
    ],
)
def test_an_incident_with_something_wrong_is_refused_and_nothing_stays(
    running: Office, programs: Programs, change: dict[str, Any], code: str
) -> None:
    he = programs(running.company.he, "incidents")
    before = running.sequence
    answer = he.post(path(running, "incidents"), an_incident(**change))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (Incident.objects.count(), running.sequence) == (0, before)


def test_a_drill_takes_no_signer_and_a_regrade_takes_a_reason(running: Office, programs: Programs) -> None:
    zhou, he = programs(running.company.cast.zhou, "incidents"), programs(running.company.he, "incidents")
    drill = zhou.post(path(running, "incidents"), an_incident(drill=True, grades={}))
    assert drill.status_code == 201, drill.json()
    assert zhou.post(path(running, "incidents"), an_incident()).json()["code"] == "role"
    assert he.post(path(running, "incidents"), an_incident()).status_code == 201
    again = {"regulation": CSRC, "grade": "general", "reason": ""}
    assert he.post(path(running, "incidents/2/grades"), again).status_code == 422


def test_rooms_are_closed_to_other_scopes_and_to_strangers(running: Office, programs: Programs) -> None:
    zhou, values = programs(running.company.cast.zhou, "read"), programs(running.company.cast.zhou, "values")
    stranger, expert = programs(running.company.cast.mo), programs(running.xu)
    posts: dict[str, dict[str, Any]] = {
        "reports": {"form": "needed", "seq": 1, "sections": {}},
        "reports/1/remarks": {"kind": "answer"},
        "changes": {"kind": "scope", "what": "x", "why": "x", "effective_on": "2030-01-01"},
        "incidents": an_incident(),
        "incidents/1/reports": {"kind": "first", "recipient": "group", "content": {}},
        "inspections/1/findings/1/answer": {"unit": "lead", "agrees": True},
        "rectifications/1/reports": {"unit": "lead", "measures": []},
    }
    for rest, body in posts.items():
        for refused in (zhou, values):
            assert refused.post(path(running, rest), body).json()["code"] == "scope"
        if rest != "changes":
            assert stranger.post(path(running, rest), body).status_code == 404, rest
            assert expert.post(path(running, rest), body).status_code == 404, rest
    for rest in ("reports", "changes", "inspections", "incidents"):
        assert zhou.get(path(running, rest)).status_code == 200
        assert values.get(path(running, rest)).status_code == 403
        assert stranger.get(path(running, rest)).status_code == 404
        assert expert.get(path(running, rest)).status_code == 404
    assert zhou.send(path(running, "files"), "a.pdf", b"%PDF").status_code == 403
    assert stranger.send(path(running, "files"), "a.pdf", b"%PDF").status_code == 404
