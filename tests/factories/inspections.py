"""An inspection of a project on trial: planned, its work paper written, findings told and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.inspections.domain.answering import answer_finding
from xianxing.pilot.inspections.domain.finding import decide_finding, order_rectification, tell_findings
from xianxing.pilot.inspections.domain.planning import InspectionPlan, plan_inspection
from xianxing.pilot.inspections.domain.rectifying import MeasureTyped, report_rectification
from xianxing.pilot.inspections.domain.working import ResultTyped, write_result
from xianxing.pilot.inspections.models import (
    FindingAnswer,
    Inspection,
    InspectionFinding,
    InspectionLine,
    LineResult,
    RectificationReport,
)
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

FAULT = ResultTyped("finding", "监测日报自三月起未留存。", "运维负责人周某", "serious")
FINE = ResultTyped("in_order", "")


def a_plan(office: Office, **said: Any) -> InspectionPlan:
    """An inspection on site from today on for two days, by 任 and 唐."""
    today = day_of(office.company.at)
    plan = InspectionPlan(
        "on_site", "监测数值多次接近红线", "监测、应急和投诉处理", today, today + timedelta(days=2),
        (office.ren.pk, office.tang.pk),
    )  # fmt: skip
    return replace(plan, **said)


def planned(office: Office, *, by: User | None = None, **said: Any) -> Inspection:
    """温 plans it."""
    plan = a_plan(office, **said)
    return plan_inspection(
        case=office.company.filing.pk, plan=plan, by=by or office.wen, at=office.company.later()
    )


def wrote(office: Office, line: int, said: ResultTyped, *, by: User | None = None) -> LineResult:
    """任 writes a result on a line of the first inspection."""
    return write_result(
        case=office.company.filing.pk, inspection=1, line=line, said=said, by=by or office.ren,
        at=office.company.later(),
    )  # fmt: skip


def judged(office: Office, *faults: int) -> Inspection:
    """Planned, and every line judged: a fault on those named, in order on the others."""
    row = planned(office)
    for number in InspectionLine.objects.filter(inspection=row).values_list("number", flat=True):
        wrote(office, number, FAULT if number in faults else FINE)
    return row


def told(office: Office, *faults: int) -> Inspection:
    """As `judged`, and the findings told; of the first line where none is named."""
    judged(office, *(faults or (1,)))
    return tell_findings(
        case=office.company.filing.pk, inspection=1, by=office.ren, at=office.company.later()
    )


def answered(office: Office, finding: int = 1, *, agrees: bool = True, words: str = "") -> FindingAnswer:
    """周 answers a finding for 鹏海."""
    return answer_finding(
        case=office.company.filing.pk, inspection=1, finding=finding, unit=office.company.lead.key,
        agrees=agrees, words=words, by=office.company.cast.zhou, at=office.company.later(),
    )  # fmt: skip


def decided(office: Office, finding: int = 1, decision: str = "noted") -> InspectionFinding:
    """温 decides a finding without a rectification."""
    return decide_finding(
        case=office.company.filing.pk, inspection=1, finding=finding, decision=decision,
        reason="已当场改正。", by=office.wen, at=office.company.later(),
    )  # fmt: skip


def ordered(office: Office, finding: int = 1, *, by: User | None = None) -> InspectionFinding:
    """方 orders a rectification of a finding."""
    person = by or office.fang
    return order_rectification(
        case=office.company.filing.pk, inspection=1, finding=finding, reason="请补齐监测日报并每日留存。",
        by=person, at=office.company.later(), step_up=just(person),
    )  # fmt: skip


def put_right(office: Office, item: str, *measures: MeasureTyped) -> RectificationReport:
    """周 reports what was put right."""
    return report_rectification(
        case=office.company.filing.pk, item=item, unit=office.company.lead.key,
        measures=measures or (MeasureTyped("补齐日报", "已补齐三月以来全部日报"),),
        by=office.company.cast.zhou, at=office.company.later(),
    )  # fmt: skip
