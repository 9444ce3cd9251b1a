"""Particulars: what a step records beside its answers, as the loader reads it and the runner asks for it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.procedure.support import Weekdays, at, harbour, person
from xianxing.law.errors import GuideError
from xianxing.procedure import (
    MemoryStore,
    Performed,
    Procedure,
    RefusedError,
    current,
    digest_of,
    duties,
    let_time_pass,
    open_case,
    perform,
)
from xianxing.procedure.differences import compare_procedures
from xianxing.procedure.events import JSON
from xianxing.procedure.loader import OtherFiles, parse_procedure
from xianxing.procedure.mutants import mutants
from xianxing.procedure.ticking import limit_of

CAPTAIN = person("船长", "captain", "crew", unit="a")
MASTER = person("港务长", "harbour_master")
DAY = date(2024, 1, 8)
KINDS: dict[str, dict[str, Any]] = {
    "ship": {"kind": "text"},
    "weather": {"kind": "long_text", "optional": True},
    "draught": {"kind": "number", "when": {"cargo": ["heavy"]}},
    "heard_at": {"kind": "instant"},
    "berth_until": {"kind": "date", "until": "berth"},
}
GOOD: dict[str, JSON] = {
    "ship": " 海鸥 ",
    "heard_at": "2024-01-08T09:30:00+08:00",
    "berth_until": "2024-02-01",
}


def data(**changes: Any) -> dict[str, Any]:
    """The fictional harbour, whose interview asks for the cargo and records a few things."""
    found = tomllib.loads((Path(__file__).parent / "fictional.toml").read_text("utf-8"))
    found["parameter"]["berth_end"] = {
        "zh": "靠泊", "en": "Berth", "value": "given", "unit": "given", "practice": True, "source": "港务长",
    }  # fmt: skip
    found["clock"]["berth"] = {"zh": "靠泊期限", "en": "Berth", "parameter": "berth_end"}
    found["fact"]["cargo"] = {
        "zh": "货物", "en": "Cargo", "kind": "answer", "domain": ["light", "heavy"],
        "set_by": ["harbour_master"],
    }  # fmt: skip
    found["particular"] = {key: {"zh": key, "en": key, **one} for key, one in KINDS.items()}
    found["step"]["interview"] |= {"asks": ["cargo"], "particulars": list(KINDS)}
    for path, value in changes.items():
        place = found
        *above, last = path.split("__")
        for key in above:
            place = place[key]
        place[last] = value
    return found


def read(**changes: Any) -> Procedure:
    others = OtherFiles({"h1": "一", "h2": "二"}, settings={"tide_workdays": 3}, numbers={"tide_workdays": 3})
    return parse_procedure(data(**changes), "harbour", "fictional.toml", others)


def berthed(given: JSON, cargo: str = "light", **payload: JSON) -> tuple[MemoryStore, Performed]:
    """A case whose interview was held with these particulars."""
    procedure = read()
    store = MemoryStore(Weekdays(), procedure)
    members = {"units": ["a"], "lead": ["a"], "pilot_institutions": []}
    open_case(store, "h", procedure, CAPTAIN, {}, members, at(DAY))
    perform(store, "h", "swear", CAPTAIN, {}, at(DAY))
    perform(store, "h", "hand_in", CAPTAIN, {}, at(DAY))
    answered: dict[str, JSON] = {"cargo": cargo, "particulars": given, **payload}
    return store, perform(store, "h", "interview", MASTER, answered, at(DAY))


def test_what_was_given_stands_in_the_record_and_fixes_the_end_of_its_clock() -> None:
    store, done = berthed(GOOD)
    event = done.events[-1]
    assert store.records["h", event.sequence]["payload"] == {
        "cargo": "light",
        "particulars": {**GOOD, "ship": "海鸥"},
        "until": {"berth": "2024-02-01"},
    }
    found = current(store, "h")
    procedure = store.procedures("h")[found.version]
    assert limit_of(procedure, "berth", found.clocks["berth"], Weekdays()).day == date(2024, 2, 1)
    assert [duty.clock for duty in duties(procedure, found, Weekdays())] == ["tide"]
    let_time_pass(store, "h", date(2024, 3, 1))
    assert current(store, "h").clocks["berth"].until == date(2024, 2, 1)


def test_a_particular_of_some_answers_is_asked_for_those_alone() -> None:
    _, done = berthed({**GOOD, "draught": 7.5, "weather": ""}, cargo="heavy")
    assert done.events[-1].payload["particulars"] == {**GOOD, "ship": "海鸥", "draught": 7.5}
    with pytest.raises(RefusedError, match="draught") as caught:
        berthed(GOOD, cargo="heavy")
    assert (caught.value.code, caught.value.particulars) == ("particular", ("draught",))
    with pytest.raises(RefusedError, match="draught"):
        berthed({**GOOD, "draught": 7.5})
    assert berthed({**GOOD, "draught": " "})[1].state.facts["interview"] == "held"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ship", None), ("ship", "  "), ("ship", 7), ("ship", "一行\n两行"), ("ship", "长" * 301),
        ("weather", "长" * 10_001), ("weather", ["晴"]),
        ("heard_at", "2024-01-08T09:30:00"), ("heard_at", "昨天"), ("heard_at", 9),
        ("berth_until", "2024-01-07"), ("berth_until", "2024-02-30"), ("berth_until", "20240201"),
        ("berth_until", {"day": 1}), ("nothing_known", "甲"),
    ],
)  # fmt: skip
def test_what_is_missing_or_ill_formed_is_named_and_nothing_is_written(name: str, value: JSON) -> None:
    with pytest.raises(RefusedError) as caught:
        berthed({**GOOD, name: value})
    assert (caught.value.code, caught.value.particulars) == ("particular", (name,))
    assert name in caught.value.sentence


@pytest.mark.parametrize("value", [True, "7", float("nan"), float("inf")])
def test_a_number_is_a_number(value: JSON) -> None:
    with pytest.raises(RefusedError, match="draught"):
        berthed({**GOOD, "draught": value}, cargo="heavy")


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(RefusedError) as caught:
        berthed({"heard_at": "昨天", "rumour": "甲"})
    assert caught.value.particulars == ("rumour", "ship", "heard_at", "berth_until")
    with pytest.raises(RefusedError) as caught:
        berthed(["海鸥"])
    assert caught.value.code == "particular"


def test_no_other_act_and_no_other_key_sets_an_end() -> None:
    tried: list[JSON] = [{"berth": "2024-02-01"}, {"tide": "2024-01-08"}, "2024-01-08"]
    for until in tried:
        with pytest.raises(RefusedError) as caught:
            berthed(GOOD, until=until)
        assert caught.value.code == "until"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"particular__ship__kind": "song"}, "song"),
        ({"particular__ship__colour": "red"}, "colour"),
        ({"particular__ship__means": "vessel"}, "vessel"),
        ({"particular__draught__when": {"freight": ["heavy"]}}, "freight"),
        ({"particular__draught__when": {"cargo": ["wet"]}}, "wet"),
        ({"particular__berth_until__until": "anchor"}, "anchor"),
        ({"particular__berth_until__kind": "text"}, "berth_until"),
        ({"step__interview__particulars": ["captain's name"]}, "captain's name"),
        ({"step__interview__asks": []}, "cargo"),
        ({"step__tide_turns__particulars": ["ship"]}, "tide_turns"),
        ({"step__let_sail__starts": ["berth"]}, "let_sail"),
        ({"state__sketch__clock": "berth"}, "sketch"),
        ({"step__interview__particulars": ["ship"]}, "berth"),
    ],
)
def test_the_loader_names_what_does_not_fit(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(GuideError, match=told):
        read(**changes)


def test_a_particular_is_part_of_the_version_and_none_leaves_it_as_it_was() -> None:
    plain = data(particular={}, step__interview__particulars=[])
    del plain["clock"]["berth"], plain["parameter"]["berth_end"], plain["fact"]["cargo"]
    del plain["step"]["interview"]["asks"]
    others = OtherFiles({"h1": "一", "h2": "二"}, settings={"tide_workdays": 3}, numbers={"tide_workdays": 3})
    assert digest_of(parse_procedure(plain, "harbour", "f", others)) == digest_of(harbour())
    assert digest_of(read(particular__ship__optional=True)) != digest_of(read())
    assert digest_of(read(step__interview__particulars=["berth_until"])) != digest_of(read())


def test_the_difference_of_two_procedures_and_the_mutants_name_particulars() -> None:
    found = compare_procedures(read(particular__ship__optional=True), read())
    assert [(one.section, one.key) for one in found] == [("procedure.particulars", "ship")]
    dropped = [mutant.id for mutant in mutants(read()) if mutant.kind == "particulars"]
    assert dropped == [f"step.interview.particulars.{name}" for name in KINDS]
