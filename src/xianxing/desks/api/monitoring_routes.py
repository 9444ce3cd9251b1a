"""Monitoring for programs: how a project's indicators stand, and values in batches (5.2.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.bearer import acting_on, person, reading_project
from xianxing.desks.api.monitoring_shapes import MonitoringOut, ValueBatchOut, ValuesIn
from xianxing.desks.api.once import Answer, answered_once, read_again
from xianxing.desks.api.problem_shapes import ProblemOut
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.supervision.domain.reporting import TypedValue, report_values
from xianxing.pilot.supervision.judging import IndicatorStanding
from xianxing.pilot.supervision.models import ReportWay
from xianxing.pilot.supervision.queries import monitoring_to_read

router = Router(tags=["monitoring"])
UNSAID = {"only_planned"}  # so that a key from before it was there still stands for the same request
REFUSALS: dict[int | frozenset[int], Any] = {frozenset({401, 403, 404, 422}): ProblemOut}


@router.get(
    "/cases/{case}/indicators",
    auth=reading_project,
    response={200: MonitoringOut, **REFUSALS},
    summary="How the indicators stand",
)
def indicators(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Every indicator of the plan that counts today, with its values and what stands out."""
    at = now()
    found = monitoring_to_read(case_to_read(case, person(request), at=at), at=at)
    return {
        "plan": found.current.plan.number if found.current else None,
        "indicators": [_picture(one) for one in found.standings],
    }


@router.post(
    "/cases/{case}/indicator-values",
    auth=acting_on("values"),
    response={201: ValueBatchOut, **REFUSALS},
    summary="Report values",
)
def values(
    request: HttpRequest, case: UUID, payload: ValuesIn, key: str = Header("", alias="Idempotency-Key")
) -> Status[Any]:
    """All values or none. Under the same key the same batch is taken in once and answered alike."""
    by = person(request)

    def report() -> Answer:
        typed = [TypedValue(one.indicator, one.period, one.value, one.unit) for one in payload.values]
        batch = report_values(
            case=case, values=typed, way=ReportWay.PROGRAM, reason=payload.reason, by=by, at=now(),
            only_planned=payload.only_planned,
        )  # fmt: skip
        return 201, {
            "batch": batch.number,
            "values": len(batch.values),
            "late": sum(one["late"] for one in batch.values),
            "corrections": sum(one["corrects"] for one in batch.values),
            "left_out": len(typed) - len(batch.values),
        }

    said = f"POST {request.path} {payload.model_dump_json(exclude=None if payload.only_planned else UNSAID)}"
    status, body = answered_once(by, key, said, lambda: report, lambda: read_again(request))
    return Status(status, body)


def _picture(one: IndicatorStanding) -> dict[str, Any]:
    return {
        "indicator": one.indicator.id,
        "name": one.indicator.name(current_language()),
        "unit": one.indicator.unit,
        "cadence": one.indicator.cadence,
        "status": one.status,
        "amber": one.line.amber,
        "red": one.line.red,
        "next_due": one.next_due,
        "unreported": [period.name for period in one.unreported],
        "values": [
            {
                "period": period.name,
                "value": told.counts.value,
                "late": told.counts.late,
                "batch": told.counts.batch,
                "corrected": [former.value for former in told.corrected],
            }
            for period, told in one.values.items()
        ],
        "alarms": [
            {
                "rule": alarm.rule,
                "period": alarm.period.name,
                "value": alarm.value,
                "limit": alarm.limit,
                "due": alarm.due,
                "open": alarm.open,
                "muted": alarm.muted,
            }
            for alarm in one.alarms
        ],
    }
