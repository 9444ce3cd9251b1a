"""What the story's people do in an inspection: plan it, write its paper, tell, answer and decide findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.inspections.domain.answering import answer_finding
from xianxing.pilot.inspections.domain.finding import order_rectification, tell_findings
from xianxing.pilot.inspections.domain.planning import InspectionPlan, plan_inspection
from xianxing.pilot.inspections.domain.working import ResultTyped, write_result
from xianxing.pilot.inspections.models import InspectionLine, LineOutcome
from xianxing.pilot.parties.models import User


def act_in_inspection(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> bool:
    """Do what the line says of an inspection; whether it says anything. Refused as the acts are."""
    if "inspection" in said:
        told = said["inspection"]
        inspectors = User.objects.filter(name__in=told["inspectors"]).values_list("pk", flat=True)
        plan = InspectionPlan(**{**told, "inspectors": tuple(inspectors)})
        plan_inspection(case=filing.pk, plan=plan, by=by, at=at)
    elif "work_paper" in said:
        _write_paper(said["work_paper"], filing, by, at)
    elif "tell_findings" in said:
        tell_findings(case=filing.pk, inspection=said["tell_findings"], by=by, at=at)
    elif "finding_answer" in said:
        answer_finding(case=filing.pk, **said["finding_answer"], by=by, at=at)
    elif "rectify" in said:
        order_rectification(case=filing.pk, **said["rectify"], by=by, at=at, step_up=StepUp.just_given(by))
    else:
        return False
    return True


def _write_paper(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> None:
    """Every line in order, but for those on which something was found."""
    found = {one["line"]: one for one in said["finding"]}
    lines = InspectionLine.objects.filter(case=filing.case, inspection__number=said["inspection"])
    for line in lines.order_by("number").values_list("number", flat=True):
        one = found.get(line)
        result = ResultTyped(LineOutcome.IN_ORDER, "")
        if one:
            result = ResultTyped(
                LineOutcome.FINDING, one["words"], said["told_by"], one["grade"], tuple(one["units"])
            )
        write_result(case=filing.pk, inspection=said["inspection"], line=line, said=result, by=by, at=at)
