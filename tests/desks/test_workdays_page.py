"""The calendar page counts as the calendar does, and shows the counted days."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from xianxing.desks.public.calendars import calendar, lay_out

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.clause("5.1.3")
def test_five_working_days_over_the_autumn_holiday(client: Client) -> None:
    page = client.get("/workdays/?from=2026-09-28&n=5").content.decode()
    assert '<time datetime="2026-10-10">2026年10月10日</time>' in page
    assert "调休上班（国庆节）" in page
    assert "2026-10-01 星期四" in page


def test_the_same_as_json(client: Client) -> None:
    answer = client.get("/workdays/?from=2026-09-28&n=5&format=json").json()
    assert answer["date"] == "2026-10-10"
    assert answer["provisional"] is False
    assert [day["date"] for day in answer["days"]] == [
        "2026-09-29",
        "2026-09-30",
        "2026-10-08",
        "2026-10-09",
        "2026-10-10",
    ]
    assert answer["calendar"]["version"] == calendar().version


def test_a_count_into_a_year_without_notice_is_provisional(client: Client) -> None:
    page = client.get("/workdays/?from=2026-12-28&n=10").content.decode()
    answer = page[page.index('id="answer"') :]
    assert "暂定" in answer[: answer.index("</form>")]


def test_a_year_without_notice_is_marked(client: Client) -> None:
    assert "放假安排尚未公布" in client.get("/workdays/?year=2027").content.decode()
    assert "放假安排尚未公布" not in client.get("/workdays/?year=2025").content.decode()


def test_a_month_names_its_days_off(client: Client) -> None:
    page = client.get("/workdays/?month=2026-02").content.decode()
    assert "放假（春节）" in page
    assert page.count('class="month ') == 1


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("from=tomorrow&n=5", "请输入日期，例如 2026-09-28。"),
        ("from=2026-09-28&n=many", "请输入 -250 到 250 之间的整数。"),
        ("from=2026-09-28&n=251", "请输入 -250 到 250 之间的整数。"),
        ("from=1899-09-28&n=5", "1899"),
    ],
)
def test_a_wrong_question_is_answered_with_advice_and_kept(client: Client, query: str, advice: str) -> None:
    response = client.get(f"/workdays/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in page
    assert advice in page
    assert f'value="{query.split("&")[0].removeprefix("from=")}"' in page


@pytest.mark.parametrize(
    "query", ["year=1066", "year=abc", "month=2026-13", "month=2026-xx", "year=９９９９", "year=²"]
)
def test_a_period_outside_the_calendar_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/workdays/?{query}").status_code == 404


@time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=SHANGHAI), tick=False)
def test_from_november_the_missing_notice_is_announced(client: Client) -> None:
    assert "2027 年放假通知可能已经公布" in client.get("/workdays/").content.decode()


def test_weeks_begin_on_monday_and_hold_every_day_once() -> None:
    month = lay_out(calendar(), 2026, 11, dt.date(2026, 11, 24))
    days = [cell.day.date.day for week in month.weeks for cell in week if cell]
    assert days == list(range(1, 31))
    assert all(len(week) == 7 for week in month.weeks)
    assert [cell.day.date.weekday() for cell in month.weeks[1] if cell] == list(range(7))
    assert [
        cell.day.date.day for week in month.weeks for cell in week if cell and "is-today" in cell.look
    ] == [24]
