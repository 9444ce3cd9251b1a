"""What has happened in a case, as the properties see it: kept apart from the procedure's own facts.

A property must not trust the bookkeeping that it checks: were it to read `consents`, a procedure that forgets
to void consents would pass. So the search carries this small history along, driven alone by what acts mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Value

CHANGES = (
    Means.UNIT_MERGED,
    Means.UNIT_LEAVES,
    Means.UNIT_JOINS,
    Means.CHANGE_LEAD,
    Means.LICENCE_LOST,
    Means.SCENARIO_PROVIDER_GONE,
)
DECISIONS: Mapping[str, str] = {
    Means.DECIDE_NORMALISE: "normalise",
    Means.DECIDE_END: "end",
    Means.DECIDE_EXTEND: "extend",
    Means.DECIDE_LONGER_EXTENSION: "extend",
    Means.DECIDE_FORCE: "force",
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
    platform_paper: bool = False
    corrections: int = 0
    recognised: bool = False
    local: bool = False
    complete: bool = False
    risks_assessed: bool = False
    opinions: bool = False
    departments: bool = False
    additional: bool = False
    selected: bool = False
    evaluated: bool = False
    supplements: bool = False
    start_conditions: bool = False
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
    incident: bool = False
    rectification: bool = False
    suspended: bool = False
    change: bool = False
    exit_progress: int = 0
    exit_kind: str = ""
    applied: bool = False
    technology_view: bool = False
    business_view: bool = False
    carried_out: bool = False
    extensions: int = 0
    report_late: bool = False


Found = dict[str, Value]
Part = Callable[[History, str, Found, Found], History]


def _unattested(h: History) -> History:
    """Nothing confirmed, here or on the platform's paper."""
    return h._replace(reviews=False, lead_review=False, signature="", consents=False, platform_paper=False)


def _attesting(h: History, act: str, _answers: Found, acted: Found) -> History:
    if act in STALE:
        h = _unattested(h)
    if act == Means.REVIEW_UNIT:
        return h._replace(reviews=acted.get(FactMeans.UNIT_REVIEWS) == "all")
    if act == Means.REVIEW_AS_LEAD:
        return h._replace(lead_review=True)
    if act in (Means.SIGN_COMPLIANCE_AS_LEAD, Means.SIGN_COMPLIANCE_AS_PARTNER):
        return h._replace(signature="lead" if act == Means.SIGN_COMPLIANCE_AS_LEAD else "partner")
    if act == Means.GIVE_CONSENT:
        return h._replace(consents=acted.get(FactMeans.CONSENTS) == "all")
    if act == Means.TAKE_BACK_CONSENT:
        return h._replace(consents=False)
    if act in (Means.WINDOW_CLOSES, Means.EXTEND_WINDOW):
        return h._replace(window=act == Means.EXTEND_WINDOW)
    if act in FROM_PLATFORM:
        return _unattested(h)._replace(filed=True, window=True, platform_paper=True)
    if act in (Means.FILE, Means.ENTER_PLATFORM_FILING):
        return h._replace(filed=True, window=True)
    return h


def _selecting(h: History, act: str, answers: Found, acted: Found) -> History:
    if act == Means.REQUEST_CORRECTION:
        return h._replace(
            corrections=min(h.corrections + 1, MANY), complete=False, risks_assessed=False, opinions=False,
            departments=False, additional=False, selected=False,
        )  # fmt: skip
    if act in (Means.ACCEPT_CHANGE, Means.REFUSE_CHANGE, *CHANGES):
        return h._replace(
            corrections=0, recognised=False, complete=False, risks_assessed=False, opinions=False,
            departments=False, additional=False, selected=False, evaluated=False, sheet=False, notice="",
            open_comments=False, finding=False, consulted=False, supplements=False, start_conditions=False,
            start_allowed=h.published,
        )  # fmt: skip
    if act in (Means.RECOGNISE, Means.DECLINE_RECOGNITION):
        return h._replace(recognised=act == Means.RECOGNISE)
    if act == Means.SEND_TO_LOCAL_PATH:
        return h._replace(local=True)
    if act == Means.PASS_FORMALITY:
        return h._replace(complete=answers.get(FactMeans.COMPLETENESS) == "complete", corrections=0)
    if act == Means.REPORT_TO_BUREAU:
        return h._replace(corrections=0)
    if act == Means.COMPLETE_RISK_ASSESSMENT:
        return h._replace(risks_assessed=True)
    if act == Means.GIVE_OPINION:
        return h._replace(opinions=acted.get(FactMeans.OPINIONS) == "all")
    if act == Means.CLOSE_OPINIONS:
        return h._replace(departments=False)
    if act in (Means.GIVE_DEPARTMENT_VIEW, Means.NOTE_DEPARTMENT_SILENCE):
        return h._replace(departments=acted.get(FactMeans.DEPARTMENT_VIEWS) == "all")
    if act == Means.EVALUATE_ADDITIONALLY:
        return h._replace(additional=answers.get(FactMeans.DEPARTMENTS) == "took_part")
    if act == Means.SELECT:
        return h._replace(selected=True)
    return h


