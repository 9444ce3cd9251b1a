"""Retention: dated rules with sources; what is due is listed, and nothing goes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.pilot.cast import Cast
from tests.pilot.database import LEAD, OPENED, a_call, a_case, act
from xianxing.pilot.cases.models import Payload
from xianxing.pilot.cases.upkeep.retention import RetentionBy, due, erasable, months_before, rules
from xianxing.pilot.messages.domain import mark_all_read, tell


@pytest.mark.parametrize(
    "at, months, before",
    [
        ((2024, 8, 31), 6, (2024, 2, 29)),
        ((2024, 1, 15), 1, (2023, 12, 15)),
        ((2024, 3, 31), 12, (2023, 3, 31)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(
    at: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*at, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)


def test_every_rule_says_whence_it_comes() -> None:
    assert {rule.key: rule.months for rule in rules()} == {
        "access_log": 6, "complaints": 24, "ended_cases": 120, "unfiled_drafts": 12, "messages": 24,
        "complaint_words": 24, "log_ins": 0, "visitor_counts": 0, "checker_findings": 0, "site_log": 6,
        "backups": 3, "tool_runs": 24,
    }  # fmt: skip
    for rule in rules():
        assert rule.what["zh"] and rule.what["en"] and rule.by in RetentionBy
        assert rule.source["zh"] and rule.source["en"] and rule.basis in ("law", "practice")
        assert rule.basis == "practice" or rule.checked_until


def test_an_ended_case_is_due_ten_years_after_its_last_act_and_not_a_day_before(cast: Cast) -> None:
    case = a_case(a_call(cast.wen))
    act(case, "abandon_draft", LEAD, at=OPENED)
    other = a_case(case.call)
    then = OPENED.replace(year=2034)
    assert counted(then)["ended_cases"] == 0
    assert erasable(case=case, at=then) == []
    after = then + timedelta(seconds=1)
    assert counted(after)["ended_cases"] == 2
    assert erasable(case=case, at=after) == [1, 2]
    assert erasable(case=other, at=after) == []
    assert Payload.objects.count() == 3


def test_drafts_and_read_messages_come_due(cast: Cast) -> None:
    a_case(a_call(cast.wen))
    tell(recipients=[cast.mo, cast.ning], kind="claim", at=OPENED)
    mark_all_read(user=cast.mo, at=OPENED)
    found = counted(datetime(2025, 2, 1, 12, 0, tzinfo=UTC))
    assert (found["unfiled_drafts"], found["messages"]) == (1, 0)
    assert counted(OPENED.replace(year=2026, day=16))["messages"] == 1


def counted(at: datetime) -> dict[str, int]:
    return {row.keep.key: row.count for row in due(at=at)}
