"""The trial and its exit: the term granted, reports by the calendar, exits for all, what follows the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    HEAD,
    PUBLIC,
    STAFF,
    Case,
    at,
    earlier,
    person,
    pilot,
    refused,
    state,
)
from tests.procedure.trials import assessed, term
from xianxing.procedure import Actor, RefusedError, amend, current, let_time_pass
from xianxing.procedure.limits import length_of, limits_begun, prolonged_limits
from xianxing.procedure.ticking import end_of_period, limit_of
from xianxing.workdays import Calendar

FUND = person("顾晓彤", "unit", "unit_reviewer", "unit_signatory", "pilot_institution", unit="fund")


def granted(months: int) -> Case:
    """A running trial of so many months."""
    case = Case()
    case.file()
    case.select()
    case.announce()
    case.day += timedelta(days=8)
    case.do("record_finding", HEAD)
    case.do("record_consultation", BUREAU)
    case.do("allow_start", HEAD, DEPUTY, particulars={"granted_months": months}, exemption="not_needed")
    case.do("publish_formally", STAFF)
    return case


def together() -> Case:
    """A running trial of two pilot institutions."""
    case = Case().run()
    case.do("unit_joins_in_trial", BROKER)
    groups = {"units": ["broker", "techfirm", "fund"], "pilot_institutions": ["broker", "fund"]}
    case.do("settle_trial_change", HEAD, members=groups)  # type: ignore[arg-type]
    return case


@pytest.mark.clause("5.3")
@pytest.mark.parametrize("months", [6, 12, 18])
def test_the_term_is_the_one_granted(months: int) -> None:
    assert term(granted(months)) == {
        6: date(2024, 7, 16), 12: date(2025, 1, 16), 18: date(2025, 7, 16),
    }[months]  # fmt: skip


@pytest.mark.parametrize("months", [0, -1, 1.5, True, "十二"])
def test_a_term_is_a_whole_number_of_months(months: object) -> None:
    case = Case()
    case.file()
    case.select()
    case.announce()
    case.day += timedelta(days=8)
    case.do("record_finding", HEAD)
    case.do("record_consultation", BUREAU)
    given = {"granted_months": months}
    said = refused(case, "allow_start", HEAD, DEPUTY, code="particular", particulars=given,
                   exemption="not_needed").sentence  # fmt: skip
    assert "准予的试点期限" in said


@pytest.mark.clause("5.3.3")
def test_an_extension_by_six_months_adds_exactly_six_however_late_it_is_carried_out() -> None:
    case = granted(6)
    before = term(case)
    case.day = before + timedelta(days=40)
    assessed(case)
    case.do("decide_extend", HEAD, extension_length=3)
    case.do("return_to_review", HEAD)
    case.do("decide_extend", HEAD, extension_length=6)
    case.do("give_technology_view", BUREAU)
    case.do("conclude_exit_consultation", HEAD)
    assert term(case) == before
    done = case.do("resume_extended", HEAD)
    assert term(case) == date(2025, 1, 16)
    assert "trial_term" not in done.state.overdue
    reminded = let_time_pass(case.store, "c", date(2025, 1, 17)).events
    assert [event.payload["before_days"] for event in reminded if event.step == "remind_of_term"] == [
        90,
        60,
        30,
    ]
    case.day = date(2025, 1, 17)
    assessed(case)
    assert refused(case, "decide_extend", HEAD, code="guard").guards == ("not_extended_before",)
    refused(case, "decide_longer_extension", HEAD, DEPUTY, code="guard", extension_length=18)


@pytest.mark.clause("5.3.3")
def test_an_open_rectification_is_no_major_danger_by_itself() -> None:
    case = Case().run()
    case.do("order_rectification", HEAD)
    assessed(case)
    assert refused(case, "decide_normalise", HEAD, DEPUTY, code="guard").guards == ("no_open_rectifications",)
    case.do("decide_extend", HEAD)


@pytest.mark.clause("5.2.1")
def test_reports_fall_due_by_quarters_and_a_late_one_moves_nothing() -> None:
    case = Case().run()
    let_time_pass(case.store, "c", date(2024, 10, 2))
    case.day = date(2024, 10, 2)
    now = current(case.store, "c")
    opened = {item.opened: item for item in now.items.values()}
    assert list(opened) == [date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1)]
    assert [item.stage for item in opened.values()] == ["late", "late", "due"]
    case.do("report_regularly", BROKER, item=opened[date(2024, 4, 1)].id)
    assert [item.opened for item in current(case.store, "c").items.values()] == list(opened)[1:]
    assert current(case.store, "c").clocks["report_period"].day == date(2024, 10, 1)
    refused(case, "report_regularly", BROKER, code="item", item=opened[date(2024, 4, 1)].id)


@pytest.mark.clause("5.2.1")
def test_a_report_is_due_ten_working_days_after_the_last_day_of_its_period() -> None:
    calendar = Calendar.packaged()
    due = date(2024, 4, 15)
    assert calendar.add_workdays(date(2024, 3, 31), 10) == (due, False)
    case = Case(calendar=calendar).run()  # type: ignore[arg-type]
    let_time_pass(case.store, "c", due)
    (item,) = current(case.store, "c").items.values()
    assert (item.opened, item.stage) == (date(2024, 4, 1), "due")
    assert limit_of(pilot(), "regular_report", item.clocks["regular_report"], calendar).day == due
    let_time_pass(case.store, "c", due + timedelta(days=1))
    assert [item.stage for item in current(case.store, "c").items.values()] == ["late"]
    assert current(case.store, "c").clocks["report_period"].day == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2024, 1, 1), 3, date(2024, 3, 31)),
        (date(2024, 3, 31), 3, date(2024, 3, 31)),
        (date(2024, 11, 15), 3, date(2024, 12, 31)),
        (date(2024, 2, 10), 1, date(2024, 2, 29)),
        (date(2024, 7, 1), 6, date(2024, 12, 31)),
        (date(2024, 5, 5), 12, date(2024, 12, 31)),
    ],
)
def test_a_calendar_period_ends_with_its_last_month(day: date, months: int, last: date) -> None:
    assert end_of_period(day, months) == last


@pytest.mark.clause("5.3.4")
@pytest.mark.parametrize("steps", range(4))
def test_a_ground_for_forced_exit_leads_to_the_review_from_any_step(steps: int) -> None:
    case = Case().run()
    way: list[list[tuple[str, Actor]]] = [
        [("open_exit_by_institution", BROKER)],
        [("assess_exit_oneself", BROKER)],
        [("finish_exit_assessment", STAFF), ("decide_end", HEAD)],
        [("give_technology_view", BUREAU), ("conclude_exit_consultation", HEAD)],
    ]
    for step, actor in (turn for turns in way[: steps + 1] for turn in turns):
        case.do(step, actor)
    case.do("suspend", HEAD, DEPUTY)
    case.do("order_rectification", HEAD)
    refused(case, "find_force_ground", HEAD, code="guard", force_ground="none")
    case.do("find_force_ground", HEAD, force_ground="illegal_activity")
    assert state(case) == "exit_review"
    case.do("decide_force", HEAD, DEPUTY)
    refused(case, "conclude_exit_consultation", HEAD, code="guard")


@pytest.mark.clause("5.3.1")
def test_each_institution_proves_its_part() -> None:
    case = together()
    case.leave("decide_normalise", DEPUTY)
    case.do("take_into_regular_system", BROKER)
    assert refused(case, "close_normalised", HEAD, code="guard").guards == ("each_part_carried_out",)
    refused(case, "take_into_regular_system", BROKER, code="twice")
    case.do("take_into_regular_system", FUND)
    case.do("close_normalised", HEAD)


@pytest.mark.clause("5.3.7")
def test_the_group_verifies_what_an_institution_does_not_prove() -> None:
    case = together()
    assessed(case)
    case.do("decide_end", HEAD, end_ground="no_value")
    case.do("give_technology_view", BUREAU)
    case.do("conclude_exit_consultation", HEAD)
    case.do("carry_out_exit_plan", FUND)
    refused(case, "close_ended", HEAD, code="guard")
    case.do("verify_exit", STAFF)
    case.do("close_ended", HEAD)


@pytest.mark.clause("5.3.2")
def test_one_institution_that_leaves_is_not_all_that_apply() -> None:
    case = together()
    case.do("open_exit_by_institution", BROKER)
    case.do("assess_exit_oneself", BROKER)
    case.do("finish_exit_assessment", STAFF)
    assert refused(case, "decide_end", HEAD, code="guard").guards == ("own_request_of_all",)
    refused(case, "join_exit_application", BROKER, code="twice")
    case.do("join_exit_application", FUND)
    case.do("decide_end", HEAD)


@pytest.mark.clause("5.3.1")
def test_business_departments_are_several_and_in_any_order() -> None:
    case = assessed(Case().run())
    case.do("decide_normalise", HEAD, DEPUTY)
    case.hear_business_departments("机构司", "市场一司")
    assert refused(case, "conclude_exit_consultation", HEAD, code="guard").guards == ("technology_consulted",)
    case.do("give_technology_view", BUREAU)
    case.do("invite_business_departments", STAFF, members={"business_departments": ["期货司"]})
    assert refused(case, "conclude_exit_consultation", HEAD, code="guard").guards == (
        "business_departments_consulted",
    )
    case.do("give_business_view", BUREAU, item="期货司")
    case.do("conclude_exit_consultation", HEAD)


@pytest.mark.clause("5.3.1")
def test_who_was_asked_stays_asked_until_the_round_is_over() -> None:
    case = assessed(Case().run())
    case.do("decide_normalise", HEAD, DEPUTY)
    case.do("give_technology_view", BUREAU)
    case.do("invite_business_departments", STAFF, members={"business_departments": ["机构司", "市场一司"]})
    case.do("give_business_view", BUREAU, item="机构司")
    case.do("invite_business_departments", STAFF, members={"business_departments": ["机构司"]})
    case.do("invite_business_departments", STAFF, members={"business_departments": []})
    assert case.state.members["business_departments"] == {"机构司", "市场一司"}
    assert refused(case, "conclude_exit_consultation", HEAD, code="guard").guards == (
        "business_departments_consulted",
    )
    case.do("return_to_review", HEAD)
    case.do("decide_normalise", HEAD, DEPUTY)
    assert "business_departments" not in case.state.members
    case.do("give_technology_view", BUREAU)
    refused(case, "give_business_view", BUREAU, item="市场一司", code="member")
    refused(case, "conclude_exit_consultation", HEAD, code="guard")
    case.hear_business_departments("期货司")
    case.do("conclude_exit_consultation", HEAD)


@pytest.mark.clause("5.3.8")
def test_what_follows_the_end_is_on_record_and_leaves_the_case_where_it_stood() -> None:
    case = Case().run()
    case.leave("decide_force", DEPUTY)
    case.do("verify_exit", STAFF)
    refused(case, "enter_exit_in_register", STAFF, code="not_from_here")
    case.do("close_forced", HEAD)
    before = current(case.store, "c")
    case.do("complain", PUBLIC)
    case.do("settle_complaint", BROKER)
    case.do("submit_tolerance_evidence", BROKER)
    case.do("refer", HEAD, DEPUTY)
    case.do("enter_exit_in_register", STAFF)
    after = current(case.store, "c")
    assert (after.state, after.facts, after.members) == (before.state, before.facts, before.members)
    assert let_time_pass(case.store, "c", case.day + timedelta(days=900)).events == ()


@pytest.mark.clause("5.3.8")
def test_a_case_is_referred_from_filing_on_and_not_before() -> None:
    case = Case()
    refused(case, "refer", HEAD, DEPUTY, code="not_from_here")
    case.file()
    case.do("refer", HEAD, DEPUTY)
    for actor in (BROKER, HEAD):
        refused(case, "refer", actor, None, code="second_person" if actor is HEAD else "not_permitted")


def test_a_case_with_something_open_does_not_move_to_a_version_that_forgets_it() -> None:
    case = Case(earlier()).run()
    case.do("find_incident", BROKER)
    version = case.store.add_version(pilot())
    with pytest.raises(RefusedError) as caught:
        amend(case.store, "c", version, HEAD, "改用新的做法", at(case.day), second=DEPUTY)
    assert caught.value.code == "version" and "异常情形" in caught.value.sentence
    case.do("report_incident_process", BROKER)
    case.do("report_incident_result", BROKER)
    amend(case.store, "c", version, HEAD, "改用新的做法", at(case.day), second=DEPUTY)
    case.procedure = pilot()
    case.do("find_incident", BROKER)
    case.do("find_incident", BROKER)
    assert len(current(case.store, "c").items) == 2


def test_what_is_told_beforehand_of_a_term_is_what_comes() -> None:
    case, calendar = granted(6), Case().store.calendar("c")
    case.day = date(2024, 3, 1)
    assessed(case)
    case.do("decide_extend", HEAD, extension_length=6)
    case.do("give_technology_view", BUREAU)
    case.do("conclude_exit_consultation", HEAD)
    stands, steps = current(case.store, "c"), pilot().steps
    (told,) = prolonged_limits(pilot(), steps["resume_extended"], stands, calendar)
    assert (told.day, told.length) == (date(2025, 1, 16), 12)
    begun = limits_begun(
        pilot(), steps["publish_formally"], "formal_publication", date(2024, 1, 16), calendar,
        numbers=stands.numbers,
    )  # fmt: skip
    assert [(one.clock, one.day, one.length) for one in begun] == [
        ("trial_term", date(2024, 7, 16), 6), ("report_period", date(2024, 3, 31), None),
    ]  # fmt: skip
    assert length_of(pilot(), "trial_term", date(2024, 1, 16), 6) == "6个月"
    case.do("resume_extended", HEAD)
    assert term(case) == told.day


def test_what_was_closed_leaves_nothing_in_the_state() -> None:
    case = Case().run()
    before = current(case.store, "c")
    for _ in range(5):
        number = str(case.do("find_incident", BROKER).state.sequence)
        case.do("report_incident_process", BROKER, item=number)
        case.do("report_incident_result", BROKER, item=number)
    after = current(case.store, "c")
    assert (after.items, after.acted, after.facts, after.clocks, after.fired) == (
        before.items, before.acted, before.facts, before.clocks, before.fired,
    )  # fmt: skip
