"""Plans of indicators for programs: the catalogue, plans as they were signed, signing, deciding (5.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import (
    SecondFactor,
    acting,
    any_token,
    given_factor,
    person,
    reading_project,
)
from xianxing.desks.api.common_shapes import NumberOut
from xianxing.desks.api.once import KEY, Answer, done_once, prepared_once
from xianxing.desks.api.plan_shapes import CatalogueIndicatorOut, PlanDecisionIn, PlanIn, PlanOut
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.domain.planning import decide_plan, sign_plan, sound_lines
from xianxing.pilot.supervision.models import IndicatorPlan
from xianxing.pilot.supervision.plans import lines_of
from xianxing.pilot.supervision.queries import plans_to_read

router = Router(tags=["monitoring"])


@router.get(
    "/indicator-catalogue", auth=any_token, response={200: list[CatalogueIndicatorOut], **REFUSALS},
    summary="What a plan can measure",
)  # fmt: skip
def indicator_catalogue(request: HttpRequest) -> list[dict[str, Any]]:
    """Every indicator of the catalogue; `worse` says whether a high or a low value is."""
    del request
    language = current_language()
    return [
        {
            "indicator": one.id, "name": one.name(language), "unit": one.unit, "cadence": one.cadence,
            "worse": one.worse,
        }
        for one in catalogue().indicators.values()
    ]  # fmt: skip


@router.get(
    "/cases/{case}/indicator-plans", auth=reading_project, response={200: list[PlanOut], **REFUSALS},
    summary="Plans of indicators",
)  # fmt: skip
def plans(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """Every plan of the project in the order of signing, with where it stands."""
    return [_picture(one) for one in plans_to_read(case_to_read(case, person(request), at=now()))]


@router.post(
    "/cases/{case}/indicator-plans", auth=acting, response={201: PlanOut, **REFUSALS},
    summary="Sign a plan of indicators",
)  # fmt: skip
def sign_indicators(
    request: HttpRequest, case: UUID, payload: PlanIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Sign a whole plan, by who signs for a pilot institution, with a code; the group must agree to it.

    Lines that aren't sound are refused before the code is spent.
    """
    by = person(request)
    lines = [one.model_dump() for one in payload.lines]

    def prepare() -> Callable[[], Answer]:
        case_to_read(case, by, at=now())
        sound_lines(lines)
        factor = given_factor(SecondFactor(request, by, payload.otp), act="plan")

        def act() -> Answer:
            day = payload.effective_on
            row = sign_plan(case=case, lines=lines, effective_on=day, by=by, step_up=factor, at=now())
            return 201, _picture(row)

        return act

    return prepared_once(request, key, payload, prepare)


@router.post(
    "/cases/{case}/indicator-plans/{int:number}/decision", auth=acting,
    response={200: NumberOut, **REFUSALS}, summary="Decide about a plan of indicators",
)  # fmt: skip
def decide_indicators(
    request: HttpRequest, case: UUID, number: int, payload: PlanDecisionIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The secretariat agrees, or returns the plan with what has to be changed."""

    def act() -> Answer:
        row = decide_plan(
            case=case, number=number, agree=payload.agree, reason=payload.reason, by=person(request),
            at=now(),
        )  # fmt: skip
        return 200, {"number": row.number}

    return done_once(request, key, payload, act)


def _picture(row: IndicatorPlan) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "unit": row.unit,
        "effective_on": row.effective_on,
        "lines": [
            {"indicator": one.indicator.id, "amber": one.amber, "red": one.red} for one in lines_of(row)
        ],
        "signed_at": row.signed_at,
        "decided_at": row.decided_at,
        "reason": row.reason,
    }
