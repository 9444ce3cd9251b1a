"""A calendar's version: the same days and sources, the same id, anywhere."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from xianxing.workdays import Calendar, CalendarError, read_table


def test_the_version_is_the_digest_of_the_canonical_form(calendar: Calendar) -> None:
    content = calendar.canonical()
    assert calendar.version == hashlib.sha256(content).hexdigest()
    assert json.loads(content)["format"] == "xianxing-calendar/1"
    assert Calendar.packaged().version == calendar.version


def test_the_canonical_form_gives_the_calendar_back(calendar: Calendar) -> None:
    again = Calendar.from_canonical(calendar.canonical())
    assert again.version == calendar.version
    assert again.month(2024, 2) == calendar.month(2024, 2)
    assert again.month(2027, 2) == calendar.month(2027, 2)
    assert not again.is_trading_day(date(2024, 2, 9))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format":"other"}', b'{"format":"xianxing-calendar/1","years":3}', b"\xff"],
)
def test_anything_else_is_no_calendar(content: bytes) -> None:
    with pytest.raises(CalendarError, match="这不是存档的日历"):
        Calendar.from_canonical(content)


def test_a_year_more_is_another_version(calendar: Calendar, notice_2027: Path) -> None:
    later = calendar.with_table(read_table(notice_2027))
    assert later.version != calendar.version
    assert (calendar.confirmed_through, later.confirmed_through) == (2026, 2027)
    assert not later.add(date(2026, 12, 28), 5).provisional
    assert not later.add(date(2026, 12, 28), 2).unsettled


def test_another_source_is_another_version(calendar: Calendar) -> None:
    table = replace(calendar.tables[2026], source="另一份通知")
    assert calendar.with_table(table).version != calendar.version


def test_years_announced_out_of_order_do_not_stretch_what_is_confirmed(calendar: Calendar) -> None:
    table = calendar.tables[2026]
    far = replace(table, year=2029, off={date(2029, 1, 1): "元旦"}, work={})
    assert calendar.with_table(far).confirmed_through == 2026
