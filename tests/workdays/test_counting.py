"""Counting days forwards and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xianxing.workdays import Calendar, DayKind, UnknownYearError

CALENDAR = Calendar.packaged()
DATES = st.dates(date(2006, 1, 1), date(2034, 12, 31))
STEPS = st.integers(0, 120)


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize(
    ("published", "last"),
    [
        ("2026-09-29", "2026-10-12"),  # 30, 8, 9, Saturday the 10th, 12
        ("2026-09-18", "2026-09-24"),  # Sunday the 20th counts
        ("2024-02-05", "2024-02-18"),  # 6 to 9, then only Sunday the 18th
        ("2023-09-28", "2023-10-11"),
        ("2026-02-13", "2026-02-27"),
        ("2025-12-30", "2026-01-07"),
    ],
)
def test_five_working_days_of_public_notice(published: str, last: str) -> None:
    assert CALENDAR.add(date.fromisoformat(published), 5).date.isoformat() == last


def test_every_day_passed_is_listed_with_its_reason() -> None:
    span = CALENDAR.add(date(2026, 9, 30), 3)
    assert [day.date.day for day in span.days] == [8, 9, 10]
    assert [day.kind for day in span.days] == [DayKind.WORKDAY, DayKind.WORKDAY, DayKind.MAKEUP]
    assert [day.date.day for day in span.skipped] == [1, 2, 3, 4, 5, 6, 7]
    assert {day.name for day in span.skipped} == {"国庆节"}


def test_zero_gives_the_day_itself_even_on_a_weekend() -> None:
    sunday = date(2026, 11, 22)
    assert CALENDAR.add(sunday, 0).date == sunday
    assert CALENDAR.add(sunday, 0).days == ()
    assert CALENDAR.add(date(2027, 5, 3), 0).provisional


def test_counting_back() -> None:
    assert CALENDAR.add(date(2026, 1, 5), -1).date == date(2026, 1, 4)
    assert CALENDAR.add(date(2026, 1, 4), -1).date == date(2025, 12, 31)
    assert CALENDAR.add(date(2026, 1, 3), -1).date == date(2025, 12, 31)


def test_a_run_into_a_year_not_announced_is_provisional_as_a_whole() -> None:
    assert not CALENDAR.add(date(2026, 12, 25), 4).provisional
    assert CALENDAR.add(date(2026, 12, 25), 5).provisional
    assert CALENDAR.between(date(2026, 12, 1), date(2027, 1, 1)).provisional
    assert CALENDAR.add_workdays(date(2026, 12, 30), 2) == (date(2027, 1, 4), True)


def test_late_december_of_the_last_announced_year_is_not_settled() -> None:
    assert CALENDAR.add(date(2026, 12, 25), 2).unsettled
    assert not CALENDAR.add(date(2026, 12, 25), 1).unsettled
    assert not CALENDAR.add(date(2025, 12, 25), 4).unsettled


def test_a_run_off_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(UnknownYearError):
        CALENDAR.add(date(2040, 12, 28), 10)
    with pytest.raises(UnknownYearError):
        CALENDAR.add(date(2004, 1, 5), -10)
    with pytest.raises(UnknownYearError):
        CALENDAR.add(date(1999, 1, 1), 0)


@given(DATES, st.integers(-120, 120))
def test_property_between_undoes_add(start: date, number: int) -> None:
    assert CALENDAR.between(start, CALENDAR.add(start, number).date).count == number


@given(DATES, STEPS, STEPS)
def test_property_two_steps_are_one(start: date, first: int, second: int) -> None:
    together = CALENDAR.add(start, first + second)
    assert CALENDAR.add(CALENDAR.add(start, first).date, second).date == together.date
    back = CALENDAR.add(start, -(first + second))
    assert CALENDAR.add(CALENDAR.add(start, -first).date, -second).date == back.date


@given(DATES, DATES, STEPS)
def test_property_a_later_start_never_ends_earlier(one: date, other: date, number: int) -> None:
    early, late = sorted((one, other))
    assume(number > 0)
    assert CALENDAR.add(early, number).date <= CALENDAR.add(late, number).date


@given(DATES, st.integers(1, 120))
def test_property_the_last_day_counted_is_a_workday_and_none_is_lost(start: date, number: int) -> None:
    span = CALENDAR.add(start, number)
    assert CALENDAR.is_workday(span.date)
    assert len(span.days) == number
    assert len(span.days) + len(span.skipped) == (span.date - start).days
    assert span.provisional == any(day.provisional for day in (*span.days, *span.skipped))


@given(DATES, DATES, DATES)
def test_property_spans_join(one: date, other: date, third: date) -> None:
    a, b, c = sorted((one, other, third))
    joined = CALENDAR.between(a, b).count + CALENDAR.between(b, c).count
    assert joined == CALENDAR.between(a, c).count
