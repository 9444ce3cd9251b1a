"""What each day is: the traps of past years, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest

from xianxing.i18n import language
from xianxing.workdays import Calendar, CalendarError, DayKind, UnknownYearError


def days(calendar: Calendar, year: int, kind: DayKind, month: int | None = None) -> list[str]:
    months = [month] if month else range(1, 13)
    found = [day for number in months for day in calendar.month(year, number) if day.kind is kind]
    return [f"{day.date:%m-%d}" for day in found]


def test_every_day_agrees_with_chinese_calendar(calendar: Calendar) -> None:
    day, wrong = date(2004, 1, 1), []
    while day.year <= 2026:
        if bool(calendar.is_workday(day)) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_make_up_days_of_2026_are_those_of_the_notice(calendar: Calendar) -> None:
    assert days(calendar, 2026, DayKind.MAKEUP) == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert days(calendar, 2026, DayKind.HOLIDAY, 2) == [f"02-{number}" for number in range(15, 24)]


def test_make_up_days_of_2014_are_those_of_the_notice(calendar: Calendar) -> None:
    assert days(calendar, 2014, DayKind.MAKEUP) == ["01-26", "02-08", "05-04", "09-28", "10-11"]
    assert calendar.day(date(2014, 4, 7)).kind is DayKind.HOLIDAY


def test_spring_festival_eve_of_2024_was_a_workday(calendar: Calendar) -> None:
    assert calendar.is_workday(date(2024, 2, 9))
    assert days(calendar, 2024, DayKind.HOLIDAY, 2) == [f"02-{number}" for number in range(10, 18)]
    assert days(calendar, 2024, DayKind.MAKEUP, 2) == ["02-04", "02-18"]


@pytest.mark.parametrize(
    ("year", "make_up", "plain_weekend"),
    [(2023, ["10-07", "10-08"], "10-14"), (2024, ["10-12"], "10-13")],
)
def test_national_day_make_up_days(
    calendar: Calendar, year: int, make_up: list[str], plain_weekend: str
) -> None:
    assert days(calendar, year, DayKind.MAKEUP, 10) == make_up
    assert not calendar.is_workday(date.fromisoformat(f"{year}-{plain_weekend}"))


def test_a_notice_reaches_back_into_december(calendar: Calendar) -> None:
    assert calendar.day(date(2018, 12, 29)).kind is DayKind.MAKEUP
    monday_off = calendar.day(date(2018, 12, 31))
    assert (monday_off.kind, monday_off.name) == (DayKind.HOLIDAY, "元旦")
    assert monday_off.source == "国办发明电〔2018〕15号"
    assert calendar.day(date(2018, 12, 28)).source == "国办发明电〔2017〕12号"


def test_extraordinary_arrangements(calendar: Calendar) -> None:
    assert calendar.day(date(2015, 9, 3)).name == "抗战胜利70周年纪念日"
    assert calendar.is_workday(date(2015, 9, 6))
    assert not calendar.is_workday(date(2020, 2, 1))
    assert not calendar.is_workday(date(2020, 1, 31))


def test_years_before_2007_name_the_package_they_were_seeded_from(calendar: Calendar) -> None:
    assert calendar.tables[2005].source == "seeded from chinesecalendar 1.11.0"
    assert calendar.tables[2007].source == "国办发明电〔2006〕49号"


def test_a_year_not_announced_is_answered_provisionally(calendar: Calendar) -> None:
    answer = calendar.is_workday(date(2027, 2, 5))
    assert (answer.value, answer.provisional) == (False, True)
    assert calendar.day(date(2027, 2, 5)).name == "农历除夕"
    assert calendar.is_workday(date(2027, 3, 1)).provisional
    assert not calendar.is_workday(date(2026, 12, 31)).provisional
    assert days(calendar, 2027, DayKind.MAKEUP) == []


def test_provisional_says_so_in_both_languages(calendar: Calendar) -> None:
    day = calendar.day(date(2027, 10, 1))
    assert day.why == "放假（国庆节），暂定"
    with language("en"):
        assert day.why == "day off (National Day), provisional"


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2041, 1, 1)])
def test_a_day_outside_the_calendar_is_refused(calendar: Calendar, day: date) -> None:
    with pytest.raises(UnknownYearError, match=rf"{day.year} 年不在日历范围内（2004—2040 年）"):
        calendar.is_workday(day)


def test_an_instant_is_not_a_day(calendar: Calendar) -> None:
    with pytest.raises(TypeError):
        calendar.is_workday(datetime(2026, 1, 1, tzinfo=UTC))


def test_a_month_that_is_none_is_refused(calendar: Calendar) -> None:
    with pytest.raises(CalendarError, match="没有 13 月"):
        calendar.month(2026, 13)
    assert len(calendar.month(2024, 2)) == 29
    assert len(calendar.month(2026, 12)) == 31


def test_a_make_up_workday_is_never_a_trading_day(calendar: Calendar) -> None:
    for table in calendar.tables.values():
        assert not any(calendar.is_trading_day(day) for day in table.work)


def test_exchanges_rest_on_days_that_are_workdays(calendar: Calendar) -> None:
    eve = date(2024, 2, 9)
    assert calendar.is_workday(eve)
    assert not calendar.is_trading_day(eve)
    assert calendar.is_trading_day(date(2024, 2, 8))


def test_trading_days_of_past_years_match_the_exchanges_figures(calendar: Calendar) -> None:
    sessions = {2019: 244, 2020: 243, 2021: 243, 2022: 242, 2023: 242, 2024: 242}
    for year, number in sessions.items():
        opened = sum(
            bool(calendar.is_trading_day(d.date)) for m in range(1, 13) for d in calendar.month(year, m)
        )
        assert opened == number, year


def test_trading_days_are_provisional_where_closures_are_not_known(calendar: Calendar) -> None:
    assert not calendar.is_trading_day(date(2026, 12, 31)).provisional
    assert calendar.is_trading_day(date(2027, 3, 1)).provisional
    assert not calendar.is_trading_day(date(2026, 10, 10)).value


def test_the_next_notice_is_awaited_from_november(calendar: Calendar) -> None:
    assert calendar.notice_awaited(date(2026, 10, 31)) is None
    assert calendar.notice_awaited(date(2026, 11, 1)) == 2027
    assert calendar.notice_awaited(date(2025, 12, 1)) is None