def _evaluating(h: History, act: str, _answers: Found, acted: Found) -> History:
    if act in (Means.SELECT, Means.RECOGNISE):  # who confirmed what is done with, until it is voided anyway
        return _unattested(h)._replace(supplements=False, start_conditions=False)
    if act == Means.ASK_SUPPLEMENT:
        return h._replace(supplements=True)
    if act in (Means.ANSWER_SUPPLEMENT, Means.DROP_SUPPLEMENT):
        return h._replace(supplements=acted.get(FactMeans.SUPPLEMENTS) == "some")
    if act == Means.SET_START_CONDITION:
        return h._replace(start_conditions=True)
    if act == Means.MEET_START_CONDITION:
        return h._replace(start_conditions=acted.get(FactMeans.START_CONDITIONS) == "some")
    if act == Means.CONSULT_AGAIN:
        return h._replace(consulted=False)
    return h


def _announcing(h: History, act: str, answers: Found, acted: Found) -> History:
    if act == Means.PASS_EVALUATION:
        return h._replace(evaluated=True, sheet=False)
    if act == Means.CONFIRM_PUBLIC_SHEET:
        return h._replace(sheet=acted.get(FactMeans.SHEET_CONSENTS) == "all")
    if act == Means.CHANGE_PUBLIC_SHEET:
        return h._replace(sheet=False)
    if act == Means.CHANGE_OF_SUBSTANCE:
        return h._replace(sheet=False, notice="", finding=False, consulted=False, start_allowed=False)
    if act == Means.TAKE_DOWN and h.notice == "open":
        return h._replace(sheet=False, notice="", finding=False)
    if act == Means.OPEN_NOTICE:
        return h._replace(notice="open")
    if act == Means.NOTICE_ENDS and h.notice == "open":
        return h._replace(notice="over")
    if act in (Means.COMMENT, Means.OBJECT_BY_NAME, Means.ENTER_COMMENT):
        return h._replace(open_comments=True, finding=False)
    if act == Means.CONSIDER_COMMENT:
        return h._replace(open_comments=acted.get(FactMeans.OPEN_COMMENTS) == "some")
    if act == Means.RECORD_FINDING:
        clear = answers.get(FactMeans.FINDING) in ("none_found", "covered")
        return h._replace(finding=clear and h.notice == "over" and not h.open_comments)
    if act == Means.RECORD_CONSULTATION:
        return h._replace(consulted=answers.get(FactMeans.CONSULTATION_VIEW) != "disagrees")
    if act == Means.ALLOW_START:
        return h._replace(start_allowed=True)
    return h


def _leaving_early(h: History, act: str, answers: Found, acted: Found) -> History:
    if act == Means.PROPOSE_WITHDRAWAL:
        return h._replace(withdrawal=True)
    if act in (Means.DROP_WITHDRAWAL, Means.ACCEPT_CHANGE, Means.REFUSE_CHANGE):
        return h._replace(withdrawal=False, joined=False)
    if act == Means.JOIN_WITHDRAWAL:
        return h._replace(joined=h.withdrawal and acted.get(FactMeans.WITHDRAWAL_JOINS) == "all")
    if act == Means.OPEN_HEARING:
        return h._replace(hearing="open")
    if act == Means.CLOSE_HEARING:
        heard = h.hearing == "open" and answers.get(FactMeans.HEARD) in ("all_spoke", "chance_lapsed")
        return h._replace(hearing="heard" if heard else h.hearing)
    if act == Means.DROP_SUSPICION:
        return h._replace(hearing="")
    return h


