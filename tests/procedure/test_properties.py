"""Each property fails on a procedure broken for it, and all hold on the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.procedure.support import elsewhere, pilot, with_state, with_step
from xianxing.procedure import Procedure, check
from xianxing.procedure.checker import first_violation
from xianxing.procedure.property import EDGE_PROPERTIES, GRAPH_PROPERTIES, STATIC_PROPERTIES

Break = Callable[[Procedure], Procedure]


def no_guard(step: str, *guards: str) -> Break:
    def broken(p: Procedure) -> Procedure:
        found = p.steps[step]
        assert set(guards) <= set(found.guards)
        return with_step(p, replace(found, guards=tuple(g for g in found.guards if g not in guards)))

    return broken


def no_effect(step: str, effect: str) -> Break:
    def broken(p: Procedure) -> Procedure:
        found = p.steps[step]
        assert effect in found.effects
        return with_step(p, replace(found, effects=tuple(e for e in found.effects if e != effect)))

    return broken


def no_step(*steps: str) -> Break:
    return lambda p: replace(p, steps={key: step for key, step in p.steps.items() if key not in steps})


def step_with(step: str, **changes: object) -> Break:
    return lambda p: with_step(p, replace(p.steps[step], **changes))  # type: ignore[arg-type]


def state_with(state: str, **changes: object) -> Break:
    return lambda p: with_state(p, replace(p.states[state], **changes))  # type: ignore[arg-type]


def act_with(act: str, **changes: object) -> Break:
    return lambda p: replace(p, acts={**p.acts, act: replace(p.acts[act], **changes)})  # type: ignore[arg-type]


def parameter_with(name: str, **changes: object) -> Break:
    def broken(p: Procedure) -> Procedure:
        parameter = replace(p.parameters[name], **changes)  # type: ignore[arg-type]
        return replace(p, parameters={**p.parameters, name: parameter})

    return broken


def clock_with(name: str, **changes: object) -> Break:
    return lambda p: replace(p, clocks={**p.clocks, name: replace(p.clocks[name], **changes)})  # type: ignore[arg-type]


def fact_with(name: str, **changes: object) -> Break:
    return lambda p: replace(p, facts={**p.facts, name: replace(p.facts[name], **changes)})  # type: ignore[arg-type]


def another_way(step: str, **changes: object) -> Break:
    """A second step to the same end, under an act of its own that no property knows."""

    def broken(p: Procedure) -> Procedure:
        model = p.steps[step]
        act = replace(p.acts[model.act], id="short_cut", named=False, where=(), means="")
        twin = replace(model, id="short_cut", zh="另走一路", act="short_cut", basis=(), practice=True,
                       serves=model.basis or model.serves, **changes)  # type: ignore[arg-type]  # fmt: skip
        return with_step(replace(p, acts={**p.acts, "short_cut": act}), twin)

    return broken


def by_lapse(state: str, target: str, clock: str) -> Break:
    """Time moves a case on when a limit of the working group's own has passed."""

    def broken(p: Procedure) -> Procedure:
        lapse = replace(p.steps["notice_ends"], id="lapse", zh="逾期即办", act="lapse", sources=(state,),
                        target=target, clock=clock, basis=(), practice=True, serves=("5.1.1",))  # fmt: skip
        act = replace(p.acts["notice_ends"], id="lapse", named=False, means="")
        started = replace(p.states[state], clock=clock)
        return with_step(replace(with_state(p, started), acts={**p.acts, "lapse": act}), lapse)

    return broken


