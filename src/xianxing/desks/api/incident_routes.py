"""Incidents of a trial: reported, followed up, restored, graded, received and closed (5.2.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import acting, acting_on, person, reading_project
from xianxing.desks.api.common_shapes import NumberOut
from xianxing.desks.api.incident_shapes import (
    IncidentIn,
    IncidentOpenOut,
    IncidentReportIn,
    IncidentRulesOut,
    IncidentsOut,
    ReceiptIn,
    RegradeIn,
    RestorationIn,
    WordsIn,
)
from xianxing.desks.api.once import KEY, Answer, done_once
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.incidents.clocks import ClockStanding
from xianxing.pilot.incidents.domain.grading import ProposedGrade, change_grade
from xianxing.pilot.incidents.domain.opening import IncidentAccount, report_incident
from xianxing.pilot.incidents.domain.receiving import close_incident, receive_report
from xianxing.pilot.incidents.domain.reporting import TypedReport, report_on_incident, state_restoration
from xianxing.pilot.incidents.models import IncidentReport
from xianxing.pilot.incidents.queries import (
    IncidentStanding,
    incident_to_read,
    incidents_to_read,
    items_without_account,
)
from xianxing.pilot.incidents.regulations import regulations
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME, day_of

router = Router(tags=["incidents"])
telling = acting_on("incidents")
YEARS = range(1990, 2101)  # an instant outside of them is a slip, and no calendar knows it


@router.get(
    "/incident-rules", auth=reading_project, response={200: IncidentRulesOut, **REFUSALS},
    summary="The rules on incidents that are in force",
)  # fmt: skip
def rules(request: HttpRequest) -> dict[str, Any]:
    """Grades and capacities of each rule in force today, recipients, and the parts of reports."""
    known = regulations()
    return {
        "rules": [
            {
                "key": rule.id, "name": str(rule.title),
                "grades": [{"key": one.id, "name": str(one.label)} for one in rule.grades.values()],
                "capacities": [{"key": one.id, "name": str(one.label)} for one in rule.capacities.values()],
            }
            for rule in known.in_force(day_of(now()))
        ],
        "recipients": [{"key": one.id, "name": str(one.label)} for one in known.recipients.values()],
        "parts": [
            {
                "key": one.id, "name": str(one.label), "kinds": list(one.kinds),
                "required": list(one.required),
            }
            for one in known.sections.values()
        ],
    }  # fmt: skip


@router.get(
    "/cases/{case}/incidents", auth=reading_project, response={200: IncidentsOut, **REFUSALS},
    summary="Incidents and drills",
)  # fmt: skip
def incidents(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Every incident with its clocks, the last first, and the open items of which nobody has told yet."""
    at = now()
    view = case_to_read(case, person(request), at=at)
    found = incidents_to_read(view, at=at)
    untold = items_without_account(view, [one.incident for one in found])
    return {"incidents": [_picture(one) for one in found], "untold": [one.id for one in untold]}


@router.get(
    "/cases/{case}/incidents/{int:number}", auth=reading_project, response={200: IncidentOpenOut, **REFUSALS},
    summary="One incident",
)  # fmt: skip
def incident(request: HttpRequest, case: UUID, number: int) -> dict[str, Any]:
    """An incident with its instants, grades, reports and clocks."""
    at = now()
    found = incident_to_read(case_to_read(case, person(request), at=at), number, at=at)
    row = found.incident
    restoration = getattr(row, "restoration", None)
    return {
        **_picture(found),
        "account": row.account,
        "systems": row.systems,
        "customers": row.customers,
        "restored_at": restoration.restored_at if restoration else None,
        "grades": [
            {
                "regulation": one.regulation, "grade": one.grade, "capacity": one.capacity,
                "reason": one.reason, "given_at": one.given_at,
            }
            for one in sorted(row.grades.all(), key=lambda one: one.pk)
        ],
        "reports": [_report(one) for one in sorted(row.reports.all(), key=lambda one: one.number)],
    }  # fmt: skip


