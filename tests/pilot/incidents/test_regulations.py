"""Rules by their versions, grades to clocks, and to the second where a clock ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from xianxing.pilot.incidents.regulations import ReportClock, regulations
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import CHINA_TIME

NOON = datetime(2025, 11, 3, 12, tzinfo=CHINA_TIME)
SECOND = timedelta(seconds=1)


def in_force(day: str) -> list[str]:
    return [one.id for one in regulations().in_force(date.fromisoformat(day))]


def clock(regulation: str, identifier: str) -> ReportClock:
    return regulations().versions[regulation].clocks[identifier]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2021-06-03", ["guide", "csrc_2012"]),
        ("2021-06-04", ["guide", "csrc_2021"]),
        ("2023-04-30", ["guide", "csrc_2021"]),
        ("2023-05-01", ["guide", "csrc_2023"]),
        ("2025-10-31", ["guide", "csrc_2023"]),
        ("2025-11-01", ["guide", "csrc_2023", "national_2025"]),
    ],
)
def test_the_version_of_the_day_is_in_force(day: str, found: list[str]) -> None:
    assert in_force(day) == found


def test_a_version_that_is_like_another_has_its_grades_and_clocks() -> None:
    known = regulations().versions
    assert known["csrc_2023"].clocks.keys() == known["csrc_2021"].clocks.keys()
    assert known["csrc_2023"].until is None


@pytest.mark.parametrize(
    ("grade", "capacity", "recipients"),
    [
        ("larger", "others", ["cac"]),
        ("critical", "others", ["cac"]),
        ("larger", "infrastructure", ["protection", "police"]),
        ("general", "others", []),
        ("none", "infrastructure", []),
    ],
)
def test_grade_and_capacity_say_whom_the_national_rule_has_told(
    grade: str, capacity: str, recipients: list[str]
) -> None:
    found = regulations().versions["national_2025"].clocks_of(grade, capacity)
    assert [one.recipient.id for one in found] == recipients


@pytest.mark.parametrize(("identifier", "hours"), [("national_province", 4), ("national_police", 1)])
def test_hours_are_real_hours_and_the_last_second_is_in_time(identifier: str, hours: int) -> None:
    due = clock("national_2025", identifier).due_after(NOON, Calendar.load())
    assert due is not None
    assert due.at == NOON + timedelta(hours=hours)
    assert due.kept_by(due.at)
    assert not due.kept_by(due.at + SECOND)


def test_working_days_end_with_the_last_day_and_leave_out_the_first() -> None:
    friday = datetime(2024, 3, 1, 0, 30, tzinfo=CHINA_TIME)
    due = clock("csrc_2012", "csrc_2012_summary").due_after(friday, Calendar.load())
    assert due is not None
    assert due.day == date(2024, 3, 8)
    assert due.kept_by(datetime(2024, 3, 8, 23, 59, 59, tzinfo=CHINA_TIME))
    assert not due.kept_by(datetime(2024, 3, 9, tzinfo=CHINA_TIME))


def test_working_days_of_a_year_that_the_calendar_does_not_know_are_the_officers() -> None:
    far = NOON.replace(year=2090)
    assert clock("csrc_2012", "csrc_2012_summary").due_after(far, Calendar.load()) is None


def test_a_number_that_is_not_confirmed_ends_no_clock() -> None:
    for regulation in regulations().versions.values():
        for one in regulation.clocks.values():
            assert (one.due_after(NOON, Calendar.load()) is None) == (not one.confirmed)


def test_every_grade_and_capacity_that_a_clock_names_is_one_of_its_rule() -> None:
    for regulation in regulations().versions.values():
        for one in regulation.clocks.values():
            assert set(one.grades) <= set(regulation.grades)
            assert set(one.capacities) <= set(regulation.capacities)
            assert not one.confirmed or one.value


def test_every_rule_is_sourced_in_both_languages() -> None:
    for regulation in regulations().versions.values():
        assert regulation.source.zh
        assert regulation.source.en
        assert all(one.source.zh and one.source.en for one in regulation.clocks.values())
