"""Exits: how far one has come, assessments, measures with their proofs (5.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import SecondFactor, acting, acting_on, given_factor, person, reading_project
from xianxing.desks.api.common_shapes import CheckIn, NumberOut
from xianxing.desks.api.exit_shapes import AssessmentIn, AssessmentOut, ExitOut, ProofIn
from xianxing.desks.api.once import KEY, Answer, done_once, prepared_once
from xianxing.desks.exits.lines import PartLine, part_lines
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.exits.course import ExitStep, exit_now, places_of_exit
from xianxing.pilot.exits.domain.assessing import hand_in_assessment
from xianxing.pilot.exits.domain.proving import check_proof, prove_measure
from xianxing.pilot.exits.queries import (
    MeasureStanding,
    assessment_to_read,
    figures_in,
    latest_assessments,
    readable,
)

router = Router(tags=["exits"])
leaving = acting_on("exit")


@router.get(
    "/cases/{case}/exit", auth=reading_project, response={200: ExitOut, **REFUSALS}, summary="The exit"
)
def exit_of(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """The five steps with where the case stands, and each institution's assessment, measures and proofs."""
    view = readable(case_to_read(case, person(request), at=now()))
    found, group = exit_now(view), latest_assessments(view).get("")
    return {
        "opened": found.number if found else None,
        "kind": found.kind if found and found.kind else "",
        "over": bool(found and found.over),
        "places": [
            {"step": step.name.lower(), "status": place.status}
            for step, place in zip(ExitStep, places_of_exit(view), strict=True)
        ],
        "parts": [_part(one) for one in part_lines(view)],
        "group_assessment": group.number if group else None,
    }


@router.get(
    "/cases/{case}/exit/assessments/{int:number}", auth=reading_project,
    response={200: AssessmentOut, **REFUSALS}, summary="One assessment",
)  # fmt: skip
def assessment(request: HttpRequest, case: UUID, number: int) -> dict[str, Any]:
    """An assessment as it was handed in, with the figures that the reader may know."""
    view = readable(case_to_read(case, person(request), at=now()))
    row = assessment_to_read(view, number)
    return {
        "number": row.number, "unit": row.unit, "proposes": row.proposes, "judgement": row.judgement,
        "digest": row.digest, "handed_in_at": row.handed_in_at,
        "figures": [one.as_json() for one in figures_in(view, row)],
    }  # fmt: skip


@router.post(
    "/cases/{case}/exit/assessments", auth=leaving, response={201: NumberOut, **REFUSALS},
    summary="Hand in an assessment",
)  # fmt: skip
def assess(
    request: HttpRequest, case: UUID, payload: AssessmentIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The assessment of an institution, by who signs for it, or of the group; with a code."""
    by = person(request)

    def prepare() -> Callable[[], Answer]:
        factor = given_factor(SecondFactor(request, by, payload.otp), act="exit-assessment")

        def act() -> Answer:
            row = hand_in_assessment(
                case=case, unit=payload.unit, judgement=payload.judgement, proposes=payload.proposes, by=by,
                step_up=factor, at=now(),
            )  # fmt: skip
            return 201, {"number": row.number}

        return act

    return prepared_once(request, key, payload, prepare)


@router.post(
    "/cases/{case}/exit/proofs", auth=leaving, response={201: NumberOut, **REFUSALS},
    summary="Bring the proof of a measure",
)  # fmt: skip
def prove(
    request: HttpRequest, case: UUID, payload: ProofIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The proof of a measure of the institution's own part; or why it has no such part."""

    def act() -> Answer:
        row = prove_measure(
            case=case, unit=payload.unit, measure=payload.measure, applies=payload.applies,
            words=payload.words, evidence=payload.evidence, by=person(request), at=now(),
        )  # fmt: skip
        return 201, {"number": row.number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/exit/proofs/{int:number}/check", auth=acting, response={200: NumberOut, **REFUSALS},
    summary="Check a proof",
)  # fmt: skip
def check_of_proof(
    request: HttpRequest, case: UUID, number: int, payload: CheckIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The secretariat accepts a proof, or returns it with a reason."""

    def act() -> Answer:
        row = check_proof(
            case=case, number=number, accept=payload.accept, reason=payload.reason, by=person(request),
            at=now(),
        )  # fmt: skip
        return 200, {"number": row.number}

    return done_once(request, key, payload, act)


def _part(one: PartLine) -> dict[str, Any]:
    return {
        "unit": one.unit, "name": one.name, "assessment": one.assessment.number if one.assessment else None,
        "measures": [_measure(standing) for standing in one.measures],
    }  # fmt: skip


def _measure(one: MeasureStanding) -> dict[str, Any]:
    return {
        "measure": one.measure.id, "name": one.measure.name(current_language()), "proved": one.proved,
        "lacking": one.lacking,
        "proofs": [
            {
                "number": row.number, "applies": row.applies, "words": row.words, "state": row.state,
                "reason": row.reason, "given_at": row.given_at,
            }
            for row in one.proofs
        ],
    }  # fmt: skip
