"""Dates in the ways practitioners write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.documents.dates import find_date, impossible_date, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月10日",
        "2024 年 1 月 10 日",
        "2024年01月10日",
        "2024.1.10",
        "2024.01.10",
        "2024-01-10",
        "2024/1/10",
        "２０２４年１月１０日",
        "二〇二四年一月十日",
        "二○二四年一月十日",
        "二零二四年一月十日",
        "20240110",
        "签于2024年1月10日。",
        "2024年1月10号",
        "2024． 1． 10",
    ],
)
def test_reads_every_way_of_writing(text: str) -> None:
    assert parse_date(text) == date(2024, 1, 10)


@pytest.mark.parametrize(
    "text", ["", "年  月  日", "2024年13月40日", "2024年2月30日", "12024.1.10", "电话20241310", "二〇二四年"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_chinese_numbers_above_ten() -> None:
    assert parse_date("二〇二三年十二月三十一日") == date(2023, 12, 31)
    assert parse_date("二〇二三年十一月二十日") == date(2023, 11, 20)


def test_says_where_the_date_stands() -> None:
    found = find_date("日期：2024年1月10日止")
    assert found is not None
    assert "日期：2024年1月10日止"[found[1] : found[2]] == "2024年1月10日"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_reads_back_any_day(day: date) -> None:
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.year}.{day.month}.{day.day}") == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("签字日期：2024年2月30日", "2024年2月30日"),
        ("2024 年 13 月 5 日", "2024年13月5日"),
        ("二〇二四年二月三十日", "二〇二四年二月三十日"),
        ("2024年2月29日", ""),
        ("版本2024.13.5", ""),
    ],
)
def test_a_day_that_no_calendar_has_is_found_where_it_is_written_in_words(text: str, found: str) -> None:
    assert impossible_date(text) == found
