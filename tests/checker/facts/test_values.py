"""Numbers, spans, sums and days in any hand become one value; what is none of them becomes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.checker.facts.values import Moment, days, ending, moment, money, months, number, numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12个月", 12),
        ("１２个月", 12),
        ("十二个月", 12),
        ("18 个月", 18),
        ("一年", 12),
        ("1年", 12),
        ("两年", 24),
        ("一年半", 18),
        ("1年半", 18),
        ("半年", 6),
        ("二〇二四年", None),
        ("2024年7月", None),
        ("7月", None),
        ("若干个月", None),
        ("", None),
    ],
)
def test_a_span_in_months(text: str, value: float | None) -> None:
    assert months(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百万元", 3_000_000),
        ("300万元", 3_000_000),
        ("3,000,000元", 3_000_000),
        ("3，000，000元", 3_000_000),
        ("人民币 1.5 万元", 15_000),
        ("3千万元", 30_000_000),
        ("2百万元", 2_000_000),
        ("一千五百万元", 15_000_000),
        ("一亿二千万元", 120_000_000),
        ("0.3亿元", 30_000_000),
        ("六万五千元", 65_000),
        ("一百零五元", 105),
        ("十元", 10),
        ("数万元", None),
        ("3000000", None),
        ("三百万股", None),
    ],
)
def test_a_sum_in_yuan(text: str, value: float | None) -> None:
    assert money(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十五日", 15),
        ("15个工作日", 15),
        ("30天", 30),
        ("三十个自然日", 30),
        ("两个交易日", 2),
        ("15", None),
        ("数日", None),
    ],
)
def test_a_span_in_days(text: str, value: float | None) -> None:
    assert days(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年7月1日", Moment(2024, 7, 1)),
        ("２０２４年７月１日", Moment(2024, 7, 1)),
        ("2024-07-01", Moment(2024, 7, 1)),
        ("二〇二四年七月一日", Moment(2024, 7, 1)),
        ("2024年7月", Moment(2024, 7)),
        ("2024年12月底", Moment(2024, 12)),
        ("2024.7", Moment(2024, 7)),
        ("2024年7月1日至2025年6月", Moment(2024, 7, 1)),
        ("2024年7月至2025年6月30日", Moment(2024, 7)),
        ("2024年13月", None),
        ("2024年0月", None),
        ("7月1日", None),
        ("版本2.1", None),
    ],
)
def test_a_day_or_a_month(text: str, value: Moment | None) -> None:
    assert moment(text) == value


@pytest.mark.parametrize(
    ("moment_", "day", "before"),
    [
        (Moment(2024, 7), date(2024, 7, 31), False),
        (Moment(2024, 6), date(2024, 7, 1), True),
        (Moment(2024, 7, 1), date(2024, 7, 1), False),
        (Moment(2024, 6, 30), date(2024, 7, 1), True),
        (Moment(2025, 1), date(2024, 12, 31), False),
    ],
)
def test_a_month_is_past_only_when_all_of_it_is(moment_: Moment, day: date, before: bool) -> None:
    assert moment_.before(day) is before


def test_a_moment_is_written_as_far_as_it_is_known() -> None:
    assert [str(Moment(2024, 7)), str(Moment(2024, 7, 1))] == ["2024-07", "2024-07-01"]


def test_all_numbers_of_a_text() -> None:
    assert numbers("由 6 小时降至不高于一小时，比例90%") == [6, 1, 90]
    assert (number("不高于 1.5"), number("没有")) == (1.5, None)


HAN = "零一二三四五六七八九"


def in_han(value: int) -> str:
    """A number below ten thousand in Chinese figures, as people write it."""
    text, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += ("零" if zero and text else "") + HAN[digit] + unit
            zero = False
        else:
            zero = True
    return text


@given(st.integers(min_value=1, max_value=9999))
def test_figures_of_both_kinds_say_the_same(value: int) -> None:
    assert number(in_han(value)) == number(str(value)) == number(f"{value:,}") == value
    assert money(f"{in_han(value)}万元") == money(f"{value}万元") == value * 10**4


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail(text: str) -> None:
    for read in (months, money, days, moment, number, numbers):
        read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三百零五", 305),
        ("一千二百", 1200),
        ("一百十", 110),
        ("二〇二四", 2024),
    ],
)
def test_numbers_in_chinese_are_added_up_place_by_place(text: str, value: float) -> None:
    assert numbers(text) == [value]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2023年9月4日至22日", Moment(2023, 9, 22)),
        ("2023年9月4日到10月8日", Moment(2023, 10, 8)),
        ("２０２３年１１月６日—２０２４年１月５日", Moment(2024, 1, 5)),
        ("2023年11月至12月", Moment(2023, 12)),
        ("2023-09-04至2023-10-08", Moment(2023, 10, 8)),
        ("二〇二三年九月四日至二十二日", Moment(2023, 9, 22)),
        ("2023年9月4日至31日", None),
        ("2023年9月4日至结束", None),
        ("2023年9月4日", None),
        ("九月四日至二十二日", None),
    ],
)
def test_the_end_of_a_span(text: str, end: Moment | None) -> None:
    assert ending(text) == end
