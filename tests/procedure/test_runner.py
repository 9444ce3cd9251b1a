"""Cases walked by people: who may do what, what is refused, and that a refusal leaves nothing behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    EXPERTS,
    HEAD,
    PUBLIC,
    STAFF,
    STAFF_TWO,
    TECH,
    Case,
    at,
    checklist,
    person,
    refused,
    state,
)
from xianxing.procedure import RefusedError, current, duties, open_steps
from xianxing.procedure.events import JSON


@pytest.mark.clause("5.1.3")
def test_an_ordinary_case_runs_from_draft_to_regular_operation() -> None:
    case = Case().run()
    assert state(case) == "running"
    case.leave("decide_normalise", DEPUTY)
    case.do("take_into_regular_system", BROKER)
    case.do("close_normalised", HEAD)
    assert state(case) == "awaiting_work_report"
    done = case.do("file_work_report", BROKER)
    assert done.state.state == "normalised"
    assert done.documents == ("work_report",)
    assert done.duties == ()


@pytest.mark.clause("3.1.c")
def test_filing_waits_for_the_last_unit() -> None:
    case = Case()
    case.do("freeze", BROKER)
    for actor in (BROKER, TECH):
        case.do("review_unit", actor)
    case.do("review_as_lead", BROKER)
    case.do("sign_compliance_as_lead", BROKER)
    case.do("give_consent", BROKER)
    assert refused(case, "file", BROKER, code="guard").guards == ("every_unit_consented",)
    case.do("give_consent", TECH)
    case.do("take_back_consent", TECH)
    refused(case, "file", BROKER, code="guard")
    case.do("give_consent", TECH)
    case.do("file", BROKER)
    assert state(case) == "filed"


@pytest.mark.clause("4.1.2")
@pytest.mark.clause("4")
def test_after_the_window_only_what_the_platform_received_inside_it_is_entered() -> None:
    case = Case()
    case.do("freeze", case.lead)
    case.attest()
    with pytest.raises(RefusedError) as early:
        case.do("enter_platform_filing", case.lead, platform_receipt="in_window")
    assert early.value.guards == ("window_closed",)
    case.day = date(2024, 2, 1)
    with pytest.raises(RefusedError) as closed:
        case.do("file", case.lead)
    assert closed.value.guards == ("window_open",)
    with pytest.raises(RefusedError) as late:
        case.do("enter_platform_filing", case.lead, platform_receipt="after_window")
    assert late.value.guards == ("received_in_window",)
    assert case.do("enter_platform_filing", case.lead, platform_receipt="in_window").state.state == "filed"


@pytest.mark.clause("4.3.2")
def test_a_changed_sheet_needs_every_units_confirmation_anew() -> None:
    case = Case()
    case.file()
    case.select()
    case.do("pass_evaluation", BUREAU)
    for actor in (BROKER, TECH):
        case.do("confirm_public_sheet", actor)
    assert case.do("change_public_sheet", TECH).state.acted["sheet_consents"] == frozenset()
    with pytest.raises(RefusedError) as refused:
        case.do("open_notice", STAFF)
    assert refused.value.guards == ("sheet_confirmed_by_all",)
    for actor in (BROKER, TECH):
        case.do("confirm_public_sheet", actor)
    assert case.do("open_notice", STAFF).state.state == "public_notice"


def test_with_a_technology_firm_as_lead_the_pilot_institution_signs() -> None:
    case = Case(lead_kind="technology_firm")
    case.do("freeze", TECH)
    for actor in (BROKER, TECH):
        case.do("review_unit", actor)
    case.do("review_as_lead", TECH)
    signer = person("科技合规", "lead_compliance", unit="techfirm")
    assert refused(case, "sign_compliance_as_lead", signer, code="guard").guards == (
        "lead_is_pilot_institution",
    )
    stranger = person("科技合规", "pilot_compliance", unit="techfirm")
    refused(case, "sign_compliance_as_partner", stranger, code="not_permitted")
    case.do("sign_compliance_as_partner", BROKER)


@pytest.mark.clause("5.2.1")
def test_a_technology_firm_never_reports_for_the_pilot_even_as_lead() -> None:
    case = Case(lead_kind="technology_firm").run()
    pretender = person("林知远", "pilot_institution", "technology_firm", "lead", unit="techfirm")
    refused(case, "report_when_needed", pretender, code="not_permitted")
    case.do("report_when_needed", BROKER)


@pytest.mark.clause("5.1.1.c")
def test_a_core_institution_goes_straight_after_recognition() -> None:
    case = Case(core="yes")
    case.do("freeze", BROKER)
    case.attest()
    case.do("file", BROKER)
    refused(case, "register_local", STAFF, code="guard")
    case.do("register_core", STAFF)
    case.do("report_to_bureau", HEAD)
    refused(case, "recognise", STAFF, code="second_person")
    refused(case, "recognise", STAFF, STAFF_TWO, code="evidence")
    case.do("recognise", STAFF, STAFF_TWO, evidence="科技监管局函〔2024〕1号")
    assert state(case) == "professional_evaluation"


def test_an_unrecognised_core_institution_follows_the_setting() -> None:
    case = Case(core="yes")
    case.do("freeze", BROKER)
    case.attest()
    case.do("file", BROKER)
    case.do("register_core", STAFF)
    case.do("report_to_bureau", HEAD)
    case.do("decline_recognition", BUREAU)
    refused(case, "close_unrecognised", HEAD, code="guard")
    case.do("send_to_local_path", HEAD)
    assert state(case) == "formality_check"


def test_a_correction_voids_every_confirmation_and_is_bounded() -> None:
    case = Case()
    case.file()
    for _ in range(2):
        case.do("request_correction", STAFF)
        case.do("freeze_correction", BROKER)
        refused(case, "refile_local", BROKER, code="guard")
        case.attest()
        case.do("refile_local", BROKER)
    assert refused(case, "request_correction", STAFF, code="guard").guards == ("corrections_left",)


def test_a_late_correction_closes_only_after_the_limit() -> None:
    case = Case()
    case.file()
    case.do("request_correction", STAFF)
    refused(case, "close_uncorrected", HEAD, code="guard")
    case.day += timedelta(days=20)
    done = case.do("close_uncorrected", HEAD)
    assert [event.step for event in done.events] == ["mark_overdue", "close_uncorrected"]
    assert done.state.state == "not_selected"


@pytest.mark.clause("5.1.3")
def test_five_working_days_alone_start_nothing() -> None:
    case = Case()
    case.file()
    case.select()
    case.announce()
    refused(case, "record_finding", HEAD, code="not_from_here")
    case.do("object_by_name", PUBLIC, item="异议1")
    case.day += timedelta(days=30)
    refused(case, "allow_start", HEAD, DEPUTY, code="not_from_here")
    assert refused(case, "record_finding", HEAD, code="guard").guards == ("every_comment_considered",)
    case.do("consider_comment", STAFF, item="异议1")
    refused(case, "record_finding", HEAD, code="guard", finding="major_danger")
    case.do("record_finding", HEAD)
    refused(case, "allow_start", HEAD, DEPUTY, code="not_from_here")
    case.do("record_consultation", BUREAU)
    refused(case, "allow_start", HEAD, code="second_person")
    case.do("allow_start", HEAD, DEPUTY)
    assert state(case) == "formal_publication"


def test_withdrawal_after_filing_needs_lead_and_institutions() -> None:
    case = Case()
    case.file()
    refused(case, "join_withdrawal", BROKER, code="guard")
    case.do("propose_withdrawal", BROKER)
    refused(case, "withdraw", BROKER, code="guard")
    case.do("join_withdrawal", BROKER)
    case.do("withdraw", BROKER)
    assert state(case) == "withdrawn"


@pytest.mark.clause("4.3.1")
def test_disqualification_follows_a_hearing() -> None:
    case = Case()
    case.file()
    refused(case, "disqualify", HEAD, DEPUTY, code="guard")
    case.do("open_hearing", STAFF)
    case.do("state_case", TECH)
    refused(case, "close_hearing", STAFF, code="guard", heard="not_yet")
    case.do("close_hearing", STAFF)
    case.do("disqualify", HEAD, DEPUTY)
    assert state(case) == "disqualified"


def test_a_change_of_units_starts_the_examination_again() -> None:
    case = Case()
    case.file()
    case.select()
    case.do("unit_leaves_before_start", TECH)
    assert state(case) == "change_review"
    members: JSON = {"units": ["broker"], "pilot_institutions": ["broker"], "lead": ["broker"]}
    refused(case, "accept_change", HEAD, code="members", members={"lead": ["nobody"]})
    refused(case, "accept_change", HEAD, code="guard", scenario_after="nobody")
    case.do("accept_change", HEAD, members=members)
    case.do("review_unit", BROKER)
    refused(case, "review_unit", TECH, code="not_permitted")
    case.do("review_as_lead", BROKER)
    case.do("sign_compliance_as_lead", BROKER)
    case.do("give_consent", BROKER)
    case.do("refile_local", BROKER)
    assert state(case) == "formality_check"


@pytest.mark.clause("5.3.3")
def test_one_extension_and_a_longer_one_only_by_override() -> None:
    case = Case().run()
    case.do("open_exit_by_institution", BROKER)
    case.do("assess_exit_oneself", BROKER)
    case.do("finish_exit_assessment", STAFF)
    assert refused(case, "decide_extend", HEAD, code="guard", extension_length=13).guards == (
        "extension_within_limit",
    )
    said = str(refused(case, "decide_extend", HEAD, code="guard", extension_length=13))
    assert said == "未满足的条件：延期不超过规定的月数。延期长度（月）：填写13，规定为12。"
    refused(case, "decide_longer_extension", HEAD, code="second_person", extension_length=13)
    refused(case, "decide_longer_extension", HEAD, DEPUTY, code="reason", extension_length=13, reason=" ")
    case.do("decide_longer_extension", HEAD, DEPUTY, extension_length=13)
    case.do("give_technology_view", BUREAU)
    case.do("conclude_exit_consultation", HEAD)
    done = case.do("resume_extended", HEAD)
    assert done.state.state == "running"
    assert done.duties[0].due == date(2026, 2, 16)  # 12 months as granted from 2024-01-16, and 13
    case.do("open_exit_by_group", HEAD)
    case.do("assess_exit_without_institution", STAFF)
    case.do("finish_exit_assessment", STAFF)
    assert refused(case, "decide_extend", HEAD, code="guard").guards == ("not_extended_before",)


@pytest.mark.clause("5.3.1")
def test_four_of_five_conditions_are_not_enough() -> None:
    case = Case().run()
    case.do("open_exit_by_institution", BROKER)
    case.do("assess_exit_oneself", BROKER)
    case.do("finish_exit_assessment", STAFF)
    conditions = checklist("exit_conditions")
    conditions[next(iter(conditions))] = False
    refused(case, "decide_normalise", HEAD, DEPUTY, code="guard", exit_conditions=conditions)
    refused(case, "decide_normalise", HEAD, DEPUTY, code="answer", exit_conditions={"达到预期效果": True})


@pytest.mark.clause("5.2.4")
def test_an_open_incident_is_no_state_and_bars_regular_operation() -> None:
    case = Case().run()
    case.do("find_incident", BROKER)
    assert state(case) == "running"
    case.do("open_exit_by_institution", BROKER)
    case.do("assess_exit_oneself", BROKER)
    case.do("finish_exit_assessment", STAFF)
    assert refused(case, "decide_normalise", HEAD, DEPUTY, code="guard").guards == ("no_open_incidents",)
    case.do("report_incident_process", BROKER)
    case.do("report_incident_result", BROKER)
    case.do("decide_normalise", HEAD, DEPUTY)


def test_tallies_count_each_member_once() -> None:
    case = Case()
    case.do("freeze", BROKER)
    case.do("review_unit", BROKER)
    refused(case, "review_unit", BROKER, code="twice")
    refused(case, "give_consent", TECH, code="guard")


def test_recusal_leaves_the_opinions_to_the_others() -> None:
    case = Case()
    case.file()
    case.do("pass_formality", STAFF)
    case.do("complete_risk_assessment", STAFF)
    case.do("invite_experts", STAFF, members={"experts": ["专家一", "专家二"]})
    case.do("give_opinion", EXPERTS[0])
    refused(case, "close_opinions", STAFF, code="guard")
    done = case.do("recuse", EXPERTS[1], members={"experts": ["专家一"]})
    assert done.state.facts["opinions"] == "all"
    case.do("close_opinions", STAFF)


@pytest.mark.parametrize(
    ("step", "actor", "code"),
    [
        ("nothing", HEAD, "unknown_step"),
        ("window_closes", HEAD, "time_only"),
        ("select", HEAD, "not_from_here"),
        ("freeze", TECH, "not_permitted"),
        ("freeze", STAFF, "not_permitted"),
    ],
)
def test_refusals_name_their_code(step: str, actor: object, code: str) -> None:
    refused(Case(), step, actor, code=code)


def test_no_act_before_the_last_one() -> None:
    case = Case()
    case.do("freeze", BROKER)
    case.day -= timedelta(days=1)
    refused(case, "review_unit", BROKER, code="earlier")


def test_open_steps_follow_permission_and_state() -> None:
    case = Case()
    now = current(case.store, "c")
    assert [step.id for step in open_steps(case.procedure, now, BROKER)] == ["freeze", "abandon_draft"]
    assert [step.id for step in open_steps(case.procedure, now, TECH)] == []
    assert [step.id for step in open_steps(case.procedure, now, HEAD)] == ["extend_window"]


def test_records_and_skeletons_are_kept_apart() -> None:
    case = Case()
    case.do("freeze", BROKER)
    event = case.store.events("c")[-1]
    assert set(event.skeleton("c")) == {"case", "sequence", "step", "at", "role", "clauses", "version"}
    assert case.store.records["c", event.sequence]["person"] == "陈启明"
    assert "陈启明" not in str(event.skeleton("c"))


def test_the_duty_names_role_and_last_day() -> None:
    case = Case()
    case.file()
    duty = duties(case.procedure, current(case.store, "c"), case.store.calendar("c"))[0]
    assert (duty.role, duty.state, duty.due, duty.overdue) == (
        "secretariat",
        "formality_check",
        date(2024, 1, 22),
        False,
    )
    assert at(date(2024, 1, 8)).date() == date(2024, 1, 8)


@pytest.mark.clause("4.1.2")
def test_the_last_freeze_says_who_leads_and_thereby_who_signs() -> None:
    case = Case()
    case.do("freeze", BROKER)
    case.do("edit", BROKER)
    members: JSON = {"units": ["broker", "techfirm"], "lead": ["techfirm"], "pilot_institutions": ["broker"]}
    case.do("freeze", BROKER, members=members, declares={"lead_kind": "technology_firm"})
    found = current(case.store, "c")
    assert (found.facts["lead_kind"], found.facts["core"]) == ("technology_firm", "no")
    assert found.members["lead"] == {"techfirm"}


@pytest.mark.parametrize(
    ("declares", "code"),
    [
        ({"consents": "all"}, "declares"),
        ({"core": "maybe"}, "answer"),
        ({"core": 1}, "answer"),
        ("core", "declares"),
    ],
)
def test_a_freeze_states_only_what_it_may(declares: JSON, code: str) -> None:
    refused(Case(), "freeze", BROKER, code=code, declares=declares)


def test_no_later_step_states_anew_what_was_filed() -> None:
    case = Case()
    case.do("freeze", BROKER)
    refused(case, "review_unit", BROKER, code="declares", declares={"core": "yes"})
