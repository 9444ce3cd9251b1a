"""An incident of a project on trial: what 鹏海 tells of it, how it is graded, what is reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.incidents.domain.grading import ProposedGrade
from xianxing.pilot.incidents.domain.opening import IncidentAccount, report_incident
from xianxing.pilot.incidents.domain.reporting import TypedReport, report_on_incident, state_restoration
from xianxing.pilot.incidents.domain.tolerance import (
    LimbFinding,
    LimbStatement,
    draft_finding,
    submit_tolerance,
)
from xianxing.pilot.incidents.limbs import limbs_of
from xianxing.pilot.incidents.models import (
    Incident,
    IncidentReport,
    Restoration,
    ToleranceDraft,
    ToleranceEvidence,
)
from xianxing.pilot.incidents.queries import IncidentStanding, incident_to_read
from xianxing.pilot.incidents.regulations import regulations
from xianxing.pilot.parties.models import User

HOUR = timedelta(hours=1)
CSRC, GUIDE, NATIONAL = "csrc_2023", "guide", "national_2025"
GRADES = {CSRC: ProposedGrade("larger")}
WORDS = {part: f"{part}：核查服务中断，已切换备用链路。" for part in regulations().sections}


def account(office: Office, **changed: Any) -> IncidentAccount:
    """What is told of an incident that was discovered a moment ago."""
    at = office.company.at
    said: dict[str, Any] = {
        "title": "核查服务中断",
        "account": "上午交易时段核查服务无法访问。",
        "systems": "关联交易核查系统",
        "customers": 120,
        "occurred_at": at - timedelta(seconds=40),
        "discovered_at": at - timedelta(seconds=20),
        "grades": GRADES,
    }
    return IncidentAccount(**{**said, **changed})


def opened(office: Office, *, by: User | None = None, drill: bool = False, **changed: Any) -> Incident:
    """Who signs for 鹏海 reports an incident; of a drill one of its people."""
    person = by or (office.company.cast.zhou if drill else office.company.he)
    at = office.company.later()
    return report_incident(
        case=office.company.filing.pk, account=account(office, **changed), by=person, at=at, drill=drill
    )


def reported(
    office: Office,
    incident: Incident,
    kind: str,
    recipient: str = "group",
    *,
    by: User | None = None,
    content: Mapping[str, str] = WORDS,
    **way: Any,
) -> IncidentReport:
    """A report; of one that went to an authority a moment ago, with channel, number and a file."""
    person = by or office.company.he
    if recipient != "group":
        letters = () if kind == "phone" else (office.letter(person, "回执.pdf"),)
        way = {
            "given_at": office.company.at, "channel": "电话", "receipt_number": "0755-0000",
            "evidence": letters, **way,
        }  # fmt: skip
    typed = TypedReport(kind, recipient, content, **way)
    return report_on_incident(
        case=office.company.filing.pk, number=incident.number, report=typed, by=person,
        at=office.company.later(),
    )  # fmt: skip


def restored(office: Office, incident: Incident, at: datetime | None = None) -> Restoration:
    """The service is restored, just now or at an instant."""
    return state_restoration(
        case=office.company.filing.pk, number=incident.number, restored_at=at or office.company.at,
        by=office.company.he, at=office.company.later(),
    )  # fmt: skip


def seen(office: Office, incident: Incident, by: User | None = None) -> IncidentStanding:
    """The incident as somebody reads it now; 温 of the secretariat unless another is named."""
    at = office.company.at
    view = case_to_read(office.company.filing.pk, by or office.wen, at=at)
    return incident_to_read(view, incident.number, at=at)


def status(office: Office, incident: Incident) -> dict[str, str]:
    """How each clock stands now, by its id."""
    return {one.clock.id: str(one.status) for one in seen(office, incident).clocks}


def key(office: Office, incident: Incident, clock: str) -> str:
    """What names a clock of the incident on pages."""
    return next(one.key for one in seen(office, incident).clocks if one.clock.id == clock)


def evidenced(
    office: Office, incident: Incident, *limbs: str, by: User | None = None
) -> list[ToleranceEvidence]:
    """鹏海 hands in words and a file for each of these limbs of fault tolerance."""
    person = by or office.company.he
    said = {limb: LimbStatement(f"{limb}的说明", office.letter(person, "说明.pdf")) for limb in limbs}
    return submit_tolerance(
        case=office.company.filing.pk, number=incident.number, statements=said, by=person,
        at=office.company.later(),
    )  # fmt: skip


def drafted(
    office: Office,
    incident: Incident,
    *,
    by: User | None = None,
    summary: str = "未造成损失。",
    **findings: LimbFinding,
) -> ToleranceDraft:
    """温 of the secretariat writes a draft with a view of every limb."""
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.at)
    said = {limb.id: LimbFinding("supports", "材料相互印证") for limb in limbs_of(view)}
    return draft_finding(
        case=office.company.filing.pk, number=incident.number, findings={**said, **findings}, words=summary,
        by=by or office.wen, at=office.company.later(),
    )  # fmt: skip
