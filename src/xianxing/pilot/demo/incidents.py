"""What the story's people do with an incident: report it, set the limit of a clock, hand in a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.incidents.domain.grading import ProposedGrade
from xianxing.pilot.incidents.domain.opening import IncidentAccount, report_incident
from xianxing.pilot.incidents.domain.receiving import set_limit
from xianxing.pilot.incidents.domain.reporting import TypedReport, report_on_incident
from xianxing.pilot.incidents.queries import incident_to_read
from xianxing.pilot.incidents.regulations import regulations
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

FIRST = 1  # the demonstration has one incident a project
GROUP = "group"


def act_in_incident(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> bool:
    """Do what the line says of the project's incident; whether it says anything. Refused as the acts are."""
    if "incident" in said:
        told = dict(said["incident"])
        grades = {key: ProposedGrade(grade) for key, grade in _in_force(told.pop("grades"), at).items()}
        report_incident(case=filing.pk, account=IncidentAccount(**told, grades=grades), by=by, at=at)
    elif "incident_limit" in said:
        limit = said["incident_limit"]
        standing = incident_to_read(case_to_read(filing.pk, by, at=at), FIRST, at=at)
        clock = next(one.key for one in standing.clocks if one.clock.id == limit["clock"])
        set_limit(
            case=filing.pk, number=FIRST, clock=clock, due_at=limit["due_at"], reason=limit["reason"], by=by,
            at=at,
        )  # fmt: skip
    elif "incident_report" in said:
        kind, words = said["incident_report"]["kind"], said["incident_report"]["words"]
        parts = {part.id: words.get(part.id, "") for part in regulations().sections_of(kind)}
        report_on_incident(case=filing.pk, number=FIRST, report=TypedReport(kind, GROUP, parts), by=by, at=at)
    else:
        return False
    return True


def _in_force(grades: Mapping[str, str], at: datetime) -> dict[str, str]:
    """The proposed grades by the versions of the rules in force, given by regime."""
    today = day_of(at)
    return {one.id: grades[one.regime] for one in regulations().in_force(today) if one.regime in grades}
