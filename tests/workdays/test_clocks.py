"""Whose day it is, and when a limit ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.workdays import (
    CHINA_TIME,
    Calendar,
    FixedClock,
    OffsetClock,
    SystemClock,
    Window,
    day_of,
    deadline,
    end_of,
    notice_window,
    today,
)

CALENDAR = Calendar.packaged()
EARLIEST, LATEST = datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2030-12-31")


def test_an_evening_in_utc_is_the_next_day_in_shanghai() -> None:
    assert day_of(datetime(2026, 9, 29, 15, 59, 59, tzinfo=UTC)) == date(2026, 9, 29)
    assert day_of(datetime(2026, 9, 29, 16, 0, tzinfo=UTC)) == date(2026, 9, 30)
    assert day_of(datetime(2026, 9, 29, 23, 0, tzinfo=timezone(timedelta(hours=-5)))) == date(2026, 9, 30)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 9, 29, 12, 0, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        day_of(naive)
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(naive)


@pytest.mark.clause("5.1.3")
def test_the_first_day_is_not_counted_and_the_last_ends_at_24() -> None:
    for hour in (0, 23):
        limit = deadline(CALENDAR, datetime(2026, 9, 29, hour, 59, tzinfo=CHINA_TIME), 5)
        assert limit.last_day == date(2026, 10, 12)
        assert limit.ends_at == datetime(2026, 10, 13, 0, 0, tzinfo=CHINA_TIME)
        assert not limit.passed(datetime(2026, 10, 12, 23, 59, 59, 999999, tzinfo=CHINA_TIME))
        assert limit.passed(datetime(2026, 10, 12, 16, 0, tzinfo=UTC))


def test_a_minute_around_midnight_makes_a_day() -> None:
    before = deadline(CALENDAR, datetime(2026, 11, 23, 15, 59, tzinfo=UTC), 1)
    after = deadline(CALENDAR, datetime(2026, 11, 23, 16, 0, tzinfo=UTC), 1)
    assert (before.last_day, after.last_day) == (date(2026, 11, 24), date(2026, 11, 25))


def test_a_limit_into_a_year_not_announced_is_provisional() -> None:
    limit = deadline(CALENDAR, datetime(2026, 12, 31, 9, 0, tzinfo=CHINA_TIME), 5)
    assert limit.provisional
    assert len(limit.span.days) == 5


def test_a_limit_has_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        deadline(CALENDAR, datetime(2026, 1, 1, tzinfo=CHINA_TIME), 0)


@pytest.mark.clause("0")
def test_a_window_of_dates_holds_its_last_day_whole() -> None:
    call = Window(date(2023, 11, 29), date(2024, 1, 31))
    assert call.holds(datetime(2023, 11, 28, 16, 0, tzinfo=UTC))
    assert not call.holds(datetime(2023, 11, 28, 15, 59, tzinfo=UTC))
    assert call.holds(datetime(2024, 1, 31, 23, 59, 59, tzinfo=CHINA_TIME))
    assert not call.holds(datetime(2024, 1, 31, 16, 0, tzinfo=UTC))
    assert call.ends_at == end_of(date(2024, 1, 31))


@pytest.mark.clause("5.1.3")
def test_a_public_notice_is_open_from_publication_for_five_whole_working_days() -> None:
    window, limit = notice_window(CALENDAR, datetime(2024, 2, 5, 17, 0, tzinfo=CHINA_TIME), 5)
    assert (window.first, window.last) == (date(2024, 2, 5), date(2024, 2, 18))
    assert limit.ends_at == window.ends_at


def test_clocks_that_can_be_set() -> None:
    fixed = FixedClock(datetime(2026, 9, 29, 16, 0, tzinfo=UTC))
    assert fixed.now() == fixed.now()
    assert fixed.now().tzinfo is CHINA_TIME
    assert today(fixed) == date(2026, 9, 30)
    assert today(OffsetClock(fixed, timedelta(days=-1, minutes=-1))) == date(2026, 9, 28)
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(minutes=1)


@given(st.datetimes(EARLIEST, LATEST, timezones=st.timezones()), st.integers(1, 60))
def test_property_a_limit_ends_after_it_starts_and_on_a_workday(start: datetime, days: int) -> None:
    limit = deadline(CALENDAR, start, days)
    assert limit.ends_at > start + timedelta(days=days)
    assert CALENDAR.is_workday(day_of(limit.ends_at - timedelta(seconds=1)))
    assert limit.ends_at.astimezone(CHINA_TIME).time().isoformat() == "00:00:00"
