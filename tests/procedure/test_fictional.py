"""Another place with other people, steps and numbers needs data and no code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.procedure.support import Weekdays, at, harbour, person, with_step
from xianxing.law import load_guide
from xianxing.law.coverage import coverage
from xianxing.procedure import (
    MemoryStore,
    Procedure,
    RefusedError,
    check,
    draw,
    load_procedure,
    open_case,
    perform,
)

CAPTAIN = person("船长", "captain", "crew", unit="a")
CREW = person("船员", "crew", unit="b")
MASTER = person("港务长", "harbour_master")


def test_it_holds_and_is_searched_whole() -> None:
    report = check(harbour())
    assert [v.rule.id for v in report.verdicts if not v.holds] == []
    assert report.states_explored < 30
    assert [(gap.kind, gap.id) for gap in report.gaps] == [("no_limit", "sketch"), ("no_basis", "turn_back")]


def test_it_runs_by_its_own_clock() -> None:
    store, day = MemoryStore(Weekdays(), harbour()), date(2024, 1, 8)
    members = {"units": ["a", "b"], "lead": ["a"], "pilot_institutions": []}
    open_case(store, "h", harbour(), CAPTAIN, {}, members, at(day))
    perform(store, "h", "swear", CAPTAIN, {}, at(day))
    with pytest.raises(RefusedError):
        perform(store, "h", "hand_in", CAPTAIN, {}, at(day))
    perform(store, "h", "swear", CREW, {}, at(day))
    perform(store, "h", "hand_in", CAPTAIN, {}, at(day))
    perform(store, "h", "interview", MASTER, {}, at(day))
    with pytest.raises(RefusedError) as caught:
        perform(store, "h", "let_sail", MASTER, {}, at(date(2024, 1, 11)))
    assert caught.value.guards == ("fact_is:tide=high",)
    done = perform(store, "h", "let_sail", MASTER, {}, at(date(2024, 1, 12)))
    assert [event.step for event in done.events] == ["tide_turns", "let_sail"]
    assert done.documents == ("pass",)


def test_its_faults_are_found_too() -> None:
    by_time = with_step(harbour(), replace(harbour().steps["tide_turns"], target="sailing"))
    assert "time_never_decides" in [v.rule.id for v in check(by_time).verdicts if not v.holds]


def test_it_is_drawn() -> None:
    picture = draw(harbour(), state="hearing")
    assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314
    assert "面谈中" in picture


GUIDES = Path(__file__).parent.parent / "law" / "guides"
HOUSE = person("甲行", "first_house", "house", unit="a")
INSURER = person("乙险", "house", unit="b")
CLERK, DIRECTOR, DEPUTY = person("职员", "clerk"), person("主任", "director"), person("副主任", "director")


def cloudport() -> Procedure:
    return load_procedure("cloudport-2025", [GUIDES])


def test_a_whole_invented_guide_brings_its_own_life_of_a_case() -> None:
    report = check(cloudport())
    assert [v.rule.id for v in report.verdicts if not v.holds] == []
    found = coverage(load_guide("cloudport-2025", [GUIDES]), ())
    rows = {row.clause.id: row.behind for row in found.clauses}
    assert rows["E.1"]["steps"] == ("let_try", "notice_ends", "put_on_show")
    assert rows["E.1"]["documents"][-1] == "pass"


def test_its_notice_of_seven_working_days_is_counted_as_it_says() -> None:
    store = MemoryStore(Weekdays(), cloudport())
    members = {"units": ["a", "b"], "lead": ["a"], "pilot_institutions": []}
    open_case(store, "c", cloudport(), HOUSE, {}, members, at(date(2025, 3, 3)))
    for actor in (HOUSE, INSURER):
        perform(store, "c", "seal", actor, {}, at(date(2025, 3, 3)))
    perform(store, "c", "hand_in", HOUSE, {}, at(date(2025, 3, 3)))
    perform(store, "c", "put_on_show", DIRECTOR, {"waiver": "given"}, at(date(2025, 3, 4)))
    with pytest.raises(RefusedError, match="公示"):
        perform(store, "c", "let_try", DIRECTOR, {}, at(date(2025, 3, 13)), second=DEPUTY)
    done = perform(store, "c", "let_try", DIRECTOR, {}, at(date(2025, 3, 14)), second=DEPUTY)
    assert [event.step for event in done.events] == ["notice_ends", "let_try"]


def test_its_own_number_is_held_against_it() -> None:
    notice = replace(cloudport().parameters["notice_days"], value=5)
    short = replace(cloudport(), parameters={**cloudport().parameters, "notice_days": notice})
    told = [v.counter_example for v in check(short).verdicts if not v.holds]
    assert told == ["“公示期”写的是5，而戊1规定的是7。"]
