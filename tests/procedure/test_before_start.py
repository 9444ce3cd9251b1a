"""From selection to the start: exemption, conditions, departments, notice and consultation, as people act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    EXPERTS,
    GOOD,
    HEAD,
    PUBLIC,
    STAFF,
    STAFF_TWO,
    TECH,
    Case,
    refused,
    state,
    usual,
)
from xianxing.procedure import RefusedError, current, duties, let_time_pass
from xianxing.procedure.events import JSON


def innovation(consult: bool = True) -> Case:
    """A business innovation whose start is to be decided."""
    case = Case(project_type="business_innovation")
    case.file()
    case.select()
    case.announce()
    case.day += timedelta(days=8)
    case.do("record_finding", HEAD)
    if consult:
        case.do("record_consultation", BUREAU)
    return case


@pytest.mark.clause("3.2.1")
def test_a_business_innovation_starts_only_with_its_exemption_and_the_refusal_names_the_clause() -> None:
    case = innovation()
    for answer in ("none", "not_needed"):
        with pytest.raises(RefusedError, match="豁免") as caught:
            case.do("allow_start", HEAD, DEPUTY, exemption=answer)
        assert caught.value.guards == ("exemption_given_for_innovation",)
        assert caught.value.clause == "3.2.1"
    with pytest.raises(RefusedError, match="豁免到期日") as caught:
        case.do("allow_start", HEAD, DEPUTY, particulars={"exemption_organ": "甲机关"})
    assert (caught.value.code, caught.value.clause) == ("particular", "5.1.3")
    assert len(caught.value.particulars) == 5
    view: JSON = {"view_organ": "乙部门", "view_number": "乙函〔2024〕2号", "granted_months": 12}
    done = case.do("allow_start", HEAD, DEPUTY, exemption="view_given", particulars=view)
    assert (done.state.state, "exemption" in done.state.clocks) == ("formal_publication", False)


@pytest.mark.clause("3.2.1")
def test_an_exemption_that_runs_out_in_the_trial_is_marked_and_decides_nothing() -> None:
    case = innovation()
    last = case.day + timedelta(days=30)
    given = usual(case.procedure, case.procedure.steps["allow_start"], GOOD, case.day)
    case.do("allow_start", HEAD, DEPUTY, particulars={**given, "exemption_expiry": last.isoformat()})
    case.do("publish_formally", STAFF)
    let_time_pass(case.store, "c", last)
    assert current(case.store, "c").overdue == frozenset()
    done = let_time_pass(case.store, "c", last + timedelta(days=1))
    assert [event.step for event in done.events] == ["exemption_expires"]
    assert (done.state.state, set(done.state.overdue)) == ("running", {"exemption"})


@pytest.mark.clause("5.1.2")
def test_the_panel_is_answered_item_by_item_before_it_passes() -> None:
    case = Case()
    case.file()
    case.select()
    for item in ("1", "2"):
        case.do("ask_supplement", BUREAU, item=item)
    found = refused(case, "pass_evaluation", BUREAU, code="guard")
    assert (found.guards, found.clause) == (("no_supplement_open",), "5.1.2")
    case.do("answer_supplement", TECH, item="1")
    refused(case, "answer_supplement", TECH, code="twice", item="1")
    refused(case, "answer_supplement", TECH, code="particular", item="2", particulars={})
    refused(case, "pass_evaluation", BUREAU, code="guard")
    case.do("drop_supplement", STAFF, STAFF_TWO, item="2", evidence="来函2号")
    assert case.do("pass_evaluation", BUREAU).state.state == "sheet_confirmation"


@pytest.mark.clause("5.1.2")
def test_conditions_before_the_start_are_met_first_and_those_of_the_trial_are_carried_into_it() -> None:
    case = Case()
    case.file()
    case.select()
    case.do("set_start_condition", BUREAU, item="甲")
    case.do("set_trial_condition", BUREAU, item="乙")
    case.announce()
    case.day += timedelta(days=8)
    case.do("record_finding", HEAD)
    case.do("set_start_condition", STAFF, STAFF_TWO, item="丙", evidence="来函3号")
    case.do("record_consultation", BUREAU, consultation_view="agrees_with_conditions")
    for item in ("甲", "丙"):
        found = refused(case, "allow_start", HEAD, DEPUTY, code="guard")
        assert (found.guards, found.clause) == (("start_conditions_met",), "5.1.2")
        refused(case, "meet_start_condition", STAFF, code="particular", item=item, particulars={})
        case.do("meet_start_condition", STAFF, item=item)
    case.do("allow_start", HEAD, DEPUTY)
    found_state = case.do("publish_formally", STAFF).state
    assert (found_state.state, found_state.facts["trial_conditions"]) == ("running", "some")
    assert found_state.acted["trial_conditions"] == {"乙"}
    case.do("report_on_conditions", BROKER)


@pytest.mark.clause("5.1.3")
def test_a_view_against_the_start_leads_to_no_start_and_a_reply_awaited_is_no_view() -> None:
    case = innovation(consult=False)
    refused(case, "record_consultation", BUREAU, code="answer", consultation_view="awaited")
    case.do("record_consultation", BUREAU, consultation_view="disagrees")
    found = refused(case, "allow_start", HEAD, DEPUTY, code="guard")
    assert (found.guards, found.clause) == (("bureau_agreed",), "5.1.3")
    case.do("consult_again", HEAD)
    refused(case, "record_consultation", BUREAU, code="particular", particulars={},
            consultation_view="agrees_with_conditions")  # fmt: skip
    case.do("record_consultation", BUREAU)
    assert case.do("allow_start", HEAD, DEPUTY).state.state == "formal_publication"


def noticed() -> Case:
    """A case whose public notice opened on a Monday."""
    case = Case()
    case.file()
    case.select()
    case.announce()
    return case


@pytest.mark.clause("5.1.3")
def test_a_change_of_substance_leads_to_fresh_confirmations_and_five_new_days() -> None:
    case = noticed()
    case.do("comment", PUBLIC, item="1")
    case.day += timedelta(days=3)
    case.do("change_of_substance", BROKER)
    found = refused(case, "open_notice", STAFF, code="guard")
    assert found.guards == ("sheet_confirmed_by_all",)
    for actor in (BROKER, TECH):
        case.do("confirm_public_sheet", actor)
    opened = case.do("open_notice", STAFF)
    assert opened.duties[0].due == date(2024, 1, 18)
    case.day = date(2024, 1, 18)
    refused(case, "record_finding", HEAD, code="not_from_here")
    case.day = date(2024, 1, 19)
    found = refused(case, "record_finding", HEAD, code="guard")
    assert found.guards == ("every_comment_considered",)
    case.do("consider_comment", STAFF, item="1")
    case.do("record_finding", HEAD)
    case.do("record_consultation", BUREAU)
    case.do("allow_start", HEAD, DEPUTY)
    assert case.do("change_of_substance", STAFF).state.state == "sheet_confirmation"


@pytest.mark.clause("5.1.3")
def test_a_notice_that_is_taken_down_is_confirmed_again_and_runs_five_new_days() -> None:
    case = noticed()
    case.day += timedelta(days=3)
    refused(
        case,
        "take_down_open_notice",
        STAFF,
        DEPUTY,
        code="reason",
        reason=" ",
        take_down_ground="personal_data",
    )
    taken = case.do("take_down_open_notice", STAFF, DEPUTY, take_down_ground="personal_data")
    assert taken.state.state == "sheet_confirmation"
    found = refused(case, "open_notice", STAFF, code="guard")
    assert found.guards == ("sheet_confirmed_by_all",)
    for actor in (BROKER, TECH):
        case.do("confirm_public_sheet", actor)
    assert case.do("open_notice", STAFF).duties[0].due == date(2024, 1, 18)


@pytest.mark.clause("5.1.3")
def test_what_was_published_is_taken_down_later_without_moving_the_case() -> None:
    case = noticed()
    case.day = date(2024, 1, 18)
    case.do("record_finding", HEAD)
    for _twice in range(2):
        taken = case.do("take_down_publication", STAFF, DEPUTY, take_down_ground="published_in_error")
        assert taken.state.state == "consultation"
    case.do("record_consultation", BUREAU)
    assert case.do("allow_start", HEAD, DEPUTY).state.state == "formal_publication"


@pytest.mark.clause("5.1.3")
def test_a_notice_is_lengthened_and_never_shortened() -> None:
    case = noticed()
    refused(
        case, "lengthen_notice", HEAD, code="reason", reason=" ", particulars={"notice_until": "2024-01-17"}
    )
    found = refused(
        case, "lengthen_notice", HEAD, code="particular", particulars={"notice_until": "2024-01-12"}
    )
    assert "2024-01-15" in found.sentence
    refused(case, "open_notice", STAFF, code="not_from_here", until={"public_notice": "2024-01-09"})
    done = case.do("lengthen_notice", HEAD, particulars={"notice_until": "2024-01-17"})
    assert (done.duties[0].due, done.state.clocks["public_notice"].day) == (
        date(2024, 1, 17),
        date(2024, 1, 8),
    )
    refused(case, "lengthen_notice", HEAD, code="particular", particulars={"notice_until": "2024-01-16"})
    case.day = date(2024, 1, 17)
    refused(case, "record_finding", HEAD, code="not_from_here")
    case.day = date(2024, 1, 18)
    assert case.do("record_finding", HEAD).events[0].step == "notice_ends"


@pytest.mark.clause("5.1.1")
def test_a_limit_that_is_practice_is_extended_with_a_reason_and_is_late_no_more() -> None:
    case = Case()
    case.file()
    case.day = date(2024, 2, 20)
    assert let_time_pass(case.store, "c", case.day).duties[0].overdue
    done = case.do("extend_limit", HEAD, particulars={"limit_until": "2024-02-29"})
    assert (done.duties[0].due, done.duties[0].overdue) == (date(2024, 2, 29), False)
    let_time_pass(case.store, "c", date(2024, 3, 1))
    assert duties(case.procedure, current(case.store, "c"), case.store.calendar("c"))[0].overdue
    running = Case().run()
    refused(running, "extend_limit", HEAD, code="not_from_here")


@pytest.mark.clause("5.1.3")
def test_until_the_trial_runs_it_is_stopped_withdrawn_or_a_lost_licence_reported() -> None:
    for acts in (
        [("stop_before_start", HEAD, DEPUTY)],
        [("licence_lost_before_start", TECH)],
        [("propose_withdrawal", BROKER), ("join_withdrawal", BROKER), ("withdraw", BROKER)],
    ):
        case = noticed()
        case.day += timedelta(days=8)
        case.do("record_finding", HEAD)
        case.do("record_consultation", BUREAU)
        case.do("allow_start", HEAD, DEPUTY)
        for step, *people in acts:
            case.do(step, *people, finding="major_danger")
        assert state(case) in ("stopped", "change_review", "withdrawn")


@pytest.mark.clause("5.1.1")
def test_each_department_has_one_entry_and_none_of_them_stops_the_case() -> None:
    case = Case()
    case.file()
    case.do("pass_formality", STAFF)
    case.do("complete_risk_assessment", STAFF)
    case.do("invite_experts", STAFF, members={"experts": ["专家一", "专家二"]})
    case.do("give_opinion", EXPERTS[0])
    refused(case, "close_opinions", STAFF, code="guard")
    refused(case, "require_recusal", STAFF, code="reason", reason="", members={"experts": ["专家一"]})
    case.do("require_recusal", STAFF, members={"experts": ["专家一"]})
    case.do("close_opinions", STAFF)
    case.do("invite_departments", STAFF, members={"departments": ["工信局", "金融局"]})
    found = refused(case, "evaluate_additionally", STAFF, code="guard")
    assert found.guards == ("every_department_entered",)
    letter: dict[str, JSON] = {"item": "工信局", "evidence": "来函5号", "department_view": "objects"}
    refused(case, "give_department_view", STAFF, code="second_person", **letter)
    refused(case, "give_department_view", STAFF, STAFF_TWO, code="member", **{**letter, "item": "文旅局"})
    case.do("give_department_view", STAFF, STAFF_TWO, **letter)
    refused(case, "give_department_view", STAFF, STAFF_TWO, code="twice", **letter)
    reminded: dict[str, JSON] = {"reminded_on": "2024-01-05", "reply_due": "2024-01-08"}
    refused(case, "note_department_silence", STAFF, code="particular", item="金融局", particulars=reminded)
    case.day = date(2024, 1, 9)
    case.do("note_department_silence", STAFF, item="金融局", particulars=reminded)
    case.do("evaluate_additionally", STAFF)
    assert case.do("select", HEAD).state.state == "professional_evaluation"


@pytest.mark.clause("5.1.3")
def test_a_letter_that_arrived_inside_the_notice_counts_also_when_it_is_entered_later() -> None:
    case = noticed()
    case.day = date(2024, 1, 16)
    note: dict[str, JSON] = {"comment_from": "来信", "comment_text": "请说明算法"}
    for day in ("2024-01-07", "2024-01-16", "2024-01-18"):
        found = refused(case, "enter_comment", STAFF, code="particular", item="信1",
                        particulars={**note, "received_on": day})  # fmt: skip
        assert "2024-01-08" in found.sentence and "2024-01-15" in found.sentence
    case.do("enter_comment", STAFF, item="信1", particulars={**note, "received_on": "2024-01-15"})
    assert state(case) == "comments_review"
    refused(case, "record_finding", HEAD, code="guard")
    case.do("consider_comment", STAFF, item="信1")
    assert case.do("record_finding", HEAD).state.state == "consultation"


@pytest.mark.clause("4")
def test_a_filing_known_from_the_platform_alone_begins_without_confirmations_made_here() -> None:
    case = Case()
    receipt: dict[str, JSON] = {"platform_number": "平台123", "platform_instant": "2024-01-08T09:00:00+08:00"}
    refused(case, "take_in_platform_filing", STAFF, code="second_person", platform_receipt="in_window")
    refused(case, "take_in_platform_filing", STAFF, STAFF_TWO, code="guard", platform_receipt="after_window")
    refused(case, "take_in_platform_filing", STAFF, STAFF_TWO, code="particular", particulars={},
            platform_receipt="in_window")  # fmt: skip
    taken = case.do("take_in_platform_filing", STAFF, STAFF_TWO, particulars=receipt,
                    platform_receipt="in_window").state  # fmt: skip
    assert (taken.state, taken.facts["platform_paper"], taken.facts["consents"]) == (
        "filed", "platform", "short",
    )  # fmt: skip
    case.do("register_local", STAFF)
    assert case.do("request_correction", STAFF).state.facts["platform_paper"] == "none"
    refused(case, "enter_platform_correction_core", STAFF, STAFF_TWO, code="guard", particulars=receipt)
    done = case.do("enter_platform_correction", STAFF, STAFF_TWO, particulars=receipt)
    assert (done.state.state, done.state.facts["platform_paper"]) == ("formality_check", "platform")
    case.select()
    assert state(case) == "professional_evaluation"