BROKEN: dict[str, Break] = {
    "every_unit_consents": no_guard("file", "every_unit_consented"),
    "reviews_before_filing": no_guard("review_as_lead", "units_all_reviewed"),
    "fresh_attestations": no_effect("request_correction", "void_attestations"),
    "right_compliance_signature": no_guard("sign_compliance_as_lead", "lead_is_pilot_institution"),
    "filing_in_the_window": no_guard("file", "window_open"),
    "late_entry_of_timely_filing": no_guard("enter_platform_filing", "received_in_window"),
    "no_early_archive": no_guard("archive_unfiled", "window_closed"),
    "corrections_bounded": no_effect("request_correction", "count_correction"),
    "closed_only_when_late": no_guard("close_uncorrected", "correction_overdue"),
    "right_path": no_guard("register_core", "on_direct_path"),
    "direct_path_only_recognised": step_with("report_to_bureau", target="professional_evaluation"),
    "local_path_after_setting": no_guard("send_to_local_path", "setting_leads_to_local_path"),
    "complete_before_assessment": no_guard("pass_formality", "materials_complete"),
    "risks_before_selection": step_with("pass_formality", target="expert_opinions"),
    "opinions_before_selection": no_guard("close_opinions", "opinion_given"),
    "departments_before_selection": no_guard("evaluate_additionally", "together_with_departments"),
    "innovation_has_basis": no_guard("select", "innovation_basis_shown"),
    "approval_in_parallel": no_guard("report_to_bureau", "parallel_approval_submitted"),
    "approval_before_start": no_guard("allow_start", "approval_granted_where_needed"),
    "eligibility_at_selection": no_guard("select", "eligible"),
    "eligibility_at_start": no_guard("allow_start", "eligible"),
    "change_keeps_scenario": no_guard("accept_change", "scenario_still_provided"),
    "sheet_confirmed": no_guard("open_notice", "sheet_confirmed_by_all"),
    "start_after_evaluation": step_with("select", target="sheet_confirmation"),
    "start_after_notice": step_with("open_notice", target="comments_review"),
    "finding_after_comments": no_guard("record_finding", "every_comment_considered"),
    "finding_clear": no_guard("record_finding", "no_danger_left_open"),
    "start_after_finding": step_with("notice_ends", target="consultation"),
    "start_after_consultation": lambda p: no_guard("allow_start", "bureau_agreed")(
        step_with("record_finding", target="start_decision")(p)),
    "publication_with_start": step_with("allow_start", target="running"),
    "stop_needs_danger": no_guard("stop_before_start", "major_danger_found"),
    "withdrawal_together": no_guard("withdraw", "every_institution_joined_withdrawal"),
    "heard_before_disqualified": no_guard("disqualify", "units_were_heard"),
    "hearing_is_complete": no_guard("close_hearing", "every_unit_could_speak"),
    "answers_follow_questions": no_guard("lift_suspension", "suspended"),
    "eligibility_at_exit": step_with("finish_exit_assessment", asks=()),
    "exit_steps_in_order": step_with("finish_exit_assessment", target="exit_consultation"),
    "no_other_way_out": step_with("open_exit_by_group", target="ended"),
    "exit_as_decided": no_guard("close_ended", "exit_is_end"),
    "exit_is_carried_out": no_guard("close_forced", "each_part_carried_out"),
    "carrying_out_fits": no_guard("carry_out_exit_plan", "exit_plan_applies"),
    "five_conditions": no_guard("decide_normalise", "all_exit_conditions_met"),
    "no_open_measure": no_guard("decide_normalise", "no_open_incidents"),
    "both_departments": no_guard("conclude_exit_consultation", "business_departments_consulted"),
    "end_has_ground": no_guard("decide_end", "end_ground_stated"),
    "force_has_ground": no_guard("decide_force", "force_ground_stated"),
    "extended_once": no_effect("resume_extended", "record_extension"),
    "extension_conditions": no_guard("decide_extend", "all_extension_conditions_met"),
    "long_extension_by_override": step_with("decide_longer_extension", four_eyes=False),
    "decision_after_assessment": step_with("assess_exit_oneself", target="exit_review"),
    "every_act_has_step": no_step("take_back_consent"),
    "named_clauses_have_steps": no_step("inspect"),
    "practice_is_marked": step_with("request_correction", practice=False, basis=("5.1.1",)),
    "acts_by_their_side": step_with("select", actors=("group_head", "lead")),
    "time_never_decides": step_with("notice_ends", target="formal_publication"),
    "notice_in_workdays": parameter_with("public_notice_days", unit="days"),
    "numbers_of_the_guide": parameter_with("public_notice_days", value=4),
    "all_means_all": fact_with("consents", over="lead"),
    "every_step_has_actor": step_with("select", actors=()),
    "clocks_are_started": step_with("publish_formally", starts=("trial_term",)),
    "duties_on_pilot_institutions": step_with(
        "report_regularly", actors=("pilot_institution", "technology_firm")
    ),
    "owner_and_limit": state_with("consultation", no_limit_in_text=False),
    "platform_filing_in_the_window": no_guard("take_in_platform_filing", "received_in_window"),
    "platform_paper_is_told_apart": no_effect("enter_platform_correction", "record_platform_paper"),
    "departments_entered": no_guard("evaluate_additionally", "every_department_entered"),
    "departments_add_and_never_veto": step_with(
        "give_department_view", guards=("fact_is:department_view=supports",)),
    "comments_by_day_of_receipt": step_with("enter_comment", sources=("public_notice",)),
    "official_text_elsewhere": lambda p: step_with("open_notice", four_eyes=False)(elsewhere(p)),
    "limits_are_only_lengthened": step_with("lengthen_notice", lengthens=()),
    "taking_down_is_on_record": step_with("take_down_publication", four_eyes=False),
    "leaving_until_the_trial": step_with("stop_before_start", sources=("comments_review",)),
    "supplements_answered": no_guard("pass_evaluation", "no_supplement_open"),
    "conditions_before_start": no_guard("allow_start", "start_conditions_met"),
    "conditions_are_carried": step_with(
        "publish_formally", effects=("set_fact:trial_conditions=none",)),
    "acts_record_what_they_are_about": step_with("meet_start_condition", particulars=()),
    "consultation_states_a_view": fact_with(
        "consultation_view", domain=("agrees", "agrees_with_conditions", "disagrees", "awaited")),
    "exemption_before_start": no_guard("allow_start", "exemption_given_for_innovation"),
    "exemption_on_paper": step_with("allow_start", particulars=("exemption_organ", "view_organ")),
    "given_ends_are_marked": no_step("exemption_expires"),
    "limits_are_marked": no_step("mark_overdue"),
    "measures_are_no_states": step_with("suspend", target="exit_opened"),
    "grave_acts_by_two": step_with("disqualify", four_eyes=False),
    "adverse_ends_have_reason": step_with("disqualify", reason=False),
    "meanings_accounted_for": act_with("edit", means=""),
    "letters_are_entered": step_with("give_consent", entered_by=("secretariat",)),
    "facts_set_by_their_roles": step_with("give_opinion", actors=("secretariat",)),
    "answers_are_asked": step_with("enter_platform_filing", asks=()),
    "states_reachable": no_step("decline_recognition"),
    "steps_possible": step_with("register_core", guards=("on_direct_path", "on_local_path")),
    "acts_possible_where_due": step_with("withdraw", sources=("filed",)),
    "ends_are_final": step_with("edit", sources=("attesting", "withdrawn")),
    "own_request_by_all": no_guard("decide_end", "own_request_of_all"),
    "term_as_granted": step_with("allow_start", particulars=()),
    "extension_adds_what_was_decided": step_with("resume_extended", prolongs=()),
    "reports_by_calendar": step_with("report_regularly", starts=("report_period",)),
    "items_are_kept_apart": step_with("find_incident", item="", item_to=""),
    "items_run_their_course": no_step("confirm_rectified"),
    "force_ground_leads_to_review": step_with("find_force_ground", sources=("exit_opened",)),
    "measures_throughout_the_exit": step_with("suspend", sources=("running",)),
    "open_measures_are_judged": lambda p: step_with(
        "decide_extend", guards=(*p.steps["decide_extend"].guards, "no_open_rectifications"))(p),
    "referral_from_filing_on": step_with("refer", sources=("running",)),
    "heard_after_the_trial": step_with("complain", sources=("running",)),
    "tolerance_after_the_trial": step_with("submit_tolerance_evidence", sources=("running",)),
    "register_changes_after_carrying_out": step_with("enter_exit_in_register", sources=("exit_opened",)),
    "no_dead_end": no_step("file_work_report", "note_report_missing", "refer"),
    "final_from_everywhere": no_step("file_work_report", "note_report_missing"),
    "final_by_authority_alone": no_step("assess_exit_without_institution", "find_force_ground"),
    "every_path_can_start": step_with("allow_start", guards=("lead_is_pilot_institution",)),
    "proof_suffices": no_effect("verify_exit", "record_carried_out"),
}  # fmt: skip

