"""What is said to come next: never a step that the case's own facts shut."""

from __future__ import annotations

from datetime import date

import pytest

from tests.procedure.support import pilot
from xianxing.procedure.next_steps import (
    decisions_of,
    first_facts,
    is_far,
    may_follow,
    names_ahead,
    reminded_before,
    role_ahead,
    standing_facts,
    steps_ahead,
)


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


@pytest.mark.clause("5.3")
def test_what_the_owner_has_done_does_not_come_next_again_but_what_others_have_left() -> None:
    given = {"technology_view": "given", "exit_kind": "normalise"}
    asking = ["invite_business_departments", "give_business_view"]
    assert ahead("exit_consultation", technology_view="none", exit_kind="end") == ["give_technology_view"]
    assert ahead("exit_consultation", **given, business_views="short") == asking
    assert role_ahead(pilot(), "exit_consultation", {**given, "business_views": "none"}) == "secretariat"
    assert ahead("exit_consultation", **given, business_views="all") == ["conclude_exit_consultation"]
    ended = {"technology_view": "given", "exit_kind": "end", "business_views": "none"}
    assert ahead("exit_consultation", **ended) == ["conclude_exit_consultation"]
    assert role_ahead(pilot(), "exit_consultation", ended) == "group_head"
    assert ahead("exit_carrying_out", exit_kind="force", exit_proofs="all") == ["close_forced"]
    assert ahead("exit_carrying_out", exit_kind="force", exit_proofs="short") == ["carry_out_exit_plan"]


def test_a_tally_over_those_for_whom_others_enter_is_kept_for_lists_and_another_once_it_is_full() -> None:
    facts = {"business_views": "short", "exit_proofs": "short", "consents": "all"}
    assert standing_facts(pilot(), facts) == {"business_views": "short", "consents": "all"}
    assert ahead("additional_evaluation", department_views="short") == ["evaluate_additionally"]


@pytest.mark.clause("5.3")
def test_a_trial_is_said_to_end_on_its_day_until_people_are_first_reminded_of_that() -> None:
    procedure, due = pilot(), date(2025, 4, 24)
    assert reminded_before(procedure, "running") == 90
    assert reminded_before(procedure, "exit_review") == 0

    def names(today: date, clock: str = "trial_term") -> tuple[str, ...]:
        return names_ahead(procedure, "running", {}, clock=clock, due=due, today=today)

    assert names(date(2024, 9, 12)) == names(date(2025, 1, 23)) == ("试点期限届满",)
    assert names(date(2025, 1, 24)) == names(date(2025, 5, 1)) == ("试点机构申请退出",)
    assert names(date(2024, 9, 12), "regular_report") == ("定期报告运行情况",)
    assert names(date(2024, 9, 12), "rectification") == ("整改",)
    assert not is_far(procedure, "running", None, date(2024, 9, 12))


def test_decisions_beside_the_owner_are_those_that_alone_lead_on() -> None:
    assert [step.id for step in decisions_of(pilot(), "comments_review")] == ["record_finding"]
    assert decisions_of(pilot(), "running") == ()
