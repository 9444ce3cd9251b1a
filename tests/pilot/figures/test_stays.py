"""Stays worked out from a few events agree with the kernel's own reduction of all of them, life by life."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.support import BROKER, DEPUTY, HEAD, Case, Weekdays, pilot
from xianxing.pilot.cases.procedural import procedural_part
from xianxing.pilot.figures.model import FigureRow, is_over
from xianxing.pilot.figures.stays import PinnedDays, RecordedAct, stays_of
from xianxing.procedure import ProcedureEvent, let_time_pass
from xianxing.procedure.events import apply, reduce_events
from xianxing.procedure.ticking import limit_of
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import CHINA_TIME

CASE = UUID(int=1)
CALENDAR = Calendar.packaged()


def a_life(waits: list[int], months: int, extended: bool) -> Case:
    """A project from its draft to the extension of its trial, with days passing in between."""
    life = Case(calendar=cast(Weekdays, CALENDAR))
    for wait, phase in zip(waits, (life.file, life.select, life.announce, life.start), strict=False):
        life.day += timedelta(days=wait)
        let_time_pass(life.store, "c", life.day)
        phase()
        if phase == life.file and extended:
            until = (life.day + timedelta(days=90)).isoformat()
            life.do("extend_limit", HEAD, particulars={"limit_until": until})
    life.day += timedelta(days=waits[-1])
    life.do("find_incident", BROKER)
    life.leave("decide_extend", DEPUTY if months > 12 else None, extension_length=months)
    life.do("resume_extended", HEAD)
    return life


def recorded(events: list[ProcedureEvent], states: list[str]) -> list[RecordedAct]:
    """The events as figures read them."""
    return [
        RecordedAct(CASE, event.sequence, event.step, event.at, state, event.sequence, procedural_part(event))
        for event, state in zip(events, states, strict=True)
    ]


@settings(max_examples=12)
@given(
    waits=st.lists(st.integers(0, 6), min_size=5, max_size=5),
    months=st.integers(1, 12),
    extended=st.booleans(),
)
def test_stays_and_their_limits_are_those_of_the_kernel_after_every_event(
    waits: list[int], months: int, extended: bool
) -> None:
    life, procedure = a_life(waits, months, extended), pilot()
    events = list(life.store.events("c"))
    state = reduce_events(life.store.procedures("c"), events[:1])
    states = [state]
    for event in events[1:]:
        states.append(apply(procedure, states[-1], event))
    acts = recorded(events, [one.state for one in states])
    days = PinnedDays(procedure, CALENDAR, date(2023, 11, 29))
    for n, now in enumerate(states, 1):
        stays = list(stays_of(acts[:n], days))
        assert stays[0].since == events[0].at
        assert [stay.until for stay in stays[:-1]] == [stay.since for stay in stays[1:]]
        assert (stays[-1].state, stays[-1].until) == (now.state, None)
        spent = sum(((stay.until or now.at) - stay.since for stay in stays), timedelta())
        assert spent == now.at - events[0].at
        clock = procedure.states[now.state].clock
        limit = limit_of(procedure, clock, now.clocks[clock], CALENDAR) if clock in now.clocks else None
        known = limit is not None and days.bounds(clock) and not limit.provisional
        assert stays[-1].limit == (limit.day if limit and known else None)


@given(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(0, 400))
def test_working_days_are_those_of_the_calendar(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = PinnedDays(pilot(), CALENDAR, date(2023, 11, 29))
    assert days.workdays(first, last) == CALENDAR.between(first, last).count


def test_days_that_nobody_knows_are_not_guessed() -> None:
    days = PinnedDays(pilot(), CALENDAR, date(2023, 11, 29))
    assert days.workdays(date(2022, 1, 4), date(2022, 1, 5)) is None
    assert days.workdays(date(2024, 1, 4), date(2999, 1, 5)) is None


@pytest.mark.parametrize(
    ("end", "late"),
    [("2024-02-07T23:59", False), ("2024-02-08T00:00", False), ("2024-02-08T00:01", True)],
)
def test_what_ends_at_midnight_ended_with_the_day_before(end: str, late: bool) -> None:
    until = datetime.fromisoformat(end).replace(tzinfo=CHINA_TIME)
    row = FigureRow(CASE, date(2024, 2, 1), until, limit=date(2024, 2, 7))
    assert is_over(row) is late
