"""What is said to come next: never a step that the case's own facts shut."""

from __future__ import annotations

import pytest

from tests.procedure.support import pilot
from xianxing.procedure.next_steps import first_facts, may_follow, role_ahead, standing_facts, steps_ahead


def ahead(state: str, **facts: str | int) -> list[str]:
    """The ids of what comes next."""
    return [step.id for step in steps_ahead(pilot(), state, facts)]


@pytest.mark.clause("5.1.1.c")
def test_only_a_core_institution_s_filing_is_said_to_go_to_the_initial_reading() -> None:
    assert ahead("filed", core="no", direct_path="open") == ["register_local"]
    assert ahead("filed", core="yes", direct_path="open") == ["register_core"]
    assert ahead("filed", core="yes", direct_path="refused") == ["register_local"]


def test_without_known_facts_every_way_is_named() -> None:
    assert ahead("filed") == ["register_core", "register_local"]


def test_a_used_up_count_shuts_what_it_bounds() -> None:
    most = int(pilot().facts["corrections"].domain[-1])
    assert ahead("formality_check", corrections=0) == ["request_correction", "pass_formality"]
    assert ahead("formality_check", corrections=most) == ["pass_formality"]


@pytest.mark.clause("5.3.3")
def test_a_second_extension_is_not_said_to_come() -> None:
    assert "decide_extend" in ahead("exit_review", extended="no")
    assert "decide_extend" not in ahead("exit_review", extended="yes")


def test_a_tally_that_fills_up_while_the_case_stands_shuts_nothing() -> None:
    procedure = pilot()
    assert may_follow(procedure, procedure.steps["file"], {"window": "open", "consents": "short"})
    assert "consents" not in standing_facts(procedure, {"consents": "short", "core": "no"})


def test_a_draft_has_what_facts_begin_with() -> None:
    procedure = pilot()
    facts = first_facts(procedure)
    assert facts["window"] == "open"
    assert "core" not in facts
    assert not may_follow(procedure, procedure.steps["archive_unfiled"], facts)
    assert may_follow(procedure, procedure.steps["freeze"], facts)


def test_nothing_follows_an_end() -> None:
    assert ahead("ended") == []


@pytest.mark.clause("5.1.3")
def test_a_notice_waits_for_comments_to_be_considered_and_a_sheet_for_its_units() -> None:
    assert ahead("public_notice") == ahead("comments_review") == ["consider_comment"]
    assert ahead("sheet_confirmation") == ["confirm_public_sheet"]


def test_where_only_decisions_with_a_reason_lead_on_they_are_what_comes_next() -> None:
    assert ahead("change_review") == ["accept_change", "refuse_change", "close_after_change"]


@pytest.mark.clause("5.3")
def test_what_is_done_all_through_a_trial_is_not_said_to_come_next_in_an_exit() -> None:
    assert ahead("exit_opened") == ["assess_exit_oneself"]
    assert ahead("exit_carrying_out", exit_kind="normalise") == ["take_into_regular_system"]
    assert ahead("exit_carrying_out", exit_kind="end") == ["carry_out_exit_plan"]


@pytest.mark.clause("5.3.3")
def test_an_extension_is_carried_out_by_the_head_and_asks_nothing_of_the_institution() -> None:
    assert ahead("exit_carrying_out", exit_kind="extend") == ["resume_extended"]
    assert role_ahead(pilot(), "exit_carrying_out", {"exit_kind": "extend"}) == "group_head"
    assert role_ahead(pilot(), "exit_carrying_out", {"exit_kind": "end"}) == "pilot_institution"
    assert role_ahead(pilot(), "sheet_confirmation", {}) == "unit"
