"""One inspection: its plan and notice, findings, and what is done with the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.inspections.views import TONES, clause_marks, crumbs, inspection_link, unit_names
from xianxing.desks.look.context import Link
from xianxing.desks.papers.files import DOCX
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.clock import now
from xianxing.pilot.inspections.domain.closing import close_inspection
from xianxing.pilot.inspections.domain.finding import tell_findings
from xianxing.pilot.inspections.domain.keeping import inspection_in, view_to_read
from xianxing.pilot.inspections.domain.planning import LONGEST, call_off_inspection
from xianxing.pilot.inspections.models import Inspection, InspectionFinding, InspectionState, LineOutcome
from xianxing.pilot.inspections.notice import notice_docx, notice_pdf
from xianxing.pilot.inspections.permissions import (
    inspector_in,
    planner_in,
    reads_finding,
    reads_papers,
    secretary_in,
)
from xianxing.pilot.inspections.practice import grade_name, practice_on
from xianxing.pilot.inspections.queries import findings_of, paper_of, unanswered_units
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """The inspection as the person may read it; a POST tells its findings, closes it, or calls it off."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    row, problem = inspection_in(view, number), ""
    if request.method == "POST":
        try:
            _act(request.POST, row, user, at)
            return redirect("inspections:inspection", case, number)
        except Refused as refused:
            problem = refused.message
            row.refresh_from_db()
    context = {
        **_context(view, row, at),
        "problem": problem,
        "typed": request.POST if problem else {},
        "crumbs": crumbs(view, Link(inspection_link(row).label, request.path)),
    }
    return render(request, "inspections/inspection.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_safe
def notice(request: HttpRequest, case: UUID, number: int, ending: str) -> HttpResponse:
    """The notice of the inspection as PDF or Word document."""
    row = inspection_in(view_to_read(case, acting(request), at=now()), number)
    made: dict[str, tuple[Callable[[Inspection], bytes], str]] = {
        "pdf": (notice_pdf, "application/pdf"), "docx": (notice_docx, DOCX),
    }  # fmt: skip
    if ending not in made:
        raise Http404
    write, kind = made[ending]
    return HttpResponse(
        write(row), content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="inspection-{row.number}.{ending}"'},
    )  # fmt: skip


def _act(sent: QueryDict, row: Inspection, user: User, at: datetime) -> None:
    about: dict[str, Any] = {"case": row.case_id, "inspection": row.number, "by": user, "at": at}
    act, words = sent.get("act", ""), sent.get("words", "")
    if act == "tell":
        tell_findings(**about)
    elif act == "close":
        close_inspection(words=words, **about)
    elif act == "call_off":
        call_off_inspection(reason=sent.get("reason", ""), **about)
    else:
        raise Refused("act", gettext("Choose what is to be done."))


def _context(view: CaseView, row: Inspection, at: datetime) -> dict[str, object]:
    open_now, names = row.state == InspectionState.PLANNED, unit_names(view)
    lines = paper_of(row) if reads_papers(view) else []
    left = sum(one.last is None for one in lines)
    found = sum(one.last is not None and one.last.outcome == LineOutcome.FINDING for one in lines)
    told = [one for one in findings_of(row) if reads_finding(view, one)]
    undecided = sum(not one.decision for one in told)
    plans, inspects = bool(planner_in(view)), bool(inspector_in(view, row))
    return {
        "view": view,
        "row": row,
        "tone": TONES[InspectionState(row.state)],
        "reads_paper": reads_papers(view),
        # What came of it may speak of another institution's findings; why it was called off concerns all.
        "reads_words": reads_papers(view) or row.state == InspectionState.CALLED_OFF,
        "lines": len(lines),
        "left": left,
        "found": found,
        "writes": inspects and open_now,
        "tells": (inspects or plans) and open_now and not left and found,
        "closes": bool(secretary_in(view)) and not row.is_over and not left and not undecided
        and not (open_now and found),
        "calls_off": plans and open_now,
        "findings": [_finding(one, names) for one in told],
        "answer_days": practice_on(day_of(at)).answer_days,
        "marks": clause_marks(view),
        "longest": LONGEST,
        "today": day_of(at),
    }  # fmt: skip


def _finding(one: InspectionFinding, names: dict[str, str]) -> tuple[InspectionFinding, str, str, str]:
    """The finding, its grade, the units it concerns, and those that haven't answered, in words."""
    units = gettext(", ").join(names.get(unit, unit) for unit in one.units)
    waiting = gettext(", ").join(names.get(unit, unit) for unit in unanswered_units(one))
    return one, grade_name(one.grade), units, waiting
