"""Time: pure, idempotent, dated by what fell due, and never a decision."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.support import BROKER, GOOD, HEAD, STAFF, Case, Weekdays, at, pilot
from xianxing.procedure import MemoryStore, current, let_time_pass, perform, replay, tick
from xianxing.procedure.ticking import add_months, duties


def announced(calendar: Weekdays | None = None, day: date = date(2024, 1, 8)) -> Case:
    case = Case(day=day, calendar=calendar)
    case.file()
    case.select()
    case.announce()
    return case


@pytest.mark.clause("5.1.3")
def test_the_notice_ends_after_five_whole_working_days() -> None:
    case = announced()  # published on Monday 2024-01-08: Tuesday is the first day, Monday 15 the fifth
    assert let_time_pass(case.store, "c", date(2024, 1, 15)).state.state == "public_notice"
    done = let_time_pass(case.store, "c", date(2024, 1, 16))
    assert done.state.state == "comments_review"
    assert done.events[-1].at.date() == date(2024, 1, 16)


def test_a_limit_begins_on_the_day_in_china_whatever_the_hour() -> None:
    """The notice ends at 00:00 there, the day before elsewhere; a reader sees the same day."""
    case = announced()
    done = let_time_pass(case.store, "c", date(2024, 1, 16))
    assert done.events[-1].at.astimezone(UTC).date() == date(2024, 1, 15)
    begun = current(case.store, "c").clocks["comments"]
    assert begun.day == done.state.clocks["comments"].day == date(2024, 1, 16)
    assert duties(pilot(), current(case.store, "c"), Weekdays()) == done.duties


def test_an_act_soon_after_midnight_counts_from_its_own_day() -> None:
    case = Case()
    case.file()
    passed = perform(case.store, "c", "pass_formality", STAFF, GOOD, at(date(2024, 1, 9), hour=1))
    assert passed.state.clocks["risk_assessment"].day == date(2024, 1, 9)
    assert current(case.store, "c").clocks["risk_assessment"].day == date(2024, 1, 9)


def test_a_second_tick_enters_nothing() -> None:
    case = announced()
    let_time_pass(case.store, "c", date(2024, 1, 16))
    before = case.store.events("c")
    assert let_time_pass(case.store, "c", date(2024, 1, 16)).events == ()
    assert case.store.events("c") == before


@given(st.sets(st.integers(0, 60)))
def test_missed_nights_change_nothing(nights: set[int]) -> None:
    day = date(2024, 1, 8)
    some, none = announced(), announced()
    for night in sorted(nights):
        let_time_pass(some.store, "c", day + timedelta(days=night))
    last = day + timedelta(days=61)
    let_time_pass(some.store, "c", last)
    let_time_pass(none.store, "c", last)
    assert some.store.events("c") == none.store.events("c")


def test_tick_is_pure() -> None:
    case = announced()
    now = current(case.store, "c")
    first = tick(pilot(), now, date(2024, 3, 1), Weekdays())
    assert first == tick(pilot(), now, date(2024, 3, 1), Weekdays())
    assert current(case.store, "c") == now
    assert [event.step for event in first] == ["notice_ends", "mark_overdue"]


def test_a_provisional_day_ends_no_notice() -> None:
    case = announced(Weekdays(known_until=2023))
    assert let_time_pass(case.store, "c", date(2024, 6, 1)).state.state == "public_notice"


@pytest.mark.clause("0")
def test_the_window_closes_and_a_notice_opens_it_again() -> None:
    case = Case(day=date(2024, 1, 30))
    assert let_time_pass(case.store, "c", date(2024, 2, 1)).state.facts["window"] == "closed"
    case.day = date(2024, 2, 2)
    done = case.do("extend_window", HEAD, until={"call_window": "2024-03-01"})
    assert done.state.facts["window"] == "open"
    assert let_time_pass(case.store, "c", date(2024, 3, 2)).state.facts["window"] == "closed"
    assert current(case.store, "c").state == "draft"


def test_reminders_come_once_each_and_then_the_term_is_overdue() -> None:
    case = Case().run()
    done = let_time_pass(case.store, "c", case.day + timedelta(days=400))
    kinds = [event.payload["before_days"] for event in done.events if event.step == "remind_of_term"]
    assert kinds == [90, 60, 30]
    assert "trial_term" in done.state.overdue
    assert done.state.state == "running"
    assert done.duties[0].overdue


def test_a_report_given_in_time_is_never_late() -> None:
    case = Case().run()
    case.day = date(2024, 4, 9)
    assert let_time_pass(case.store, "c", case.day).state.items
    done = case.do("report_regularly", BROKER)
    assert not done.state.items
    late = let_time_pass(case.store, "c", date(2024, 6, 30)).events
    assert [event.step for event in late] == []


def test_replay_shows_each_day_as_it_was() -> None:
    case = announced()
    case.day = date(2024, 1, 18)
    case.do("record_finding", HEAD)
    assert replay(case.store, "c", date(2024, 1, 15)).state == "public_notice"
    assert replay(case.store, "c", date(2024, 1, 16)).state == "comments_review"
    assert replay(case.store, "c", date(2024, 1, 18)).state == "consultation"


def test_an_empty_store_knows_no_case() -> None:
    assert MemoryStore(Weekdays(), pilot()).events("x") == ()
    assert STAFF.person == "秘书甲"


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 12, 15), 12, date(2024, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_where_the_calendar_does(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@pytest.mark.clause("5.2.2")
def test_in_a_trial_the_duty_is_the_dated_one_that_comes_first() -> None:
    case = Case().run()
    calendar = case.store.calendar("c")

    def duty() -> tuple[str, str, date | None, bool]:
        [found] = duties(pilot(), current(case.store, "c"), calendar)
        return found.role, found.clock, found.due, found.overdue

    end = duty()
    assert (end[0], end[1], end[3]) == ("pilot_institution", "trial_term", False)
    ordered = case.do("order_rectification", HEAD, until={"rectification": "2024-05-06"}).state.sequence
    assert duty() == ("pilot_institution", "rectification", date(2024, 5, 6), False)
    case.day = date(2024, 5, 7)
    let_time_pass(case.store, "c", case.day)
    assert duty() == ("pilot_institution", "regular_report", date(2024, 4, 12), True)
    period = next(item for item in case.state.items.values() if item.kind == "report")
    case.do("report_regularly", BROKER, item=period.id)
    assert duty() == ("pilot_institution", "rectification", date(2024, 5, 6), True)
    case.do("confirm_rectified", STAFF, item=str(ordered))
    assert duty() == end
    case.do("order_rectification", HEAD)
    case.do("open_exit_by_institution", BROKER)
    assert duty()[:2] == ("pilot_institution", "exit_step")
