"""What the interface refuses, each in one shape: without a token, to a stranger, on another state, twice."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from tests.desks.accounts.visits import wrong_code
from tests.desks.api.program import Program
from tests.pilot.acts.staff import Office, an_office, overrule_findings
from tests.pilot.filings.company import Company
from xianxing.desks.audience import routes
from xianxing.pilot.cases.models import Event
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.tokens import revoke_token
from xianxing.pilot.parties.models import AccessToken, User
from xianxing.pilot.protection.row_seals import row_faults, seal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(company_filed: Company) -> Office:
    there = an_office(company_filed)
    for user in (there.wen, there.tang, there.fang, company_filed.cast.zhou, company_filed.cast.mo):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return there


@pytest.fixture
def case(office: Office) -> str:
    return str(office.company.filing.pk)


def test_without_a_good_token_nothing_is_said(office: Office, case: str) -> None:
    program = Program(office.wen)
    assert program.get(f"/cases/{case}").status_code == 200
    for header in ({}, {"Authorization": "Bearer xx_nothing"}, {"Authorization": f"Basic {program.token}"}):
        answer = Client().get(f"/api/v1/cases/{case}", headers=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "token")


def test_a_session_opens_nothing(office: Office, case: str) -> None:
    browser = Client()
    browser.force_login(office.wen)
    assert browser.get(f"/api/v1/cases/{case}").status_code == 401


@pytest.mark.parametrize("end", ["revoked", "over", "switched off"])
def test_a_token_that_ended_is_none(office: Office, case: str, end: str) -> None:
    program = Program(office.wen)
    row = AccessToken.objects.get(user=office.wen)
    if end == "revoked":
        revoke_token(token=row.pk, user=office.wen, real_now=timezone.now())
    elif end == "over":
        row.expires_at = timezone.now() - timedelta(seconds=1)
        row.seal = seal_of(row)
        row.save()
    else:
        User.objects.filter(pk=office.wen.pk).update(is_active=False)
    assert program.get(f"/cases/{case}").status_code == 401


@pytest.mark.parametrize("forged", ["widened", "lengthened", "another's", "put in"])
def test_a_token_that_sql_wrote_or_widened_opens_nothing(office: Office, case: str, forged: str) -> None:
    program = Program(office.fang, scopes=("read",))
    rows = AccessToken.objects.filter(user=office.fang)
    assert program.get(f"/cases/{case}").status_code == 200
    if forged == "put in":
        program.token = "xx_" + "A" * 43
        digest = hashlib.sha256(program.token.encode()).hexdigest()
        AccessToken.objects.create(
            user=office.wen, name="程序", digest=digest, scopes=["read", "act"], made_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1), seal=rows.get().seal,
        )  # fmt: skip
    elif forged == "widened":
        rows.update(scopes=["read", "act"])
    elif forged == "lengthened":
        rows.update(expires_at=timezone.now() + timedelta(days=300))
    else:
        rows.update(user=office.wen)
    assert program.get(f"/cases/{case}").status_code == 401
    assert [fault.split()[0] for fault in row_faults()] == ["parties_accesstoken"]


def test_a_token_for_reading_does_not_act(office: Office, case: str) -> None:
    program = Program(office.wen, scopes=("read",))
    answer = program.act(case, "register_local")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")
    assert office.state == "filed"


def test_a_stranger_is_told_of_nothing(office: Office, case: str) -> None:
    program = Program(office.company.cast.mo)
    seen = program.get(f"/cases/{case}")
    none = program.get(f"/cases/{uuid4()}")
    assert seen.status_code == none.status_code == 404
    assert seen.content == none.content
    assert program.act(case, "register_local", seq=5).content == none.content


def test_an_act_on_another_state_says_what_happened(office: Office, case: str) -> None:
    wen, tang = Program(office.wen), Program(office.tang)
    seen = wen.seq(case)
    assert wen.act(case, "register_local").status_code == 201
    late = tang.act(case, "register_local", seq=seen)
    assert late.status_code == 409
    assert late.json()["seq"] == wen.seq(case)
    assert late.json()["happened"][-1] == "登记并转形式审核"


def test_a_step_that_does_not_start_here_is_refused_with_its_clause(office: Office, case: str) -> None:
    answer = Program(office.fang).act(case, "allow_start", answers={})
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["clause"]) == ("not_from_here", "5.1.3")


def test_a_condition_that_fails_is_named(office: Office, case: str) -> None:
    answer = Program(office.wen).act(case, "register_core")
    assert answer.status_code == 422
    assert answer.json()["guards"] == ["on_direct_path"]
    assert answer.json()["clause"] == "5.1.1.c"


def test_the_same_key_is_answered_once(office: Office, case: str) -> None:
    program, key = Program(office.wen), uuid4().hex
    seen = program.seq(case)
    first = program.act(case, "register_local", key=key, seq=seen)
    again = program.act(case, "register_local", key=key, seq=seen)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Event.objects.filter(case_id=case, step="register_local").count() == 1
    other = program.act(case, "open_hearing", key=key, seq=seen, reason="存疑")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key")


def test_a_second_factor_is_never_waived(office: Office, case: str) -> None:
    program = Program(office.wen)
    assert program.act(case, "register_local", otp="").status_code == 201
    overrule_findings(office.company, office.wen)
    given: dict[str, Any] = {"answers": {"completeness": "complete"}}
    for code in ("", wrong_code(office.wen)):
        answer = program.act(case, "pass_formality", otp=code, **given)
        assert (answer.status_code, answer.json()["code"]) == (422, "step-up")
    code = second_factor.next_code(office.wen)
    assert program.act(case, "pass_formality", otp=code, **given).status_code == 201
    assert second_factor.spend_code(user=office.wen, code=code) is False


def test_two_people_by_programs(office: Office, case: str) -> None:
    wen, fang = Program(office.wen), Program(office.fang)
    wen.act(case, "register_local")
    entered = fang.act(case, "close_incomplete", reason="缺少安全检测报告")
    assert entered.status_code == 202
    pending = entered.json()["pending"]
    assert fang.confirm(pending).status_code == 422
    (waits,) = wen.get(f"/cases/{case}").json()["pending"]
    assert (waits["pending"], waits["reason"], waits["entered_by"]) == (pending, "缺少安全检测报告", "fang")
    assert Program(office.company.cast.zhou).get(f"/cases/{case}").json()["pending"] == []
    assert Program(office.company.cast.zhou).confirm(pending).status_code == 404
    back = wen.post(f"/pending/{pending}/return", {"reason": "已补交"})
    assert (back.status_code, back.json()["state"]) == (200, "returned")
    pending = fang.act(case, "close_incomplete", reason="仍不完整").json()["pending"]
    done = wen.confirm(pending)
    assert done.status_code == 201
    assert done.json()["state"] == "not_selected"
    assert [paper["kind"] for paper in done.json()["documents"]] == ["result_notice"]


def test_a_malformed_request_says_where(office: Office, case: str) -> None:
    program = Program(office.wen)
    answer = program.post(f"/cases/{case}/acts", {"step": "register_local", "seq": "soon"})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "seq" in answer.json()["message"]
    assert program.get("/cases/nothing").status_code == 422


def test_the_description_is_openapi_3_1(office: Office) -> None:
    said = Client().get("/api/v1/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    assert {"/api/v1/cases/{case}", "/api/v1/cases/{case}/acts", "/api/v1/files"} <= set(said["paths"])
    assert set(said["paths"]["/api/v1/cases/{case}/acts"]["post"]["responses"]) >= {
        "201", "202", "404", "409", "422",
    }  # fmt: skip


def test_every_route_but_the_description_asks_for_a_token(office: Office, case: str) -> None:
    for name, path, who in routes(get_resolver().url_patterns):
        if not name.startswith("api:") or who == "public":
            continue
        place = "/" + re.sub(r"<[^>]+>", case, re.sub(r"<int:[^>]+>", "1", path))
        client = Client()
        answers = {way(place).status_code for way in (client.get, client.post, client.put)}
        assert answers in ({401}, {401, 405}), (name, answers)


def test_a_text_that_is_none_is_malformed(office: Office, case: str) -> None:
    program = Program(office.wen)
    body = '{"step": "open_hearing", "seq": 1, "reason": "\\ud800 x"}'
    answer = program.client.post(
        f"/api/v1/cases/{case}/acts", body, content_type="application/json", headers=program.header
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_key_is_good_for_one_case_only(office: Office, case: str) -> None:
    program, key = Program(office.wen), uuid4().hex
    assert program.act(case, "register_local", key=key, seq=program.seq(case)).status_code == 201
    elsewhere = program.post(f"/cases/{uuid4()}/acts", {"step": "register_local", "seq": 1}, key)
    assert elsewhere.status_code == 404
