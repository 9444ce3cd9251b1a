"""Inspections and rectifications: read, answered, reported as put right, re-checked (5.2.2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import acting, acting_on, person, reading_project
from xianxing.desks.api.common_shapes import CheckIn, NumberOut
from xianxing.desks.api.inspection_shapes import FindingAnswerIn, InspectionsOut, RectificationIn
from xianxing.desks.api.once import KEY, Answer, done_once
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.clock import now
from xianxing.pilot.inspections.domain.answering import answer_finding
from xianxing.pilot.inspections.domain.keeping import view_to_read
from xianxing.pilot.inspections.domain.rechecking import check_report
from xianxing.pilot.inspections.domain.rectifying import MeasureTyped, report_rectification
from xianxing.pilot.inspections.models import Inspection, InspectionFinding
from xianxing.pilot.inspections.permissions import own_units, reads_finding
from xianxing.pilot.inspections.practice import grade_name
from xianxing.pilot.inspections.queries import Rectification, findings_of, inspections_of, rectifications_in

router = Router(tags=["inspections"])
answering = acting_on("findings")


@router.get(
    "/cases/{case}/inspections", auth=reading_project, response={200: InspectionsOut, **REFUSALS},
    summary="Inspections and rectifications",
)  # fmt: skip
def inspections(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Every inspection with the findings that concern the reader, and the rectifications that do."""
    view = view_to_read(case, person(request), at=now())
    units = own_units(view)
    found = [
        one
        for one in rectifications_in(view)
        if view.is_group or one.finding is None or units & set(one.finding.units)
    ]
    return {
        "inspections": [_inspection(view, row) for row in inspections_of(view.case)],
        "rectifications": [_rectification(view, one) for one in found],
    }


@router.post(
    "/cases/{case}/inspections/{int:inspection}/findings/{int:finding}/answer",
    auth=answering,
    response={201: NumberOut, **REFUSALS},
    summary="Answer a finding",
)
def answer(
    request: HttpRequest,
    case: UUID,
    inspection: int,
    finding: int,
    payload: FindingAnswerIn,
    key: str = Header("", alias=KEY),
) -> Status[Any]:
    """Agree to a finding, or dispute it with words, for a unit that it concerns; once."""

    def act() -> Answer:
        answer_finding(
            case=case, inspection=inspection, finding=finding, unit=payload.unit, agrees=payload.agrees,
            words=payload.words, evidence=payload.evidence, by=person(request), at=now(),
        )  # fmt: skip
        return 201, {"number": finding}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/rectifications/{item}/reports", auth=answering, response={201: NumberOut, **REFUSALS},
    summary="Report what was put right",
)  # fmt: skip
def put_right(
    request: HttpRequest, case: UUID, item: str, payload: RectificationIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Report what was done, measure by measure, for a unit; `item` is the rectification's number."""

    def act() -> Answer:
        measures = [MeasureTyped(one.measure, one.done, one.evidence) for one in payload.measures]
        row = report_rectification(
            case=case, item=item, unit=payload.unit, measures=measures, by=person(request), at=now()
        )
        return 201, {"number": row.number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/rectification-reports/{int:number}/check", auth=acting,
    response={200: NumberOut, **REFUSALS},
    summary="Re-check what was put right",
)  # fmt: skip
def check(
    request: HttpRequest, case: UUID, number: int, payload: CheckIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """An inspector or the secretariat accepts a report of a rectification, or returns it with a reason."""

    def act() -> Answer:
        row = check_report(
            case=case, report=number, accept=payload.accept, reason=payload.reason, by=person(request),
            at=now(),
        )  # fmt: skip
        return 200, {"number": row.number}

    return done_once(request, key, payload, act)


def _inspection(view: CaseView, row: Inspection) -> dict[str, Any]:
    return {
        "number": row.number, "place": row.place, "state": row.state, "state_name": row.get_state_display(),
        "reason": row.reason, "scope": row.scope, "first_day": row.first_day, "last_day": row.last_day,
        "answer_due": row.answer_due,
        "findings": [_finding(view, one) for one in findings_of(row) if reads_finding(view, one)],
    }  # fmt: skip


def _finding(view: CaseView, one: InspectionFinding) -> dict[str, Any]:
    own = own_units(view)
    answers = [said for said in one.answers.all() if view.is_group or said.unit in own]
    return {
        "number": one.number, "grade": one.grade, "grade_name": grade_name(one.grade), "words": one.words,
        "units": one.units, "decision": one.decision, "item": one.item,
        "answers": [
            {"unit": said.unit, "agrees": said.agrees, "words": said.words, "at": said.at} for said in answers
        ],
    }  # fmt: skip


def _rectification(view: CaseView, one: Rectification) -> dict[str, Any]:
    own = own_units(view)
    return {
        "item": one.number, "ordered": one.ordered, "open": one.item is not None,
        "due": one.limit.day if one.limit else None, "provisional": bool(one.limit and one.limit.provisional),
        "reports": [
            {
                "number": row.number, "unit": row.unit, "measures": row.measures, "state": row.state,
                "reason": row.reason, "at": row.at,
            }
            for row in one.reports
            if view.is_group or row.unit in own
        ],
    }  # fmt: skip
