"""Changes of a running project: told beforehand, agreed to or taken note of, dropped (5.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import SecondFactor, acting, acting_on, given_factor, person, reading_project
from xianxing.desks.api.change_shapes import ChangeDecisionIn, ChangeIn, TrialChangesOut
from xianxing.desks.api.common_shapes import NumberOut
from xianxing.desks.api.once import KEY, Answer, prepared_once
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.changes.domain.deciding import decide_change, drop_change, tell_change
from xianxing.pilot.changes.kinds import practice
from xianxing.pilot.changes.models import TrialChange
from xianxing.pilot.changes.queries import changes_of, earliest_day
from xianxing.pilot.clock import now
from xianxing.workdays.clocks import day_of

router = Router(tags=["changes"])
telling = acting_on("changes")


@router.get(
    "/cases/{case}/changes", auth=reading_project, response={200: TrialChangesOut, **REFUSALS},
    summary="Changes of a project",
)  # fmt: skip
def changes(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """The kinds of changes with the first day from which one told today counts, and those that were told."""
    at = now()
    view = case_to_read(case, person(request), at=at)
    found, language, kinds = changes_of(view), current_language(), []
    for kind in practice().kinds.values():
        day, provisional = earliest_day(view.case, kind, day_of(at))
        kinds.append(
            {
                "kind": kind.id, "name": kind.name(language), "way": kind.way, "days": kind.days,
                "earliest": day, "provisional": provisional,
            }
        )  # fmt: skip
    return {"kinds": kinds, "changes": [_picture(row) for row in found]}


@router.post(
    "/cases/{case}/changes", auth=telling, response={201: NumberOut, **REFUSALS}, summary="Tell a change"
)
def tell(
    request: HttpRequest, case: UUID, payload: ChangeIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Tell a change from a day to come on, by who signs for the institution, with a code."""
    by = person(request)

    def prepare() -> Callable[[], Answer]:
        factor = given_factor(SecondFactor(request, by, payload.otp), act="change")

        def act() -> Answer:
            row = tell_change(
                case=case, kind=payload.kind, what=payload.what, why=payload.why,
                effective_on=payload.effective_on, by=by, at=now(), step_up=factor,
                unit=payload.unit,
            )  # fmt: skip
            return 201, {"number": row.number}

        return act

    return prepared_once(request, key, payload, prepare)


@router.post(
    "/cases/{case}/changes/{int:number}/decision", auth=acting, response={200: NumberOut, **REFUSALS},
    summary="Decide about a change",
)  # fmt: skip
def decide(
    request: HttpRequest, case: UUID, number: int, payload: ChangeDecisionIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The head of the group agrees, the secretariat takes note; either says no with a reason."""
    by = person(request)

    def prepare() -> Callable[[], Answer]:
        factor = given_factor(SecondFactor(request, by, payload.otp), act="change")

        def act() -> Answer:
            row = decide_change(
                case=case, number=number, agree=payload.agree, reason=payload.reason, by=by, at=now(),
                step_up=factor,
            )  # fmt: skip
            return 200, {"number": row.number}

        return act

    return prepared_once(request, key, payload, prepare)


@router.post(
    "/cases/{case}/changes/{int:number}/drop", auth=telling, response={200: NumberOut, **REFUSALS},
    summary="Drop a change",
)  # fmt: skip
def drop(request: HttpRequest, case: UUID, number: int) -> dict[str, Any]:
    """Take back a change that wasn't decided; again it is refused, for it was decided then."""
    return {"number": drop_change(case=case, number=number, by=person(request), at=now()).number}


def _picture(row: TrialChange) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "what": row.what, "why": row.why, "unit": row.unit,
        "effective_on": row.effective_on, "approval": row.approval, "state": row.state,
        "state_name": row.get_state_display(), "reason": row.reason, "told_at": row.signed_at,
    }  # fmt: skip
