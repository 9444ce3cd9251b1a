"""What the story's people do in monitoring: they sign, report values, answer what stands out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.demo.tool_runs import points_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.commitments import commitments_of
from xianxing.pilot.supervision.domain.answering import answer_alarm
from xianxing.pilot.supervision.domain.committing import sign_commitments
from xianxing.pilot.supervision.domain.planning import decide_plan, sign_plan
from xianxing.pilot.supervision.domain.reporting import TypedValue, report_values
from xianxing.pilot.supervision.models import AnswerKind, ReportWay
from xianxing.pilot.supervision.points import values_of_points
from xianxing.workdays.clocks import day_of


def act_in_monitoring(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> bool:
    """Do what the line says of monitoring; whether it says anything. Refused as the acts themselves are."""
    if "plan" in said:
        lines = [{"indicator": key, "amber": one[0], "red": one[1]} for key, one in said["plan"].items()]
        sign_plan(
            case=filing.pk, lines=lines, effective_on=day_of(at), by=by, step_up=StepUp.just_given(by), at=at
        )
    elif "commitments" in said:
        found = commitments_of(case_to_read(filing.pk, by, at=at))
        sign_commitments(
            case=filing.pk, unit=said["commitments"], digest=found.digest, by=by,
            step_up=StepUp.just_given(by), at=at,
        )  # fmt: skip
    elif "agree" in said:
        decide_plan(case=filing.pk, number=said["agree"], agree=True, reason="", by=by, at=at)
    elif "tool_run" in said:
        measured = values_of_points(points_of(**said["tool_run"]), said["tool_run"]["period"])
        report_values(
            case=filing.pk, values=[TypedValue(**one) for one in measured], way=ReportWay.PROGRAM, by=by,
            at=at, only_planned=True,
        )  # fmt: skip
    elif "values" in said:
        values = [TypedValue(key, said["period"], value) for key, value in said["values"].items()]
        report_values(case=filing.pk, values=values, way=ReportWay.FORM, by=by, at=at)
    elif "explain" in said:
        for key, words in said["explain"].items():
            answer_alarm(
                case=filing.pk, indicator=key, period=said["period"], kind=AnswerKind.EXPLAIN, words=words,
                by=by, at=at,
            )  # fmt: skip
    else:
        return False
    return True