# Ways round a property: other acts to the same end, silence taken for consent, duties without their name.
ROUND: list[tuple[str, str, Break]] = [
    ("filing without any consent", "every_unit_consents", another_way("file", guards=("window_open",))),
    ("filing past registration", "every_unit_consents",
     another_way("file", guards=(), target="formality_check")),
    ("a technology firm's filing", "right_compliance_signature",
     another_way("file", guards=("lead_is_technology_firm", "window_open"))),
    ("a correction nobody confirmed", "fresh_attestations",
     another_way("refile_local", sources=("correcting",), guards=("on_local_path",))),
    ("disqualified unheard", "heard_before_disqualified", another_way("disqualify", guards=())),
    ("withdrawn by the lead alone", "withdrawal_together", another_way("withdraw", guards=())),
    ("stopped for nothing", "stop_needs_danger", another_way("stop_before_start", guards=(), asks=())),
    ("a longer extension as the rule", "numbers_of_the_guide",
     parameter_with("extension_months_max", value=24)),
    ("four of the five conditions", "numbers_of_the_guide", lambda p: fact_with(
        "exit_conditions", items=p.facts["exit_conditions"].items[1:])(p)),
    ("a number of the guide without its name", "numbers_of_the_guide",
     parameter_with("extension_months_max", law="")),
    ("the bureau's silence", "time_never_decides",
     by_lapse("awaiting_recognition", "unrecognised", "decision")),
    ("the group's silence", "time_never_decides",
     by_lapse("formality_check", "risk_assessment", "formality")),
    ("time as a signatory", "time_never_decides",
     step_with("remind_of_term", effects=("set_fact:compliance=lead",))),
    ("the lead in an institution's place", "duties_on_pilot_institutions",
     another_way("settle_complaint", actors=("lead",))),
    ("a withdrawal with one institution's word", "all_means_all",
     fact_with("withdrawal_joins", over="lead")),
    ("consents of the lead's people alone", "all_means_all", lambda p: replace(
        fact_with("consents", over="lead")(p), roles={
            **p.roles, "unit_signatory": replace(p.roles["unit_signatory"], of="lead")})),
    ("a clerk alone", "platform_paper_is_told_apart", step_with("take_in_platform_filing", four_eyes=False)),
    ("the platform's paper as a consent of ours", "platform_paper_is_told_apart",
     step_with("take_in_platform_filing", effects=("record_platform_paper", "set_fact:consents=all"))),
    ("a correction taken in on the wrong path", "right_path",
     step_with("enter_platform_correction", guards=())),
    ("views of an earlier round", "departments_entered",
     no_effect("close_opinions", "clear_department_views")),
    ("a comment entered and never considered", "finding_after_comments",
     step_with("enter_comment", adds=())),
    ("an official notice whose days run from its entry", "official_text_elsewhere",
     lambda p: replace(elsewhere(p), particulars={
         **elsewhere(p).particulars,
         "official_instant": replace(elsewhere(p).particulars["official_instant"], begins=False)})),
    ("an official notice without its address", "official_text_elsewhere",
     lambda p: step_with("open_notice", particulars=("official_instant",))(elsewhere(p))),
    ("a comment from after the notice", "comments_by_day_of_receipt", lambda p: replace(p, particulars={
        **p.particulars, "received_on": replace(p.particulars["received_on"], within="")})),
    ("confirmations from before a change of substance", "sheet_confirmed",
     no_effect("change_of_substance", "clear_sheet_consents")),
    ("a change of substance without a new notice", "start_after_notice",
     step_with("change_of_substance", target="start_decision")),
    ("a notice taken down and gone on with", "start_after_notice",
     step_with("take_down_open_notice", target="comments_review")),
    ("confirmations from before a notice was taken down", "sheet_confirmed",
     no_effect("take_down_open_notice", "clear_sheet_consents")),
    ("a notice taken down without a ground", "taking_down_is_on_record",
     step_with("take_down_open_notice", asks=())),
    ("a notice taken down without a reason", "taking_down_is_on_record",
     step_with("take_down_publication", reason=False)),
    ("a limit of the guide extended", "limits_are_only_lengthened",
     step_with("extend_limit", sources=("public_notice",))),
    ("the term of a trial extended without an exit", "limits_are_only_lengthened",
     step_with("extend_limit", sources=("running",))),
    ("a limit extended without a reason", "limits_are_only_lengthened",
     step_with("extend_limit", reason=False)),
    ("a start against the bureau's view", "start_after_consultation",
     no_guard("allow_start", "bureau_agreed")),
    ("conditions of an agreement left out", "consultation_states_a_view",
     step_with("record_consultation", particulars=())),
    ("supplements of an earlier round", "answers_follow_questions", no_effect("select", "clear_evaluation")),
    ("an exemption asked for at selection", "exemption_on_paper",
     step_with("select", asks=("eligibility", "innovation_basis", "parallel_approval", "exemption"))),
    ("an exemption without its last day", "exemption_on_paper", lambda p: replace(p, particulars={
        **p.particulars, "exemption_expiry": replace(p.particulars["exemption_expiry"], optional=True)})),
    ("a trial that ends with its exemption", "given_ends_are_marked",
     step_with("exemption_expires", target="ended")),
    ("an exit that nobody proves", "all_means_all", step_with("carry_out_exit_plan", adds=())),
    ("an exit proved by one institution for all", "all_means_all", fact_with("exit_proofs", over="lead")),
    ("an earlier exit's proofs", "exit_is_carried_out",
     no_effect("conclude_exit_consultation", "clear_exit_proofs")),
    ("views of an earlier exit", "both_departments",
     no_effect("find_force_ground", "clear_exit_consultation")),
    ("a department that is asked no more", "both_departments",
     step_with("invite_business_departments", invites=False)),
    ("a case that ended and ends otherwise", "ends_are_final",
     step_with("refer", sources=("normalised",), target="forced_out")),
    ("a group changed after the end", "ends_are_final",
     step_with("refer", sources=("normalised",), members=("units",))),
    ("time at work after the end", "ends_are_final",
     step_with("rectification_expires", sources=("ended",))),
    ("an incident found after the end", "ends_are_final",
     step_with("find_incident", sources=("running", "ended"))),
    ("a second incident refused", "items_are_kept_apart",
     step_with("find_incident", guards=("no_open_incidents",))),
    ("an incident that is never closed", "items_are_kept_apart",
     step_with("report_incident_result", item_to="process_reported")),
    ("a result reported before the handling", "items_run_their_course",
     step_with("report_incident_result", item_from=("handling",))),
    ("a rectification that time closes", "items_run_their_course",
     step_with("rectification_expires", item_to="rectified")),
    ("a rectification that nobody knows to be late", "items_run_their_course",
     step_with("order_rectification", starts=())),
    ("an item that goes on after its close", "items_run_their_course",
     step_with("confirm_rectified", item_from=("ordered", "overdue", "rectified"))),
    ("a constant for a term", "term_as_granted", clock_with("trial_term", given="")),
    ("an extension of another number", "extension_adds_what_was_decided", clock_with("trial_term", added="")),
    ("a term begun anew", "extension_adds_what_was_decided",
     step_with("resume_extended", starts=("trial_term",))),
    ("reports counted from the last one", "reports_by_calendar",
     parameter_with("report_months", unit="months")),
    ("a force ground without its assessment", "force_ground_leads_to_review",
     step_with("find_force_ground", asks=("force_ground",))),
    ("an exit told before it was carried out", "register_changes_after_carrying_out",
     step_with("enter_exit_in_register", sources=("normalised", "ended", "forced_out", "exit_review"))),
    ("an exit without the technology department", "both_departments",
     no_guard("conclude_exit_consultation", "technology_consulted")),
    ("institutions that are any unit", "duties_on_pilot_institutions",
     lambda p: replace(p, roles={
         **p.roles, "pilot_institution": replace(p.roles["pilot_institution"], of="units")})),
]  # fmt: skip
ALL = [prop.id for prop in (*EDGE_PROPERTIES, *STATIC_PROPERTIES, *GRAPH_PROPERTIES)]