def _running(h: History, act: str, _answers: Found, acted: Found) -> History:
    if act in (Means.FIND_INCIDENT, Means.REPORT_INCIDENT_RESULT):
        return h._replace(incident=act == Means.FIND_INCIDENT or acted.get(FactMeans.INCIDENTS) == "some")
    if act in (Means.ORDER_RECTIFICATION, Means.CONFIRM_RECTIFIED):
        ordered = act == Means.ORDER_RECTIFICATION
        return h._replace(rectification=ordered or acted.get(FactMeans.RECTIFICATIONS) == "some")
    if act in (Means.SUSPEND, Means.LIFT_SUSPENSION):
        return h._replace(suspended=act == Means.SUSPEND)
    if h.published and act in CHANGES:
        return h._replace(change=True)
    if act == Means.SETTLE_TRIAL_CHANGE:
        return h._replace(change=acted.get(FactMeans.UNIT_CHANGES) == "some")
    return h


def _exiting(h: History, act: str, answers: Found, acted: Found) -> History:
    if act in (Means.OPEN_EXIT_BY_INSTITUTION, Means.OPEN_EXIT_BY_GROUP):
        applied = act == Means.OPEN_EXIT_BY_INSTITUTION and acted.get(FactMeans.EXIT_APPLICATIONS) == "all"
        return h._replace(exit_progress=1, exit_kind="", carried_out=False, applied=applied)
    if act == Means.JOIN_EXIT_APPLICATION:
        return h._replace(applied=acted.get(FactMeans.EXIT_APPLICATIONS) == "all")
    if act == Means.FIND_FORCE_GROUND:
        return h._replace(exit_progress=2, exit_kind="", technology_view=False, business_view=False)
    if act == Means.FINISH_EXIT_ASSESSMENT:
        return h._replace(exit_progress=2 if h.exit_progress == 1 else 0)
    if act in DECISIONS:
        progress = 3 if h.exit_progress >= 2 else 0
        return h._replace(
            exit_progress=progress, exit_kind=DECISIONS[act], technology_view=False, business_view=False
        )
    if act == Means.GIVE_TECHNOLOGY_VIEW:
        return h._replace(technology_view=True)
    if act == Means.GIVE_BUSINESS_VIEW:
        return h._replace(business_view=acted.get(FactMeans.BUSINESS_VIEWS) == "all")
    if act == Means.RETURN_TO_REVIEW:
        return h._replace(exit_progress=2, exit_kind="", technology_view=False, business_view=False)
    if act == Means.CONCLUDE_EXIT_CONSULTATION:
        spared = answers.get(FactMeans.EXIT_TECHNOLOGY) == "normalise_only" and h.exit_kind != "normalise"
        talked = (h.technology_view or spared) and (h.business_view or h.exit_kind != "normalise")
        progress = 4 if talked and h.exit_progress == 3 else 0
        return h._replace(
            exit_progress=progress, technology_view=False, business_view=False, carried_out=False
        )
    if act in (Means.TAKE_INTO_REGULAR_SYSTEM, Means.CARRY_OUT_EXIT_PLAN):
        return h._replace(carried_out=h.carried_out or acted.get(FactMeans.EXIT_PROOFS) == "all")
    if act == Means.VERIFY_EXIT:
        return h._replace(carried_out=True)
    if act == Means.RESUME_EXTENDED:
        return h._replace(
            extensions=min(h.extensions + 1, MANY), exit_progress=0, exit_kind="", carried_out=False,
            applied=False,
        )  # fmt: skip
    if act == Means.WORK_REPORT_EXPIRES:
        return h._replace(report_late=True)
    return h


