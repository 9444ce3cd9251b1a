"""A pilot of four cases whose figures can be counted by hand; the days are Chinese working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.pilot.database import STAFF, a_call, a_case, act, attest
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.models import Case
from xianxing.pilot.figures.model import Figure
from xianxing.pilot.figures.queries import pilot_figures
from xianxing.pilot.figures.record import FigurePeriod
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import CHINA_TIME

ALL = FigurePeriod()
HEAD = Actor("fang", frozenset({"group_head"}))


def noon(day: str) -> datetime:
    """Noon of a day in Asia/Shanghai."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=CHINA_TIME)


@dataclass
class CountedPilot:
    """One case that passed the formality check, one that was closed there, one that awaits its correction
    (registered a working day late), and a draft.
    """

    call: Call
    passed: Case
    closed: Case
    correcting: Case
    draft: Case

    @property
    def cases(self) -> Sequence[Case]:
        """All four."""
        return (self.passed, self.closed, self.correcting, self.draft)


def counted_pilot(by: User) -> CountedPilot:
    """Filed on Monday, 15 January 2024; registered on Tuesday, Wednesday and, late, on Friday."""
    call = a_call(by)
    found = [a_case(call, at=noon("2024-01-15")) for _each in range(4)]
    passed, closed, correcting, _draft = found
    for case in found[:3]:
        attest(case)
        act(case, "file")
    act(passed, "register_local", STAFF, at=noon("2024-01-16"))
    act(closed, "register_local", STAFF, at=noon("2024-01-17"))
    act(correcting, "register_local", STAFF, at=noon("2024-01-19"))
    act(passed, "pass_formality", STAFF, at=noon("2024-01-22"), completeness="complete")
    perform(
        case=closed, step="close_incomplete", actor=HEAD, payload={"reason": "材料不齐"},
        at=noon("2024-01-23"), second=STAFF,
    )  # fmt: skip
    act(correcting, "request_correction", STAFF, at=noon("2024-01-24"), reason="请补正")
    return CountedPilot(call, *found)


def figure(key: str, part: str = "", *, at: datetime, period: FigurePeriod = ALL) -> Figure:
    """One figure of the pilot as it stands."""
    found = pilot_figures(period, at=at).of(key, part)
    assert found is not None, (key, part)
    return found
