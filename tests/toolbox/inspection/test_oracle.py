"""Random courses of days against a second reading of the contract, written as plainly as its sentences."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.inspection.books import DAYS, Books
from xianxing.workdays.calendar import Calendar

CALENDAR = Calendar.packaged()
SIZE = 10**12
# Net assets, value and quantity of one asset; None is a day on which it isn't held.
HELD = st.one_of(st.none(), st.tuples(st.integers(1, 14), st.integers(1, 3)))
COURSES = st.lists(st.tuples(st.integers(90, 110), HELD), min_size=1, max_size=len(DAYS))


def tenth_trading_day(day: date) -> date:
    left = 10
    while left:
        day += timedelta(days=1)
        left -= bool(CALENDAR.is_trading_day(day))
    return day


def expected(days: list[tuple[int, tuple[int, int] | None]]) -> list[dict[str, Any]]:
    """Episodes of `mf-company-10`, sentence by sentence of the contract."""
    broken = [held is not None and Fraction(held[0], net) > Fraction(1, 10) for net, held in days]
    found: list[dict[str, Any]] = []
    place = 0
    while place < len(days):
        if not broken[place]:
            place += 1
            continue
        end = place
        while end + 1 < len(days) and broken[end + 1]:
            end += 1
        quantities = [held[1] if held else None for _net, held in days]
        before = quantities[place - 1] if place else None
        now = quantities[place]
        assert now is not None
        passive = before is not None and now <= before
        grown = [at for at in range(place + 1, end + 1) if (quantities[at] or 0) > (quantities[at - 1] or 0)]
        cure_by = tenth_trading_day(DAYS[place]) if passive else None
        if cure_by is not None and DAYS[end] >= cure_by:
            status = "late"
        else:
            status = "open" if end + 1 == len(days) else "cured"
        values = [Fraction(held[0], net) for net, held in days[place : end + 1] if held]
        found.append(
            {
                "from": DAYS[place].isoformat(),
                "to": DAYS[end].isoformat(),
                "days": end - place + 1,
                "cause": "passive" if passive else "active",
                "increased_on": DAYS[grown[0]].isoformat() if grown else None,
                "cure_by": cure_by.isoformat() if cure_by else None,
                "status": status,
                "first": values[0],
                "worst": max(values),
            }
        )
        place = end + 1
    return found


@given(COURSES)
def test_episodes_are_those_of_a_second_reading(days: list[tuple[int, tuple[int, int] | None]]) -> None:
    books = Books().product(kind="public_fund").asset(issuer="C1", issue_size=SIZE, tradable_shares=SIZE)
    books.asset("D1", "demand_deposit")
    for day, (net, held) in zip(DAYS, days, strict=False):
        books.nav(net, day=day).hold(1, asset="D1", day=day)
        if held:
            books.hold(*held, day=day)
    with TemporaryDirectory() as folder:
        episodes = books.run(Path(folder)).episodes
    wanted = expected(days)
    told = [
        {name: one[name] for name in ("from", "to", "days", "cause", "increased_on", "cure_by", "status")}
        | {
            "first": Fraction(one.get("first_value_exact", one["first_value"])),
            "worst": Fraction(one.get("worst_exact", one["worst"])),
        }
        for one in episodes
    ]
    assert told == wanted
