"""One finding: the institution answers it, the group decides, the head orders a rectification."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.inspections.views import (
    crumbs,
    files_by_id,
    files_sent,
    inspection_link,
    unit_names,
)
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.inspections.domain.answering import answer_finding
from xianxing.pilot.inspections.domain.finding import decide_finding, order_rectification
from xianxing.pilot.inspections.domain.keeping import finding_to_read, inspection_in, view_to_read
from xianxing.pilot.inspections.domain.planning import LONGEST
from xianxing.pilot.inspections.models import FindingDecision, InspectionFinding
from xianxing.pilot.inspections.permissions import head_in, planner_in, reporter_for
from xianxing.pilot.inspections.practice import grade_name
from xianxing.pilot.inspections.queries import unanswered_units
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

DECISIONS = (FindingDecision.NOTED, FindingDecision.DROPPED)


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int, finding: int) -> HttpResponse:
    """The finding with its answers; what was typed stays where an act is refused."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    row = inspection_in(view, number)
    found = finding_to_read(view, row, finding)
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = _act(request, found, user, at)
            if not code_problem:
                return redirect("inspections:finding", case, number, finding)
        except Refused as refused:
            problem = refused.message
            found.refresh_from_db()
    context = {
        **_context(view, found, user, at),
        "problem": problem,
        "code_problem": code_problem,
        "typed": request.POST,
        "typed_act": request.POST.get("act", ""),
        "ticked": request.POST.getlist("kept.file"),
        "kept": [(one.pk, one.name) for one in unused_evidence(user)] if request.method == "POST" else [],
        "crumbs": crumbs(
            view, inspection_link(row),
            Link(gettext("Finding {number}").format(number=found.number), request.path),
        ),
    }  # fmt: skip
    return render(
        request, "inspections/finding.html", context, status=422 if problem or code_problem else 200
    )


def _act(request: HttpRequest, found: InspectionFinding, user: User, at: datetime) -> str:
    """Do what was sent; what is wrong with the code, "" for nothing."""
    about: dict[str, Any] = {
        "case": found.case_id, "inspection": found.inspection.number, "finding": found.number, "by": user,
        "at": at,
    }  # fmt: skip
    act = request.POST.get("act", "")
    if act in ("agree", "dispute"):
        files = files_sent(request, user, "file")
        answer_finding(
            unit=request.POST.get("unit", ""), agrees=act == "agree", words=request.POST.get("words", ""),
            evidence=files, **about,
        )  # fmt: skip
    elif act in DECISIONS:
        decide_finding(decision=act, reason=request.POST.get("reason", ""), **about)
    elif act == "order":
        problem = step_up(request, act="rectification")
        if problem:
            return problem
        order_rectification(reason=request.POST.get("order", ""), step_up=StepUp.just_given(user), **about)
    else:
        raise Refused("act", gettext("Choose what is to be done."))
    return ""


def _context(view: CaseView, found: InspectionFinding, user: User, at: datetime) -> dict[str, object]:
    row, names = found.inspection, unit_names(view)
    unanswered, today = unanswered_units(found), day_of(at)
    ready = not found.decision and (not unanswered or (row.answer_due is not None and row.answer_due < today))
    answers = list(found.answers.select_related("by").order_by("at"))
    if not view.is_group:
        answers = [one for one in answers if reporter_for(view, one.unit)]
    files = files_by_id(one for answer in answers for one in answer.evidence)
    return {
        "view": view,
        "row": row,
        "found": found,
        "grade": grade_name(found.grade),
        "units": gettext(", ").join(names.get(unit, unit) for unit in found.units),
        "answers": [
            (one, names.get(one.unit, one.unit), [files[f] for f in one.evidence if f in files])
            for one in answers
        ],
        "unanswered": gettext(", ").join(names.get(unit, unit) for unit in unanswered),
        "answers_for": [
            (unit, names.get(unit, unit))
            for unit in unanswered
            if reporter_for(view, unit) and not found.decision
        ],
        "reads_files": view.is_group,
        "user": user,
        "decides": ready and bool(planner_in(view)),
        "orders": ready and bool(head_in(view)),
        "waits": bool(planner_in(view)) and not ready and not found.decision,
        "decisions": [(one.value, one.label) for one in DECISIONS],
        "late": row.answer_due is not None and row.answer_due < today and bool(unanswered),
        "longest": LONGEST,
    }
