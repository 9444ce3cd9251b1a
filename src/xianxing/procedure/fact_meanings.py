"""What facts can mean: the words by which guards, effects and properties find them in any guide's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FactMeans(StrEnum):
    """What a fact can mean."""

    CORE = "core"
    LEAD_KIND = "lead_kind"
    PROJECT_TYPE = "project_type"
    WINDOW = "window"
    UNIT_REVIEWS = "unit_reviews"
    LEAD_REVIEW = "lead_review"
    COMPLIANCE = "compliance"
    CONSENTS = "consents"
    PLATFORM_PAPER = "platform_paper"
    CORRECTIONS = "corrections"
    CORRECTION_LIMIT = "correction_limit"
    DIRECT_PATH = "direct_path"
    OPINIONS = "opinions"
    SUPPLEMENTS = "supplements"
    START_CONDITIONS = "start_conditions"
    TRIAL_CONDITIONS = "trial_conditions"
    CONSULTATION = "consultation"
    CONSULTATION_VIEW = "consultation_view"
    SHEET_CONSENTS = "sheet_consents"
    OPEN_COMMENTS = "open_comments"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_JOINS = "withdrawal_joins"
    HEARING = "hearing"
    INCIDENT = "incident"
    RECTIFICATION = "rectification"
    SUSPENSION = "suspension"
    TRIAL_CHANGE = "trial_change"
    INCIDENTS = "incidents"
    RECTIFICATIONS = "rectifications"
    UNIT_CHANGES = "unit_changes"
    EXTENDED = "extended"
    EXIT_KIND = "exit_kind"
    EXIT_VIEWS = "exit_views"
    EXIT_APPLICATIONS = "exit_applications"
    TECHNOLOGY_VIEW = "technology_view"
    BUSINESS_VIEWS = "business_views"
    EXIT_TECHNOLOGY = "exit_technology"
    EXIT_PROOFS = "exit_proofs"
    CARRIED_OUT = "carried_out"
    WORK_REPORT = "work_report"
    PLATFORM_RECEIPT = "platform_receipt"
    COMPLETENESS = "completeness"
    ELIGIBILITY = "eligibility"
    INNOVATION_BASIS = "innovation_basis"
    PARALLEL_APPROVAL = "parallel_approval"
    EXEMPTION = "exemption"
    AFTER_NON_RECOGNITION = "after_non_recognition"
    DEPARTMENTS = "departments"
    DEPARTMENT_VIEWS = "department_views"
    DEPARTMENT_VIEW = "department_view"
    FINDING = "finding"
    TAKE_DOWN_GROUND = "take_down_ground"
    HEARD = "heard"
    SCENARIO_AFTER = "scenario_after"
    EXIT_CONDITIONS = "exit_conditions"
    END_GROUND = "end_ground"
    EXTENSION_CONDITIONS = "extension_conditions"
    EXTENSION_LENGTH = "extension_length"
    FORCE_GROUND = "force_ground"


@dataclass(frozen=True)
class FactShape:
    """What a fact with a meaning must be: its kind, and the values that its domain must have."""

    kind: str
    values: tuple[str, ...] = ()


TALLY, POOL, COUNT = FactShape("tally"), FactShape("pool"), FactShape("count")


def _static(*values: str) -> FactShape:
    return FactShape("static", values)


def _kept(*values: str) -> FactShape:
    return FactShape("kept", values)


def _answer(*values: str) -> FactShape:
    return FactShape("answer", values)


SHAPES: Mapping[FactMeans, FactShape] = {
    FactMeans.CORE: _static("no", "yes"),
    FactMeans.LEAD_KIND: _static("pilot_institution", "technology_firm"),
    FactMeans.PROJECT_TYPE: _static("business_innovation"),
    FactMeans.WINDOW: _kept("open", "closed"),
    FactMeans.UNIT_REVIEWS: TALLY,
    FactMeans.LEAD_REVIEW: _kept("none", "done"),
    FactMeans.COMPLIANCE: _kept("none", "lead", "partner"),
    FactMeans.CONSENTS: TALLY,
    FactMeans.PLATFORM_PAPER: _kept("none", "platform"),
    FactMeans.CORRECTIONS: COUNT,
    FactMeans.CORRECTION_LIMIT: _answer("passed"),
    FactMeans.DIRECT_PATH: _kept("open", "refused"),
    FactMeans.OPINIONS: TALLY,
    FactMeans.SUPPLEMENTS: POOL,
    FactMeans.START_CONDITIONS: POOL,
    FactMeans.TRIAL_CONDITIONS: POOL,
    FactMeans.CONSULTATION: _kept("none", "agreed", "disagreed"),
    FactMeans.CONSULTATION_VIEW: _answer("agrees", "agrees_with_conditions", "disagrees"),
    FactMeans.SHEET_CONSENTS: TALLY,
    FactMeans.OPEN_COMMENTS: POOL,
    FactMeans.WITHDRAWAL: _kept("none", "proposed"),
    FactMeans.WITHDRAWAL_JOINS: TALLY,
    FactMeans.HEARING: _kept("none", "open", "heard"),
    FactMeans.INCIDENT: _kept("none", "open", "process_reported"),
    FactMeans.RECTIFICATION: _kept("none", "ordered", "overdue"),
    FactMeans.SUSPENSION: _kept("off", "on"),
    FactMeans.TRIAL_CHANGE: _kept("none", "open"),
    FactMeans.INCIDENTS: POOL,
    FactMeans.RECTIFICATIONS: POOL,
    FactMeans.UNIT_CHANGES: POOL,
    FactMeans.EXTENDED: _kept("no", "yes"),
    FactMeans.EXIT_KIND: _kept("none", "normalise", "end", "extend", "force"),
    FactMeans.EXIT_VIEWS: _kept("none", "technology", "both"),
    FactMeans.EXIT_APPLICATIONS: TALLY,
    FactMeans.TECHNOLOGY_VIEW: _kept("none", "given"),
    FactMeans.BUSINESS_VIEWS: TALLY,
    FactMeans.EXIT_TECHNOLOGY: _answer("always", "normalise_only"),
    FactMeans.EXIT_PROOFS: TALLY,
    FactMeans.CARRIED_OUT: _kept("no", "yes"),
    FactMeans.WORK_REPORT: _kept("awaited", "overdue"),
    FactMeans.PLATFORM_RECEIPT: _answer("in_window"),
    FactMeans.COMPLETENESS: _answer("complete"),
    FactMeans.ELIGIBILITY: _answer("eligible"),
    FactMeans.INNOVATION_BASIS: _answer("exemption", "new_rule_field"),
    FactMeans.PARALLEL_APPROVAL: _answer("not_needed", "submitted", "granted"),
    FactMeans.EXEMPTION: _answer("none", "granted", "view_given", "not_needed"),
    FactMeans.AFTER_NON_RECOGNITION: _answer("local_path", "closed"),
    FactMeans.DEPARTMENTS: _answer("took_part"),
    FactMeans.DEPARTMENT_VIEWS: TALLY,
    FactMeans.DEPARTMENT_VIEW: _answer("supports", "reserved", "objects"),
    FactMeans.FINDING: _answer("none_found", "covered", "major_danger"),
    FactMeans.TAKE_DOWN_GROUND: _answer(
        "secret_leaked", "personal_data", "organ_order", "published_in_error"
    ),
    FactMeans.HEARD: _answer("all_spoke", "chance_lapsed"),
    FactMeans.SCENARIO_AFTER: _answer("pilot_institution"),
    FactMeans.EXIT_CONDITIONS: _answer("all"),
    FactMeans.END_GROUND: _answer("none"),
    FactMeans.EXTENSION_CONDITIONS: _answer("all"),
    FactMeans.EXTENSION_LENGTH: _answer("within", "beyond"),
    FactMeans.FORCE_GROUND: _answer("none"),
}
