"""What has happened in a case, as the properties see it: kept apart from the procedure's own facts.

A property must not trust the bookkeeping that it checks: were it to read `consents`, a procedure that forgets
to void consents would pass. So the search carries this small history along, driven by acts alone.
"""

from __future__ import annotations

from typing import NamedTuple

from xianxing.procedure.model import Value
from xianxing.procedure.outcomes import Outcome

CHANGES = (
    "unit_merged",
    "unit_leaves",
    "unit_joins",
    "change_lead",
    "licence_lost",
    "scenario_provider_gone",
)
DECISIONS = {
    "decide_normalise": "normalise",
    "decide_end": "end",
    "decide_extend": "extend",
    "decide_longer_extension": "extend",
    "decide_force": "force",
}
MANY = 9


class History(NamedTuple):
    """Milestones of a case; each is reset by the acts that make it stale."""

    filed: bool = False
    window: bool = True
    reviews: bool = False
    lead_review: bool = False
    signature: str = ""
    consents: bool = False
    corrections: int = 0
    recognised: bool = False
    local: bool = False
    complete: bool = False
    risks_assessed: bool = False
    opinions: bool = False
    additional: bool = False
    selected: bool = False
    evaluated: bool = False
    sheet: bool = False
    notice: str = ""
    open_comments: bool = False
    finding: bool = False
    consulted: bool = False
    start_allowed: bool = False
    withdrawal: bool = False
    joined: bool = False
    hearing: str = ""
    published: bool = False
    incident: str = ""
    rectification: str = ""
    suspended: bool = False
    change: bool = False
    exit_progress: int = 0
    exit_kind: str = ""
    technology_view: bool = False
    business_view: bool = False
    carried_out: bool = False
    extensions: int = 0
    report_late: bool = False


Found = dict[str, Value]


def _attesting(h: History, act: str, _answers: Found, acted: Found) -> History:
    if act in STALE:
        h = h._replace(reviews=False, lead_review=False, signature="", consents=False)
    if act == "review_unit":
        return h._replace(reviews=acted.get("unit_reviews") == "all")
    if act == "review_as_lead":
        return h._replace(lead_review=h.reviews)
    if act in ("sign_compliance_as_lead", "sign_compliance_as_partner") and h.lead_review:
        return h._replace(signature="lead" if act == "sign_compliance_as_lead" else "partner")
    if act == "give_consent":
        return h._replace(consents=bool(h.signature) and acted.get("consents") == "all")
    if act == "take_back_consent":
        return h._replace(consents=False)
    if act in ("window_closes", "extend_window"):
        return h._replace(window=act == "extend_window")
    if act in ("file", "enter_platform_filing"):
        return h._replace(filed=True, window=True)
    return h


def _selecting(h: History, act: str, answers: Found, acted: Found) -> History:
    if act == "request_correction":
        return h._replace(corrections=min(h.corrections + 1, MANY), complete=False)
    if act in ("accept_change", "refuse_change", *CHANGES):
        return h._replace(
            corrections=0, recognised=False, complete=False, risks_assessed=False, opinions=False,
            additional=False, selected=False, evaluated=False, sheet=False, notice="", open_comments=False,
            finding=False, consulted=False,
        )  # fmt: skip
    if act in ("recognise", "decline_recognition"):
        return h._replace(recognised=act == "recognise")
    if act == "send_to_local_path":
        return h._replace(local=True)
    if act == "pass_formality":
        return h._replace(complete=answers.get("completeness") == "complete", corrections=0)
    if act == "report_to_bureau":
        return h._replace(corrections=0)
    if act == "complete_risk_assessment":
        return h._replace(risks_assessed=h.complete, opinions=False)
    if act == "give_opinion":
        return h._replace(opinions=acted.get("opinions") == "all")
    if act == "evaluate_additionally":
        return h._replace(additional=h.opinions and answers.get("departments") == "took_part")
    if act == "select":
        return h._replace(selected=h.additional)
    return h


def _announcing(h: History, act: str, answers: Found, acted: Found) -> History:
    if act == "pass_evaluation":
        return h._replace(evaluated=True, sheet=False)
    if act == "confirm_public_sheet":
        return h._replace(sheet=acted.get("sheet_consents") == "all")
    if act == "change_public_sheet":
        return h._replace(sheet=False)
    if act == "open_notice":
        return h._replace(notice="open")
    if act == "notice_ends" and h.notice == "open":
        return h._replace(notice="over")
    if act in ("comment", "object_by_name"):
        return h._replace(open_comments=True, finding=False)
    if act == "consider_comment":
        return h._replace(open_comments=acted.get("open_comments") == "some")
    if act == "record_finding":
        clear = answers.get("finding") in ("none_found", "covered")
        return h._replace(finding=clear and h.notice == "over" and not h.open_comments)
    if act == "record_consultation":
        return h._replace(consulted=h.finding)
    if act == "allow_start":
        return h._replace(start_allowed=True)
    if act == "publish_formally":
        return History(filed=True, start_allowed=True, published=True, extensions=h.extensions)
    return h


