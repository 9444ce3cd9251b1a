"""The trial of that filing, up to its exit: monitoring, a report, a change, an inspection, an incident."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from tests.adversary.knowledge_scene import leave_behind
from tests.factories.exits import checked, decided, done, proved
from tests.factories.programs import project_token_of, webhook_of
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.changes.domain.deciding import tell_change
from xianxing.pilot.exits.domain.referring import enter_outcome
from xianxing.pilot.incidents.domain.grading import ProposedGrade
from xianxing.pilot.incidents.domain.opening import IncidentAccount, report_incident
from xianxing.pilot.incidents.domain.receiving import (
    close_incident,
    excuse_clock,
    receive_report,
    set_limit,
)
from xianxing.pilot.incidents.domain.reporting import TypedReport, report_on_incident, state_restoration
from xianxing.pilot.incidents.domain.tolerance import (
    LimbFinding,
    LimbStatement,
    draft_finding,
    submit_tolerance,
)
from xianxing.pilot.incidents.limbs import limbs_of
from xianxing.pilot.incidents.queries import standing_of
from xianxing.pilot.incidents.regulations import regulations
from xianxing.pilot.inspections.domain.answering import answer_finding
from xianxing.pilot.inspections.domain.closing import close_inspection
from xianxing.pilot.inspections.domain.finding import order_rectification, tell_findings
from xianxing.pilot.inspections.domain.planning import InspectionPlan, plan_inspection
from xianxing.pilot.inspections.domain.rechecking import check_report
from xianxing.pilot.inspections.domain.rectifying import MeasureTyped, report_rectification
from xianxing.pilot.inspections.domain.working import ResultTyped, write_result
from xianxing.pilot.inspections.models import InspectionLine
from xianxing.pilot.parties.models import User
from xianxing.pilot.reports.domain.handing_in import hand_in_report
from xianxing.pilot.reports.domain.reviewing import say_to_report
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.supervision.catalogue import Cadence
from xianxing.pilot.supervision.commitments import commitments_of
from xianxing.pilot.supervision.domain.answering import answer_alarm
from xianxing.pilot.supervision.domain.committing import sign_commitments
from xianxing.pilot.supervision.domain.planning import decide_plan, sign_plan
from xianxing.pilot.supervision.domain.reporting import TypedValue, report_values
from xianxing.pilot.supervision.models import ReportWay
from xianxing.pilot.supervision.periods import period_of
from xianxing.workdays.clocks import day_of


def play_trial(company: Company) -> None:
    """Everything that rows of a running project come from, once."""
    _monitoring(company)
    _report(company)
    _inspection(company)
    _incident(company)
    _exit(company)
    leave_behind(company)


def _monitoring(company: Company) -> None:
    """Commitments and a plan are signed, values come in, one is explained; programs are let in."""
    wen, he, zhou, case = company.cast.wen, company.he, company.cast.zhou, company.filing.pk
    view = case_to_read(case, he, at=company.at)
    sign_commitments(
        case=case, unit=company.lead.key, digest=commitments_of(view).digest, by=he, step_up=just(he),
        at=company.later(),
    )  # fmt: skip
    sign_plan(
        case=case, lines=[{"indicator": "outages", "amber": "1", "red": "2"}],
        effective_on=day_of(company.at), by=he, step_up=just(he), at=company.later(),
    )  # fmt: skip
    decide_plan(case=case, number=1, agree=True, reason="同意", by=wen, at=company.later())
    period = period_of(day_of(company.at), Cadence.MONTH).after
    company.at += timedelta(days=65)
    report_values(
        case=case, values=[TypedValue("outages", period.name, "3")], way=ReportWay.FORM,
        reason="首次报送", by=zhou, at=company.later(),
    )  # fmt: skip
    answer_alarm(
        case=case, indicator="outages", period=period.name, kind="explain", words="机房断电", by=zhou,
        at=company.later(),
    )  # fmt: skip
    project_token_of(company)
    webhook_of(company, "https://receiver.example/events")


def _report(company: Company) -> None:
    """A report is handed in and received; a change is told."""
    he, case = company.he, company.filing.pk
    sections = {section.id: "运行平稳" for section in practice().forms["needed"].sections}
    company.filing.case.refresh_from_db()
    report = hand_in_report(
        case=case, form="needed", item="", sections=sections, sequence=company.filing.case.sequence, by=he,
        at=company.later(),
    )  # fmt: skip
    tell_change(
        case=case, kind="supplier", what="云服务商由甲改为乙", why="价格", by=he, step_up=just(he),
        effective_on=day_of(company.at) + timedelta(days=30), at=company.later(),
    )  # fmt: skip
    wen = company.cast.wen
    say_to_report(case=case, number=report.number, kind="received", words="", by=wen, at=company.later())


def _inspection(company: Company) -> None:
    """An inspection finds something, the institution answers, puts it right, and that is re-checked."""
    wen, case = company.cast.wen, company.filing.pk
    fang = User.objects.get(email="fang@cast.example")
    today = day_of(company.at)
    plan = InspectionPlan("off_site", "红线事件", "机房", today, today, (wen.pk,))
    plan_inspection(case=case, plan=plan, by=wen, at=company.later())
    for line in InspectionLine.objects.order_by("number"):
        fault = ResultTyped("finding", "缺少日报", "周某", "minor") if line.number == 1 else None
        write_result(
            case=case, inspection=1, line=line.number, said=fault or ResultTyped("in_order", "已核"), by=wen,
            at=company.later(),
        )  # fmt: skip
    tell_findings(case=case, inspection=1, by=wen, at=company.later())
    about: dict[str, Any] = {"case": case, "inspection": 1, "finding": 1}
    unit, zhou = company.lead.key, company.cast.zhou
    answer_finding(unit=unit, agrees=True, words="认可", by=zhou, at=company.later(), **about)
    item = order_rectification(
        reason="补齐日报", by=fang, at=company.later(), step_up=just(fang), **about
    ).item
    measures = (MeasureTyped("补齐日报", "已补齐"),)
    report_rectification(case=case, item=item, unit=unit, measures=measures, by=zhou, at=company.later())
    check_report(case=case, report=1, accept=True, reason="属实", by=wen, at=company.later())
    close_inspection(case=case, inspection=1, words="总体符合", by=wen, at=company.later())


def _incident(company: Company) -> None:
    """An incident is reported, restored, its report received, one clock excused; it is closed."""
    wen, he, case = company.cast.wen, company.he, company.filing.pk
    company.later()
    told = report_incident(
        case=case, by=he, at=company.later(),
        account=IncidentAccount(
            title="服务中断", account="核查服务中断", systems="核查系统", customers=3,
            occurred_at=company.at - timedelta(minutes=1), discovered_at=company.at,
            grades={
                one.id: ProposedGrade("none")
                for one in regulations().in_force(day_of(company.at))
                if "none" in one.grades
            },
        ),
    )  # fmt: skip
    here = {"case": case, "number": told.number}
    content = dict.fromkeys(regulations().sections, "已切换备用链路")
    state_restoration(**here, restored_at=company.at, by=he, at=company.later())
    process = next(one.key for one in standing_of(told, company.at).clocks)
    set_limit(
        **here, clock=process, due_at=company.at + timedelta(hours=2), reason="参照往例", by=wen,
        at=company.later(),
    )  # fmt: skip
    excuse_clock(**here, clock=process, reason="合并报告", by=wen, at=company.later())
    for kind in ("first", "summary"):
        given = report_on_incident(
            **here, report=TypedReport(kind, "group", content), by=he, at=company.later()
        )
        receive_report(**here, report=given.number, kind="received", words="已阅", by=wen, at=company.later())
    close_incident(**here, words="已办结", by=wen, at=company.later())
    letter = bring_evidence(name="说明.pdf", content=io.BytesIO(b"%PDF-1.4 x"), by=he, at=company.later())
    limbs = limbs_of(case_to_read(case, he, at=company.later()))
    submit_tolerance(
        **here, statements={limbs[0].id: LimbStatement("属于网络安全事件", letter.pk)}, by=he,
        at=company.later(),
    )  # fmt: skip
    draft_finding(
        **here, findings={one.id: LimbFinding("unclear", "材料不足") for one in limbs}, words="待补充",
        by=wen, at=company.later(),
    )  # fmt: skip


def _exit(company: Company) -> None:
    """An exit is opened, assessed and decided; a measure is proved and checked, a referral answered."""
    people = {name: User.objects.get(email=f"{name}@office.example") for name in ("fang", "ren", "xu", "bai")}
    office = Office(company, **people)
    decided(office, "end", with_figures=True)
    checked(office, proved(office, "customers"), reason="名单不全")
    checked(office, proved(office, "customers"))
    done(office, "refer", reason="涉嫌违法", evidence="材料")
    wen = company.cast.wen
    enter_outcome(
        case=company.filing.pk, referral=office.sequence, organ="某监管机关", document="〔2024〕1号",
        received_on=day_of(company.at), words="已立案", evidence=(office.letter(wen),), by=wen,
        at=company.later(),
    )  # fmt: skip