FROM_PLATFORM = (
    Means.TAKE_IN_PLATFORM_FILING, Means.ENTER_PLATFORM_CORRECTION, Means.ENTER_PLATFORM_CORRECTION_CORE,
)  # fmt: skip
STALE = (Means.EDIT, Means.REQUEST_CORRECTION, Means.ACCEPT_CHANGE, Means.REFUSE_CHANGE, *CHANGES)
PARTS = {
    _attesting: (
        *STALE, Means.REVIEW_UNIT, Means.REVIEW_AS_LEAD, Means.SIGN_COMPLIANCE_AS_LEAD,
        Means.SIGN_COMPLIANCE_AS_PARTNER,
        Means.GIVE_CONSENT, Means.TAKE_BACK_CONSENT, Means.WINDOW_CLOSES, Means.EXTEND_WINDOW, Means.FILE,
        Means.ENTER_PLATFORM_FILING, *FROM_PLATFORM,
    ),
    _selecting: (
        Means.REQUEST_CORRECTION, Means.ACCEPT_CHANGE, Means.REFUSE_CHANGE, *CHANGES,
        Means.REPORT_TO_BUREAU, Means.RECOGNISE, Means.DECLINE_RECOGNITION, Means.SEND_TO_LOCAL_PATH,
        Means.PASS_FORMALITY, Means.COMPLETE_RISK_ASSESSMENT, Means.GIVE_OPINION,
        Means.CLOSE_OPINIONS, Means.GIVE_DEPARTMENT_VIEW, Means.NOTE_DEPARTMENT_SILENCE,
        Means.EVALUATE_ADDITIONALLY, Means.SELECT,
    ),
    _evaluating: (
        Means.SELECT, Means.RECOGNISE, Means.ASK_SUPPLEMENT, Means.ANSWER_SUPPLEMENT, Means.DROP_SUPPLEMENT,
        Means.SET_START_CONDITION, Means.MEET_START_CONDITION, Means.CONSULT_AGAIN,
    ),
    _announcing: (
        Means.PASS_EVALUATION, Means.CONFIRM_PUBLIC_SHEET, Means.CHANGE_PUBLIC_SHEET,
        Means.CHANGE_OF_SUBSTANCE, Means.TAKE_DOWN, Means.OPEN_NOTICE, Means.NOTICE_ENDS,
        Means.COMMENT, Means.OBJECT_BY_NAME, Means.ENTER_COMMENT, Means.CONSIDER_COMMENT,
        Means.RECORD_FINDING, Means.RECORD_CONSULTATION,
        Means.ALLOW_START,
    ),
    _leaving_early: (
        Means.PROPOSE_WITHDRAWAL, Means.DROP_WITHDRAWAL, Means.ACCEPT_CHANGE, Means.REFUSE_CHANGE,
        Means.JOIN_WITHDRAWAL,
        Means.OPEN_HEARING, Means.CLOSE_HEARING, Means.DROP_SUSPICION,
    ),
    _running: (
        *CHANGES, Means.FIND_INCIDENT, Means.REPORT_INCIDENT_RESULT, Means.ORDER_RECTIFICATION,
        Means.CONFIRM_RECTIFIED, Means.SUSPEND, Means.LIFT_SUSPENSION, Means.SETTLE_TRIAL_CHANGE,
    ),
    _exiting: (
        *DECISIONS, Means.OPEN_EXIT_BY_INSTITUTION, Means.OPEN_EXIT_BY_GROUP, Means.JOIN_EXIT_APPLICATION,
        Means.FIND_FORCE_GROUND, Means.FINISH_EXIT_ASSESSMENT,
        Means.GIVE_TECHNOLOGY_VIEW, Means.GIVE_BUSINESS_VIEW,
        Means.RETURN_TO_REVIEW, Means.CONCLUDE_EXIT_CONSULTATION, Means.TAKE_INTO_REGULAR_SYSTEM,
        Means.CARRY_OUT_EXIT_PLAN,
        Means.VERIFY_EXIT, Means.RESUME_EXTENDED, Means.WORK_REPORT_EXPIRES,
    ),
}  # fmt: skip
MILESTONES: tuple[str, ...] = tuple(dict.fromkeys(act for acts in PARTS.values() for act in acts))
_PARTS_OF: Mapping[str, tuple[Part, ...]] = {
    act: tuple(part for part, acts in PARTS.items() if act in acts) for act in MILESTONES
}


def advance(h: History, act: str, answers: Found, acted: Found, begins: bool = False) -> History:
    """The history after an act of this meaning that turned out so; one that is no milestone changes nothing.

    `answers` and `acted` go by what the facts mean. With the step that `begins` the trial, what led there is
    done with.
    """
    for part in _PARTS_OF.get(act, ()):
        h = part(h, act, answers, acted)
    if begins:
        return History(filed=True, start_allowed=h.start_allowed, published=True, extensions=h.extensions)
    return h
