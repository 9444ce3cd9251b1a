"""Incidents and rectifications are chosen by their number on the page of the act, and by programs alike."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.logged_in import browser
from tests.factories.notices import (
    StageClock,
    at_the_time_of,
    consulted,
    noticed,
    take,
    to_consultation,
)
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import Cast
from tests.pilot.filings.company import a_company
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.reduced import kept_state, plain_state, read_state
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.parties.domain import second_factor
from xianxing.procedure.events import reduce_events

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.4")]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    """A project on trial."""
    there, company = on_trial, on_trial.company
    for person in (there.fang, there.wen):
        second_factor.enrol(user=person, secret=second_factor.new_secret())
    at_the_time_of(company, settings)
    return there


def institution(office: Office) -> Actor:
    """The lead, as the pilot institution that it is."""
    company = office.company
    return Actor(str(company.he.pk), frozenset({"pilot_institution"}), company.lead.key)


def sequence(office: Office) -> str:
    """The number of the case's last event, which is that of the item that it opened."""
    return str(Case.objects.get(pk=office.company.filing.pk).sequence)


def test_the_page_offers_the_open_items_and_takes_the_chosen_one(office: Office) -> None:
    take(office.company, "order_rectification", Actor("h", frozenset({"group_head"})), reason="限期整改")
    first = sequence(office)
    take(office.company, "order_rectification", Actor("h", frozenset({"group_head"})), reason="再整改")
    second = sequence(office)
    client, case = browser(office.wen), f"/cases/{office.company.filing.pk}/"
    StageClock.instant = office.company.later()
    shown = client.get(case).content.decode()
    assert f'<a href="{case}inspections/">整改 {second}</a>' in shown
    page = client.get(f"{case}steps/confirm_rectified/").content.decode()
    assert f'value="{first}"' in page and f"{second} · 自" in page and "整改中 · 至" in page
    seen = re.search(r'name="sequence" value="(\d+)"', page)
    assert seen
    sent = {"sequence": seen[1], "second_factor_code": second_factor.next_code(office.wen)}
    refused = client.post(f"{case}steps/confirm_rectified/", sent)
    assert refused.status_code == 422 and "请指明这是就哪一项" in refused.content.decode()
    StageClock.instant += timedelta(minutes=2)
    sent |= {"ask.rectification": second, "second_factor_code": second_factor.next_code(office.wen)}
    assert client.post(f"{case}steps/confirm_rectified/", sent).status_code == 302
    text = client.get(case).content.decode()
    assert f"整改 {first}" in text and f"整改 {second}" not in text


def test_a_program_reads_the_items_and_closes_one_by_its_number(office: Office) -> None:
    take(office.company, "find_incident", institution(office))
    first = sequence(office)
    take(office.company, "find_incident", institution(office))
    second, case = sequence(office), str(office.company.filing.pk)
    StageClock.instant = office.company.later()
    program = Program(office.company.he)
    items = program.get(f"/cases/{case}").json()["items"]
    assert [(one["item"], one["kind"], one["stage_name"]) for one in items] == [
        (first, "incident", "正在处置"), (second, "incident", "正在处置"),
    ]  # fmt: skip
    assert program.get(f"/cases/{case}").json()["overlays"] == ["incident"]
    steps = {one["step"]: one for one in program.get(f"/cases/{case}/steps").json()}
    assert steps["report_incident_process"]["asks"]["incident"]["values"] == [first, second]
    assert "report_incident_result" not in steps
    answer = program.act(case, "report_incident_process", answers={"incident": "1"})
    assert answer.status_code == 422 and first in answer.content.decode()
    done = program.act(case, "report_incident_process", answers={"incident": second})
    assert done.status_code in (200, 201), done.content
    stages = {one["item"]: one["stage"] for one in program.get(f"/cases/{case}").json()["items"]}
    assert stages == {first: "handling", second: "process_reported"}


def test_the_kept_state_holds_items_and_the_audit_finds_nothing(office: Office) -> None:
    take(office.company, "find_incident", institution(office))
    take(office.company, "order_rectification", Actor("h", frozenset({"group_head"})), reason="限期整改")
    case = Case.objects.get(pk=office.company.filing.pk)
    store = CaseStore(case)
    whole = reduce_events(store.procedures(""), store.events(""))
    assert len(whole.items) == 2 and whole.numbers == {"granted_months": 12}
    assert kept_state(case) == whole == read_state(plain_state(whole))
    assert list(case_faults([case])) == []


def test_the_start_is_granted_for_the_months_filed_for_and_never_more(
    assembled: Cast, settings: Settings
) -> None:
    company = a_company(assembled)
    company.freeze()
    company.attest()
    company.file()
    to_consultation(company, noticed(company))
    consulted(company)
    there = an_office(company)
    second_factor.enrol(user=there.fang, secret=second_factor.new_secret())
    at_the_time_of(company, settings)
    page = browser(there.fang).get(f"/cases/{company.filing.pk}/steps/allow_start/").content.decode()
    assert re.search(r'name="ask.granted_months"[^>]*value="12"', page)
    said = {"eligibility": "eligible", "parallel_approval": "not_needed", "exemption": "not_needed"}
    program = Program(there.fang)
    StageClock.instant = company.later()
    answer = program.act(str(company.filing.pk), "allow_start", answers={**said, "granted_months": 13})
    assert answer.status_code == 422 and "申报的试点期限为12个月" in answer.content.decode()
    StageClock.instant = company.later()
    program.act(str(company.filing.pk), "allow_start", answers=said)
    there.both_again("allow_start", there.wen)
    assert company.filing.case.state == "formal_publication" or there.state == "formal_publication"
    store = CaseStore(Case.objects.get(pk=company.filing.pk))
    state = store.state("")
    assert state is not None and state.numbers == {"granted_months": 12}
