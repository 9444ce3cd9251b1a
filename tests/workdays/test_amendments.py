"""A pinned calendar moves only by an amendment, which says why each limit moved or stayed."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workdays.conftest import NOTICE_2027
from xianxing.workdays import Calendar, Limit, LimitOutcome, amend, read_table
from xianxing.workdays.files import from_mapping

OLD = Calendar.packaged()
REASON = "2027 年放假通知已公布"


@pytest.fixture
def new(notice_2027: Path) -> Calendar:
    return OLD.with_table(read_table(notice_2027))


def limit(start: date, days: int, key: str = "公示") -> Limit:
    return Limit(key, start, days, OLD.add(start, days).date)


def test_a_limit_moves_and_says_which_days_moved_it(new: Calendar) -> None:
    before = limit(date(2027, 9, 30), 5)
    assert before.due == date(2027, 10, 12)
    amendment = amend([before], OLD, new, date(2026, 11, 24), reason=REASON)
    [move] = amendment.moves
    assert (move.outcome, move.due) == (LimitOutcome.MOVED, date(2027, 10, 13))
    assert (move.was_provisional, move.provisional) == (True, False)
    assert [(c.before.date.day, c.before.counted, c.after.counted) for c in move.because] == [
        (6, True, False),
        (7, True, False),
        (9, False, True),
    ]
    assert amendment.moved == (move,)
    assert (amendment.old_version, amendment.new_version) == (OLD.version, new.version)


def test_a_limit_that_lies_elsewhere_is_kept_and_no_longer_provisional(new: Calendar) -> None:
    [move] = amend([limit(date(2027, 3, 1), 5)], OLD, new, date(2026, 11, 24), reason=REASON).moves
    assert (move.outcome, move.due, move.because) == (LimitOutcome.KEPT, date(2027, 3, 8), ())
    assert (move.was_provisional, move.provisional) == (True, False)


def test_a_limit_that_has_passed_never_moves(new: Calendar) -> None:
    before = limit(date(2027, 9, 30), 5)
    [passed] = amend([before], OLD, new, date(2027, 10, 13), reason=REASON).moves
    assert (passed.outcome, passed.due) == (LimitOutcome.PASSED, before.due)
    [still_running] = amend([before], OLD, new, date(2027, 10, 12), reason=REASON).moves
    assert still_running.outcome is LimitOutcome.MOVED


def test_no_limit_moves_into_the_past(new: Calendar) -> None:
    before = limit(date(2027, 2, 12), 2)
    assert before.due == date(2027, 2, 16)
    [move] = amend([before], OLD, new, date(2027, 2, 16), reason=REASON).moves
    assert (move.outcome, move.due) == (LimitOutcome.NOT_INTO_PAST, before.due)
    [earlier] = amend([before], OLD, new, date(2027, 2, 15), reason=REASON).moves
    assert (earlier.outcome, earlier.due) == (LimitOutcome.MOVED, date(2027, 2, 15))


def test_a_date_set_by_hand_is_left_to_people(new: Calendar) -> None:
    by_hand = Limit("延期", date(2027, 9, 30), 5, date(2027, 10, 20))
    [move] = amend([by_hand], OLD, new, date(2026, 11, 24), reason=REASON).moves
    assert (move.outcome, move.due) == (LimitOutcome.SET_BY_HAND, date(2027, 10, 20))


def test_an_amendment_needs_a_reason(new: Calendar) -> None:
    with pytest.raises(ValueError, match="reason"):
        amend([], OLD, new, date(2026, 11, 24), reason="  ")


def test_the_trace_is_plain_data(new: Calendar) -> None:
    trace = amend([limit(date(2027, 9, 30), 5)], OLD, new, date(2026, 11, 24), reason=REASON).as_json()
    moves = trace["moves"]
    assert isinstance(moves, list)
    [move] = moves
    assert isinstance(move, dict)
    assert (move["from"], move["to"], move["outcome"]) == ("2027-10-12", "2027-10-13", "moved")
    assert trace["reason"] == REASON


@given(
    st.lists(st.tuples(st.dates(date(2026, 6, 1), date(2027, 12, 31)), st.integers(1, 60)), max_size=5),
    st.dates(date(2026, 6, 1), date(2028, 3, 31)),
)
def test_property_amending_never_reaches_the_past_and_is_done_after_one_go(
    starts: list[tuple[date, int]], today: date
) -> None:
    new = OLD.with_table(from_mapping(tomllib.loads(NOTICE_2027)).finish())
    limits = [limit(start, days, str(index)) for index, (start, days) in enumerate(starts)]
    amendment = amend(limits, OLD, new, today, reason=REASON)
    for before, move in zip(limits, amendment.moves, strict=True):
        assert move.due >= today or move.due == before.due
        assert move.due == before.due or move.because
    again = [Limit(m.limit.key, m.limit.start, m.limit.days, m.due) for m in amendment.moves]
    assert amend(again, new, new, today, reason=REASON).moved == ()
