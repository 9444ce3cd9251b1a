"""What people do one act after another, from a scene on: they file, decide, publish, report, leave.

An act is one call of a domain verb, which is there as a whole or not at all. It looks up what it works on by
itself, so that another process can go on where one was killed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.factories import exits
from tests.factories.incidents import opened as told_of_incident
from tests.factories.monitoring import at_noon, reported, signed
from tests.factories.notices import (
    Noticed,
    considered,
    ended,
    said,
    take,
)
from tests.pilot.acts.staff import Office, overrule_findings
from tests.pilot.experts.panel import Panel
from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.exits.models import MeasureProof
from xianxing.pilot.messages.domain import send_letters
from xianxing.pilot.notices.models import PublicComment
from xianxing.pilot.supervision.domain.planning import decide_plan

Act = Callable[[], object]
ELIGIBLE = {"eligibility": "eligible", "innovation_basis": "none", "parallel_approval": "not_needed"}


@dataclass(frozen=True)
class Story:
    """The scene that it begins from, and its acts in order; `of` gives them for what the scene holds.

    `sends` says that letters leave in it.
    """

    scene: str
    of: Callable[[Any], Sequence[Act]]
    sends: bool = False


def company_of(held: Any) -> Company:
    """The company of what a scene holds: its clock goes on with every act."""
    return held if isinstance(held, Company) else held.company


def filing(company: Company) -> list[Act]:
    """鹏海 and 图澜 freeze, attest and file; the receipt comes with the filing."""
    return [company.freeze, *company.acts(), company.file]


def decisions(office: Office) -> list[Act]:
    """From the registration to the selection, with opinions, a paper from outside and a second person."""
    wen, do, panel = office.wen, office.do, Panel(office, office.xu, office.xu, office.xu)
    return [
        partial(do, "register_local", wen),
        lambda: overrule_findings(office.company, wen),
        partial(do, "pass_formality", wen, answers={"completeness": "complete"}),
        partial(do, "complete_risk_assessment", office.ren),
        partial(do, "invite_experts", wen, members={"experts": [str(office.xu.pk)]}),
        lambda: panel.sign(office.xu),
        lambda: panel.give(office.xu),
        partial(do, "close_opinions", wen),
        partial(do, "invite_departments", wen, members={"departments": ["金融局"]}),
        lambda: office.letter(wen),
        lambda: _entered(office),
        lambda: office.both_again("give_department_view", office.tang),
        partial(do, "evaluate_additionally", wen, answers={"departments": "took_part"}),
        partial(do, "select", office.fang, answers=ELIGIBLE, reason="研究同意入选。"),
    ]


def notice(scene: Noticed) -> list[Act]:
    """The public speaks, is answered; the notice ends, the start is allowed, the project is published."""
    company, opened = scene.company, scene.notice
    wen = Actor(str(company.cast.wen.pk), frozenset({"secretariat", "group_head", "technology_bureau"}))
    allowed = {"eligibility": "eligible", "parallel_approval": "not_needed", "exemption": "not_needed"}
    return [
        lambda: said(company, opened),
        lambda: said(company, opened, "comment", "数据从何而来？", name="郑小满"),
        lambda: considered(company, _comment(0), "费用见第三页。"),
        lambda: considered(company, _comment(1), "数据均为公开信息。"),
        lambda: ended(company, opened),
        lambda: take(company, "record_finding", wen, finding="none_found"),
        lambda: take(company, "record_consultation", wen, consultation_view="agrees"),
        lambda: take(company, "allow_start", wen, **allowed),
        lambda: take(company, "publish_formally", wen),
    ]


def values(office: Office) -> list[Act]:
    """A plan is signed and agreed; values come month by month, are corrected; an incident is told."""
    company = office.company
    plan = {"case": company.filing.pk, "number": 1, "agree": True, "reason": "", "by": office.wen}

    def month(number: int, *rows: tuple[str, str], reason: str = "") -> object:
        at_noon(office, f"2024-{number + 1:02}-06")
        return reported(office, *[(name, f"2024-{number:02}", said) for name, said in rows], reason=reason)

    return [
        lambda: signed(office),
        lambda: decide_plan(**plan, at=company.later()),
        lambda: month(3, ("availability", "99.95"), ("outages", "1")),
        lambda: month(4, ("availability", "99.7"), ("outages", "5")),
        lambda: month(4, ("availability", "99.8"), reason="抄录有误"),
        lambda: told_of_incident(office),
        lambda: month(5, ("availability", "99.2"), ("outages", "6")),
        lambda: month(6, ("availability", "99.99"), ("outages", "0")),
    ]


def leaving(office: Office) -> list[Act]:
    """An exit is asked for, assessed, decided, consulted; proofs are brought and accepted; it closes."""

    def evidence(step: str, **more: Any) -> Act:
        return lambda: exits.done(office, step, evidence="来函", **more)

    return [
        lambda: exits.opened(office),
        lambda: exits.assessed(office),
        lambda: exits.done(office, "assess_exit_oneself", unit="lead"),
        lambda: exits.done(office, "finish_exit_assessment", eligibility="eligible"),
        lambda: exits.done(office, "decide_end", end_ground="no_value"),
        evidence("give_technology_view", particulars=exits.VIEW),
        lambda: exits.done(office, "conclude_exit_consultation"),
        lambda: office.letter(office.company.cast.zhou, "证明.pdf"),
        lambda: exits.proved(office, "customers", files=(_brought(),)),
        lambda: exits.checked(office, MeasureProof.objects.get()),
        lambda: exits.done(office, "carry_out_exit_plan", unit="lead"),
        lambda: exits.done(office, "close_ended"),
    ]


def letters(scene: Noticed) -> list[Act]:
    """The worker sends what waits, one letter after another."""
    return [lambda: send_letters(real_now=scene.company.later(), most=1)] * 12


def _brought() -> Any:
    return Evidence.objects.latest("brought_at").pk


def _comment(place: int) -> str:
    return PublicComment.objects.order_by("pk")[place].number


def _entered(office: Office) -> object:
    view = {"department_views": "金融局", "department_view": "supports", "department_opinion": "支持"}
    entry = Entry(answers=view, evidence=(_brought(),))
    return take_step(
        case=office.company.filing.pk, step="give_department_view", entry=entry, by=office.wen,
        at=office.company.later(), sequence=office.sequence, step_up=just(office.wen),
    )  # fmt: skip


STORIES = {
    "filing": Story("company_in_draft", filing),
    "decisions": Story("staffed", decisions),
    "notice": Story("under_notice", notice),
    "values": Story("on_trial", values),
    "leaving": Story("on_trial", leaving),
    "letters": Story("under_notice", letters, sends=True),
}