@router.post(
    "/cases/{case}/incidents", auth=telling, response={201: NumberOut, **REFUSALS},
    summary="Report an incident or a drill",
)  # fmt: skip
def open_incident(
    request: HttpRequest, case: UUID, payload: IncidentIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Tell of an incident, by who signs for the institution, or of a drill, by any of its people."""

    def act() -> Answer:
        account = IncidentAccount(
            title=payload.title, account=payload.account, systems=payload.systems,
            customers=payload.customers, occurred_at=_instant(payload.occurred_at),
            discovered_at=_instant(payload.discovered_at),
            grades={rule: ProposedGrade(one.grade, one.capacity) for rule, one in payload.grades.items()},
        )  # fmt: skip
        row = report_incident(
            case=case, account=account, by=person(request), at=now(), drill=payload.drill, item=payload.item
        )
        return 201, {"number": row.number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/incidents/{int:number}/reports", auth=telling, response={201: NumberOut, **REFUSALS},
    summary="Report on an incident",
)  # fmt: skip
def follow(
    request: HttpRequest, case: UUID, number: int, payload: IncidentReportIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Hand a report in to the working group, or put down one that went to an authority."""

    def act() -> Answer:
        told = TypedReport(
            payload.kind, payload.recipient, payload.content,
            _instant(payload.given_at) if payload.given_at else None, payload.channel,
            payload.receipt_number, tuple(payload.evidence),
        )  # fmt: skip
        row = report_on_incident(case=case, number=number, report=told, by=person(request), at=now())
        return 201, {"number": row.number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/incidents/{int:number}/restoration", auth=telling, response={201: NumberOut, **REFUSALS},
    summary="State when it was restored",
)  # fmt: skip
def restore(
    request: HttpRequest, case: UUID, number: int, payload: RestorationIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """State when the service was restored, once: clocks begin with it."""

    def act() -> Answer:
        restored = _instant(payload.restored_at)
        state_restoration(case=case, number=number, restored_at=restored, by=person(request), at=now())
        return 201, {"number": number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/incidents/{int:number}/grades", auth=telling, response={201: NumberOut, **REFUSALS},
    summary="Change a grade",
)  # fmt: skip
def regrade(
    request: HttpRequest, case: UUID, number: int, payload: RegradeIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Give an incident another grade under a rule, with a reason; the institution or the secretariat."""

    def act() -> Answer:
        proposed = ProposedGrade(payload.grade, payload.capacity)
        change_grade(
            case=case, number=number, regulation=payload.regulation, proposed=proposed,
            reason=payload.reason, by=person(request), at=now(),
        )  # fmt: skip
        return 201, {"number": number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/incidents/{int:number}/reports/{int:report}/receipt", auth=acting,
    response={201: NumberOut, **REFUSALS}, summary="Receive or return a report",
)  # fmt: skip
def receive(
    request: HttpRequest,
    case: UUID,
    number: int,
    report: int,
    payload: ReceiptIn,
    key: str = Header("", alias=KEY),
) -> Status[Any]:
    """The secretariat receives a report that was handed in here, or returns it with what is missing."""

    def act() -> Answer:
        receive_report(
            case=case, number=number, report=report, kind=payload.kind, words=payload.words,
            by=person(request), at=now(),
        )  # fmt: skip
        return 201, {"number": report}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/incidents/{int:number}/closing", auth=acting, response={201: NumberOut, **REFUSALS},
    summary="Close an incident",
)  # fmt: skip
def close(
    request: HttpRequest, case: UUID, number: int, payload: WordsIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The secretariat closes an incident of which everything was reported."""

    def act() -> Answer:
        close_incident(case=case, number=number, words=payload.words, by=person(request), at=now())
        return 201, {"number": number}

    return done_once(request, key, payload, act)


def _instant(sent: datetime) -> datetime:
    """An instant as it was sent, in China's time without an offset; Refused outside of the years we know."""
    if sent.year not in YEARS:
        message = gettext("“{text}” is no day and time; give both, such as 2024-03-01 09:30.")
        raise Refused("instant", message.format(text=sent.isoformat()))
    return sent if sent.tzinfo else sent.replace(tzinfo=CHINA_TIME)


def _picture(standing: IncidentStanding) -> dict[str, Any]:
    row = standing.incident
    return {
        "number": row.number, "item": row.item, "drill": row.drill, "title": row.title, "unit": row.unit,
        "occurred_at": row.occurred_at, "discovered_at": row.discovered_at, "reported_at": row.reported_at,
        "closed": standing.closed, "clocks": [_clock(one) for one in standing.clocks],
    }  # fmt: skip


def _clock(one: ClockStanding) -> dict[str, Any]:
    return {
        "clock": one.key, "kind": one.clock.kind, "recipient": one.clock.recipient.id, "status": one.status,
        "due": one.due.at if one.due else None, "provisional": bool(one.due and one.due.provisional),
    }  # fmt: skip


def _report(row: IncidentReport) -> dict[str, Any]:
    receipt = getattr(row, "receipt", None)
    return {
        "number": row.number, "kind": row.kind, "recipient": row.recipient, "given_at": row.given_at,
        "channel": row.channel, "receipt_number": row.receipt_number, "content": row.content,
        "receipt": receipt.kind if receipt else "", "receipt_words": receipt.words if receipt else "",
    }  # fmt: skip
