"""Reports on the trial: what is to be written, drafts, handing in, and what is said to them (5.2.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import acting_on, person, reading_project
from xianxing.desks.api.common_shapes import NumberOut
from xianxing.desks.api.once import KEY, Answer, done_once
from xianxing.desks.api.report_shapes import (
    RemarkIn,
    ReportDraftIn,
    ReportDraftOut,
    ReportIn,
    TrialReportOpenOut,
    TrialReportsOut,
)
from xianxing.desks.reports.words import STANDINGS, period_of_report
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.reports.domain.drafting import save_report_draft
from xianxing.pilot.reports.domain.handing_in import hand_in_report
from xianxing.pilot.reports.domain.reviewing import say_to_report
from xianxing.pilot.reports.forms import TrialReportForm, practice
from xianxing.pilot.reports.models import RemarkKind, TrialReport
from xianxing.pilot.reports.permissions import writer_in
from xianxing.pilot.reports.queries import (
    ReportStanding,
    ReportToWrite,
    answer_due,
    handed_in_without_form,
    report_to_read,
    reports_of,
    standing_of,
    to_write,
)
from xianxing.workdays.clocks import day_of

router = Router(tags=["reports"])
writing = acting_on("reports")


@router.get(
    "/cases/{case}/reports", auth=reading_project, response={200: TrialReportsOut, **REFUSALS},
    summary="Reports on the trial",
)  # fmt: skip
def reports(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """What the person's institution can report now, what fell due first, and what was reported."""
    at = now()
    view = case_to_read(case, person(request), at=at)
    found, writer = reports_of(view, today=day_of(at)), writer_in(view)
    return {
        "to_write": [_due(one) for one in (to_write(view, writer.unit) if writer else ())],
        "reports": [
            {**_picture(one.report, one.form, one.standing), "answer_due": one.answer_due} for one in found
        ],
        "without_form": [
            {"seq": one.sequence, "step": one.step, "at": one.at} for one in handed_in_without_form(view)
        ],
    }


@router.get(
    "/cases/{case}/reports/{int:number}", auth=reading_project,
    response={200: TrialReportOpenOut, **REFUSALS},
    summary="One report",
)  # fmt: skip
def report(request: HttpRequest, case: UUID, number: int) -> dict[str, Any]:
    """A report with its sections, the figures of its moment, and what was said to it."""
    row, _view = report_to_read(case, number, person(request), at=now())
    remarks = list(row.remarks.order_by("pk"))
    standing = standing_of(row)
    asked = [one.said_at for one in remarks if one.kind == RemarkKind.QUESTION]
    due = answer_due(asked[-1], row)[0] if standing is ReportStanding.ASKED else None
    return {
        **_picture(row, practice().forms.get(row.form), standing),
        "answer_due": due,
        "sections": row.sections,
        "figures": row.figures,
        "remarks": [{"kind": one.kind, "words": one.words, "said_at": one.said_at} for one in remarks],
    }


@router.put(
    "/cases/{case}/report-drafts/{form}", auth=writing, response={200: ReportDraftOut, **REFUSALS},
    summary="Keep a draft of a report",
)  # fmt: skip
def draft(request: HttpRequest, case: UUID, form: str, payload: ReportDraftIn) -> dict[str, Any]:
    """Keep what is written so far for the institution's people; refused where somebody wrote meanwhile."""
    row = save_report_draft(
        case=case, form=form, item=payload.item, sections=payload.sections, based=payload.based,
        by=person(request), at=now(),
    )  # fmt: skip
    return {"version": row.version}


@router.post(
    "/cases/{case}/reports", auth=writing, response={201: NumberOut, **REFUSALS}, summary="Hand in a report"
)
def hand_in(
    request: HttpRequest, case: UUID, payload: ReportIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Hand in a report, by who signs for the institution; the figures beside it are those of this moment."""

    def act() -> Answer:
        row = hand_in_report(
            case=case, form=payload.form, item=payload.item, sections=payload.sections,
            evidence=payload.evidence, sequence=payload.seq, by=person(request), at=now(),
        )  # fmt: skip
        return 201, {"number": row.number}

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/reports/{int:number}/remarks", auth=writing, response={201: NumberOut, **REFUSALS},
    summary="Say something to a report",
)  # fmt: skip
def remark(
    request: HttpRequest, case: UUID, number: int, payload: RemarkIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """The institution answers a question; the secretariat receives, asks and closes."""

    def act() -> Answer:
        say_to_report(
            case=case, number=number, kind=payload.kind, words=payload.words, by=person(request), at=now()
        )
        return 201, {"number": number}

    return done_once(request, key, payload, act)


def _due(one: ReportToWrite) -> dict[str, Any]:
    language, period, limit = current_language(), one.period, one.limit
    return {
        "form": one.form.id, "name": one.form.name(language), "item": one.key,
        "period_first": period.first if period else None, "period_last": period.last if period else None,
        "due": limit.day if limit else None, "provisional": bool(limit and limit.provisional),
        "draft": one.draft.version if one.draft else 0,
        "sections": [
            {"section": part.id, "name": part.name(language), "hint": part.hint(language)}
            for part in one.form.sections
        ],
    }  # fmt: skip


def _picture(row: TrialReport, form: TrialReportForm | None, standing: ReportStanding) -> dict[str, Any]:
    period = period_of_report(row)
    return {
        "number": row.number, "form": row.form, "item": row.item, "unit": row.unit,
        "name": form.name(current_language()) if form else row.form,
        "period_first": period.first if period else None, "period_last": period.last if period else None,
        "handed_in_at": row.handed_in_at, "standing": standing, "standing_name": str(STANDINGS[standing]),
    }  # fmt: skip