def _leaving_early(h: History, act: str, answers: Found, acted: Found) -> History:
    if act == "propose_withdrawal":
        return h._replace(withdrawal=True)
    if act in ("drop_withdrawal", "accept_change", "refuse_change"):
        return h._replace(withdrawal=False, joined=False)
    if act == "join_withdrawal":
        return h._replace(joined=h.withdrawal and acted.get("withdrawal_joins") == "all")
    if act == "open_hearing":
        return h._replace(hearing="open")
    if act == "close_hearing":
        heard = h.hearing == "open" and answers.get("heard") in ("all_spoke", "chance_lapsed")
        return h._replace(hearing="heard" if heard else h.hearing)
    if act == "drop_suspicion":
        return h._replace(hearing="")
    return h


def _running(h: History, act: str, _answers: Found, _acted: Found) -> History:
    if act in ("find_incident", "report_incident_process", "report_incident_result"):
        step = {"find_incident": "open", "report_incident_process": "process"}
        return h._replace(incident=step.get(act, ""))
    if act in ("order_rectification", "rectification_expires", "confirm_rectified"):
        step = {"order_rectification": "ordered", "rectification_expires": "overdue"}
        return h._replace(rectification=step.get(act, ""))
    if act in ("suspend", "lift_suspension"):
        return h._replace(suspended=act == "suspend")
    if h.published and act in CHANGES:
        return h._replace(change=True)
    if act == "settle_trial_change":
        return h._replace(change=False)
    return h


def _exiting(h: History, act: str, _answers: Found, _acted: Found) -> History:
    if act in ("open_exit_by_institution", "open_exit_by_group"):
        return h._replace(exit_progress=1, exit_kind="", carried_out=False)
    if act == "finish_exit_assessment":
        return h._replace(exit_progress=2 if h.exit_progress == 1 else 0)
    if act in DECISIONS:
        progress = 3 if h.exit_progress >= 2 else 0
        return h._replace(
            exit_progress=progress, exit_kind=DECISIONS[act], technology_view=False, business_view=False
        )
    if act == "give_technology_view":
        return h._replace(technology_view=True)
    if act == "give_business_view":
        return h._replace(business_view=h.technology_view)
    if act == "return_to_review":
        return h._replace(exit_progress=2, exit_kind="", technology_view=False, business_view=False)
    if act == "conclude_exit_consultation":
        talked = h.technology_view and (h.business_view or h.exit_kind != "normalise")
        progress = 4 if talked and h.exit_progress == 3 else 0
        return h._replace(exit_progress=progress, technology_view=False, business_view=False)
    if act in ("take_into_regular_system", "carry_out_exit_plan", "verify_exit"):
        return h._replace(carried_out=True)
    if act == "resume_extended":
        return h._replace(
            extensions=min(h.extensions + 1, MANY), exit_progress=0, exit_kind="", carried_out=False
        )
    if act == "work_report_expires":
        return h._replace(report_late=True)
    return h


STALE = ("edit", "request_correction", "accept_change", "refuse_change", *CHANGES)
PARTS = {
    _attesting: (
        *STALE, "review_unit", "review_as_lead", "sign_compliance_as_lead", "sign_compliance_as_partner",
        "give_consent", "take_back_consent", "window_closes", "extend_window", "file",
        "enter_platform_filing",
    ),
    _selecting: (
        "request_correction", "accept_change", "refuse_change", *CHANGES,
        "report_to_bureau", "recognise", "decline_recognition", "send_to_local_path",
        "pass_formality", "complete_risk_assessment", "give_opinion",
        "evaluate_additionally", "select",
    ),
    _announcing: (
        "pass_evaluation", "confirm_public_sheet", "change_public_sheet", "open_notice", "notice_ends",
        "comment", "object_by_name", "consider_comment", "record_finding", "record_consultation",
        "allow_start", "publish_formally",
    ),
    _leaving_early: (
        "propose_withdrawal", "drop_withdrawal", "accept_change", "refuse_change", "join_withdrawal",
        "open_hearing", "close_hearing", "drop_suspicion",
    ),
    _running: (
        *CHANGES, "find_incident", "report_incident_process", "report_incident_result", "order_rectification",
        "rectification_expires", "confirm_rectified", "suspend", "lift_suspension", "settle_trial_change",
    ),
    _exiting: (
        *DECISIONS, "open_exit_by_institution", "open_exit_by_group", "finish_exit_assessment",
        "give_technology_view", "give_business_view",
        "return_to_review", "conclude_exit_consultation", "take_into_regular_system", "carry_out_exit_plan",
        "verify_exit", "resume_extended", "work_report_expires",
    ),
}  # fmt: skip
MILESTONES = frozenset(act for acts in PARTS.values() for act in acts)
_PARTS_OF = {act: tuple(part for part, acts in PARTS.items() if act in acts) for act in MILESTONES}


def advance(h: History, act: str, outcome: Outcome) -> History:
    """The history after an act that turned out so; an act that is no milestone leaves it as it is."""
    answers, acted = dict(outcome.answers), dict(outcome.acted)
    for part in _PARTS_OF.get(act, ()):
        h = part(h, act, answers, acted)
    return h
