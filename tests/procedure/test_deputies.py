"""A deputy acts in another's office: named in the event, within what was delegated, never as two people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.support import GOOD, HEAD, STAFF, Case
from xianxing.procedure import RefusedError


@given(
    person=st.sampled_from("abc"), behalf=st.sampled_from(["", *"abc"]),
    second=st.sampled_from("abc"), for_second=st.sampled_from(["", *"abc"]),
)  # fmt: skip
def test_two_people_are_two_whoever_they_act_for(
    person: str, behalf: str, second: str, for_second: str
) -> None:
    case = Case()
    case.file()
    head = replace(HEAD, person=person, behalf=behalf, delegation="d" if behalf else "")
    other = replace(HEAD, person=second, behalf=for_second)
    two = second not in (person, behalf) and not for_second
    if two:
        done = case.do("close_incomplete", head, other, reason="不完整")
        said = done.events[-1].payload
        assert (said.get("on_behalf_of"), said.get("delegation")) == (
            (behalf, "d") if behalf else (None, None)
        )
    else:
        with pytest.raises(RefusedError) as refusal:
            case.do("close_incomplete", head, other, reason="不完整")
        assert refusal.value.code == "second_person"


def test_nobody_says_of_the_own_act_that_it_was_done_for_another() -> None:
    case = Case()
    case.file()
    done = case.do("pass_formality", STAFF, None, **GOOD, on_behalf_of="99", delegation="x")
    assert not {"on_behalf_of", "delegation"} & set(done.events[-1].payload)


def test_a_deputy_takes_only_steps_of_the_meanings_delegated() -> None:
    case = Case()
    case.file()
    deputy = replace(STAFF, person="7", behalf=STAFF.person, means=frozenset({"select"}))
    with pytest.raises(RefusedError) as refusal:
        case.do("pass_formality", deputy, None, **GOOD)
    assert refusal.value.code == "delegation"
