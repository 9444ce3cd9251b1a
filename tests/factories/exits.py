"""A project on trial that leaves: opened, assessed, decided and consulted by the real acts, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.exits.domain.assessing import hand_in_assessment
from xianxing.pilot.exits.domain.proving import check_proof, prove_measure
from xianxing.pilot.exits.models import ExitAssessment, MeasureProof
from xianxing.pilot.parties.models import User
from xianxing.procedure.events import JSON

ROLES = ("group_head", "secretariat", "technology_bureau", "business_department")
ALL_FIVE = {
    "达到预期效果": True,
    "未发现明显风险隐患": True,
    "具有完备的技术及运营风险防范措施": True,
    "具有投资者保护方案": True,
    "符合科技监管部门和业务监管部门要求": True,
}
# What a department says of an exit that it is consulted on.
VIEW: dict[str, JSON] = {"department_opinion": "无不同意见。"}
ALL_THREE = {"目标未全部完成": True, "未发生重大风险隐患": True, "存在较大试点价值": True}


def done(office: Office, step: str, *, unit: str = "", **payload: JSON) -> None:
    """A step by the group, or by who signs for a unit; with a second person where one is asked for."""
    company = office.company
    actor = (
        Actor(str(company.he.pk), frozenset({"pilot_institution", "unit"}), unit)
        if unit
        else Actor(str(office.fang.pk), frozenset(ROLES))
    )
    second = Actor(str(office.tang.pk), frozenset(ROLES))
    case = company.filing.case
    case.refresh_from_db()
    perform(case=case, step=step, actor=actor, payload=payload, at=company.later(), second=second)
    company.filing.refresh_from_db()


def opened(office: Office) -> None:
    """The lead unit applies to leave."""
    done(office, "open_exit_by_institution", unit="lead")


def reviewed(office: Office, *, with_figures: bool = False) -> None:
    """Opened, and assessed up to the review; `with_figures` where the institution hands in an assessment."""
    opened(office)
    if with_figures:
        assessed(office)
    done(office, "assess_exit_oneself", unit="lead")
    done(office, "finish_exit_assessment", eligibility="eligible")


def decided(office: Office, kind: str, *, months: int = 6, with_figures: bool = False) -> None:
    """Reviewed, decided as this kind of exit, consulted: it is to be carried out."""
    reviewed(office, with_figures=with_figures)
    said: dict[str, dict[str, Any]] = {
        "normalise": {"exit_conditions": {**ALL_FIVE}, "eligibility": "eligible"},
        "end": {"end_ground": "no_value"},
        "extend": {"extension_conditions": {**ALL_THREE}, "extension_length": months},
        "force": {"force_ground": "breach_of_commitments", "reason": "违反承诺"},
    }
    done(office, f"decide_{kind}", **said[kind])
    consulted(office, business=kind == "normalise")


def ended(office: Office) -> None:
    """Decided as an end of the trial, and carried out: the project has ended."""
    decided(office, "end")
    done(office, "carry_out_exit_plan", unit="lead")
    done(office, "close_ended")


def consulted(office: Office, *, business: bool = False) -> None:
    """Both departments are heard, and the consultation is concluded."""
    done(office, "give_technology_view", evidence="来函", particulars=VIEW)
    if business:
        done(office, "invite_business_departments", members={"business_departments": ["机构部"]})
        done(office, "give_business_view", item="机构部", evidence="来函", particulars=VIEW)
    done(office, "conclude_exit_consultation")


def joined(office: Office) -> None:
    """The joint unit becomes a pilot institution of the project as well."""
    done(office, "unit_joins_in_trial", unit="lead", reason="联合单位加入为试点机构")
    case = office.company.filing.case
    item = str(case.sequence)
    both = ["lead", "joint"]
    members: dict[str, Any] = {"units": both, "pilot_institutions": both, "lead": ["lead"]}
    done(
        office, "settle_trial_change", item=item, scenario_after="pilot_institution", eligibility="eligible",
        reason="联合单位加入为试点机构", members=members,
    )  # fmt: skip


def assessed(
    office: Office, unit: str = "lead", *, words: str = "自评认为条件具备。", by: User | None = None
) -> ExitAssessment:
    """An assessment is handed in, by who signs for 鹏海 or, with an empty unit, by the secretariat."""
    person = by or (office.company.he if unit else office.wen)
    return hand_in_assessment(
        case=office.company.filing.pk, unit=unit, judgement=words, proposes="normalise", by=person,
        step_up=just(person), at=office.company.later(),
    )  # fmt: skip


def proved(
    office: Office,
    measure: str,
    *,
    unit: str = "lead",
    by: User | None = None,
    applies: bool = True,
    files: Sequence[UUID] | None = None,
) -> MeasureProof:
    """The people of 鹏海 bring the proof of a measure."""
    person = by or office.company.cast.zhou
    letters = (office.letter(person, "证明.pdf"),) if files is None else files
    return prove_measure(
        case=office.company.filing.pk, unit=unit, measure=measure, applies=applies, words="已完成", by=person,
        evidence=letters, at=office.company.later(),
    )  # fmt: skip


def checked(office: Office, proof: MeasureProof, *, reason: str = "") -> MeasureProof:
    """The secretariat accepts a proof, or returns it with a reason."""
    return check_proof(
        case=proof.case_id, number=proof.number, accept=not reason, reason=reason, by=office.wen,
        at=office.company.later(),
    )  # fmt: skip


def view_of(office: Office, user: User | None = None) -> CaseView:
    """The case as a person reads it now; the secretariat's without a person."""
    return case_to_read(office.company.filing.pk, user or office.wen, at=office.company.at)