def test_every_property_is_broken_once_here() -> None:
    assert sorted(BROKEN) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_property_fails_on_a_procedure_broken_for_it(name: str) -> None:
    assert first_violation(BROKEN[name](pilot()), only=name) == name


@pytest.mark.parametrize(("name", "broken"), [(name, way) for _, name, way in ROUND],
                         ids=[what for what, _, _ in ROUND])  # fmt: skip
def test_no_way_leads_round_a_property(name: str, broken: Break) -> None:
    assert first_violation(broken(pilot()), only=name) == name


@pytest.mark.clause("5.1.3")
def test_a_notice_of_four_days_is_told_beside_the_guides_five() -> None:
    report = check(parameter_with("public_notice_days", value=4)(pilot()))
    assert [v.counter_example for v in report.verdicts if not v.holds] == [
        "“公示期”写的是4，而五(一)3规定的是5。"
    ]


def test_all_properties_hold_and_the_search_is_small() -> None:
    report = check(pilot())
    assert [verdict.rule.id for verdict in report.verdicts if not verdict.holds] == []
    assert report.states_explored > 1000
    assert len(report.verdicts) == len(ALL)


def test_properties_cite_clauses_of_the_guide_and_speak_both_languages() -> None:
    for prop in (*EDGE_PROPERTIES, *STATIC_PROPERTIES, *GRAPH_PROPERTIES):
        assert not prop.clause or prop.clause in pilot().clauses, prop.id
        assert prop.zh.endswith("。"), prop.id
        assert prop.en.endswith("."), prop.id


@pytest.mark.clause("5.1.3")
def test_counter_example_tells_the_shortest_way_in_chinese() -> None:
    report = check(BROKEN["start_after_consultation"](pilot()))
    told = next(v.counter_example for v in report.verdicts if v.rule.id == "start_after_consultation")
    assert told.startswith("起点：")
    assert "作出公示后认定" in told
    assert "商科技监管局" not in told
    assert told.endswith("。")
    assert "此时仍可能：工作组组长“允许启动试点”" in told


def test_a_property_without_its_act_is_not_passed_over() -> None:
    report = check(no_step("allow_start")(pilot()))
    told = next(v.counter_example for v in report.verdicts if v.rule.id == "start_after_finding")
    assert "无从检验" in told
