"""A running case that moves to another version: what begins with the move, and what stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.procedure.support import BROKER, BUREAU, DEPUTY, HEAD, STAFF, Case, at, earlier, pilot, with_step
from tests.procedure.trials import assessed, term
from xianxing.procedure import Procedure, RefusedError, amend, let_time_pass, replay
from xianxing.procedure.amending import periods_lacking
from xianxing.procedure.events import ClockStart, apply


def move(case: Case, target: Procedure) -> None:
    """Move a case to another version."""
    version = case.store.add_version(target)
    amend(case.store, "c", version, HEAD, "改用新的做法", at(case.day), second=DEPUTY)
    case.procedure = target


def refused_to_move(case: Case) -> RefusedError:
    """What the move to the present version is refused with; nothing is written."""
    before = case.store.events("c")
    with pytest.raises(RefusedError) as caught:
        move(case, pilot())
    assert (caught.value.code, case.store.events("c")) == ("version", before)
    return caught.value


def decided(case: Case, decision: str, second: bool = False) -> Case:
    """A running trial brought to the carrying out of an exit under the version before."""
    assessed(case)
    case.do(decision, HEAD, DEPUTY if second else None)
    case.do("give_technology_view", BUREAU)
    case.do("conclude_exit_consultation", HEAD)
    return case


@pytest.mark.clause("5.2.1")
def test_a_running_trial_that_moves_owes_its_reports_from_the_period_of_the_move() -> None:
    case = Case(earlier()).run()
    case.day = date(2024, 5, 10)
    move(case, pilot())
    moved = case.state
    assert moved.clocks["report_period"] == ClockStart(case.day, moved.sequence)
    let_time_pass(case.store, "c", date(2024, 10, 2))
    opened = [item.opened for item in case.state.items.values()]
    assert opened == [date(2024, 7, 1), date(2024, 10, 1)]
    assert replay(case.store, "c", date(2024, 5, 10)) == moved
    case.day = date(2024, 10, 8)
    case.do("report_regularly", BROKER)
    assert len(case.state.items) == 1


def test_the_state_kept_act_by_act_is_that_of_all_events() -> None:
    case = Case(earlier()).run()
    before = case.state
    move(case, pilot())
    assert apply(pilot(), before, case.store.events("c")[-1]) == case.state


def test_no_period_begins_before_the_trial_and_none_twice() -> None:
    case = Case(earlier())
    move(case, pilot())
    assert "report_period" not in case.state.clocks
    case.run()
    began = case.state.clocks["report_period"]
    case.day += timedelta(days=100)
    move(case, with_step(pilot(), replace(pilot().steps["inspect"], four_eyes=True)))
    assert case.state.clocks["report_period"].day > began.day
    began = case.state.clocks["report_period"]
    move(case, pilot())
    assert case.state.clocks["report_period"] == began


def test_a_period_is_lacking_only_where_time_waits_for_it_and_every_way_has_begun_it() -> None:
    in_trial = pilot().steps["report_period_ends"].sources
    lacking = {state for state in pilot().states if periods_lacking(pilot(), state, ())}
    assert lacking == set(in_trial)
    assert periods_lacking(pilot(), "running", {"report_period"}) == ()
    bypass = with_step(pilot(), replace(pilot().steps["allow_start"], target="running"))
    assert periods_lacking(bypass, "running", ()) == ()


@pytest.mark.clause("5.3.3")
def test_an_extension_decided_without_its_number_is_carried_out_before_the_case_moves() -> None:
    case = decided(Case(earlier()).run(), "decide_extend")
    said = refused_to_move(case)
    assert "落实：延期继续试点" in said.sentence and "延期长度" in said.sentence
    assert said.clause == "5.3"
    case.do("resume_extended", HEAD)
    move(case, pilot())
    assert "report_period" in case.state.clocks


@pytest.mark.clause("5.3.3")
def test_an_extension_decided_without_its_number_is_decided_anew() -> None:
    case = assessed(Case(earlier()).run())
    case.do("decide_extend", HEAD)
    refused_to_move(case)
    case.do("return_to_review", HEAD)
    move(case, pilot())
    before = term(case)
    case.do("decide_extend", HEAD, extension_length=6)
    case.do("give_technology_view", BUREAU)
    case.do("conclude_exit_consultation", HEAD)
    case.do("resume_extended", HEAD)
    assert (before, term(case)) == (date(2025, 1, 16), date(2025, 7, 16))


@pytest.mark.parametrize(("decision", "second"), [("decide_end", False), ("decide_force", True)])
def test_an_exit_that_extends_nothing_moves(decision: str, second: bool) -> None:
    case = decided(Case(earlier()).run(), decision, second)
    move(case, pilot())
    case.do("verify_exit", STAFF)
