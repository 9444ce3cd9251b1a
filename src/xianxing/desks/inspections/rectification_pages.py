"""One rectification: the institution reports what it put right, the group re-checks and confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.inspections.lines import lines_of_rectifications
from xianxing.desks.inspections.views import (
    crumbs,
    files_by_id,
    files_sent,
    pilot_choices,
    unit_names,
)
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.inspections.domain.keeping import view_to_read
from xianxing.pilot.inspections.domain.planning import LONGEST
from xianxing.pilot.inspections.domain.rechecking import check_report, confirm_rectification
from xianxing.pilot.inspections.domain.rectifying import (
    MOST_MEASURES,
    MeasureTyped,
    rectification_to_read,
    report_rectification,
)
from xianxing.pilot.inspections.domain.steps import step_offered
from xianxing.pilot.inspections.models import RectificationReport
from xianxing.pilot.inspections.permissions import rechecker_in, reporter_for
from xianxing.pilot.inspections.queries import Rectification
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of

ROWS = 2  # measures that the form begins with


@dataclass(frozen=True)
class ReportCard:
    """A report as the page shows it: each measure with its files."""

    report: RectificationReport
    unit: str
    measures: tuple[tuple[str, str, tuple[Evidence, ...]], ...]


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, item: str) -> HttpResponse:
    """The rectification with its reports; what was typed stays where an act is refused."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    found = rectification_to_read(view, item)
    problem = code_problem = ""
    if request.method == "POST" and request.POST.get("act") != "more":
        try:
            code_problem = _act(request, view, found, user, at)
            if not code_problem:
                return redirect("inspections:rectification", case, item)
        except Refused as refused:
            problem = refused.message
        view = view_to_read(case, user, at=at)
        found = rectification_to_read(view, item)
    context = {
        **_context(view, found, request.POST, user, at),
        "problem": problem,
        "code_problem": code_problem,
        "typed": request.POST,
        "crumbs": crumbs(
            view, Link(gettext("Rectification {number}").format(number=found.number), request.path)
        ),
    }
    return render(
        request, "inspections/rectification.html", context, status=422 if problem or code_problem else 200
    )


def _act(request: HttpRequest, view: CaseView, found: Rectification, user: User, at: datetime) -> str:
    """Do what was sent; what is wrong with the code, "" for nothing."""
    sent, act = request.POST, request.POST.get("act", "")
    if act == "report":
        measures = [
            MeasureTyped(
                sent.get(f"measure-{place}", ""), sent.get(f"done-{place}", ""),
                files_sent(request, user, f"file-{place}"),
            )
            for place in range(1, _rows(sent) + 1)
        ]  # fmt: skip
        report_rectification(
            case=view.case.pk, item=found.number, unit=sent.get("unit", ""), measures=measures, by=user, at=at
        )
    elif act in ("accept", "return"):
        number = sent.get("report", "")
        check_report(
            case=view.case.pk, report=whole_number(number, 0), accept=act == "accept",
            reason=sent.get("reason", ""), by=user, at=at,
        )  # fmt: skip
    elif act == "confirm":
        problem = step_up(request, act="confirm-rectification")
        if problem:
            return problem
        confirm_rectification(
            case=view.case.pk, item=found.number, reason=sent.get("confirm", ""), by=user, at=at,
            step_up=StepUp.just_given(user),
        )  # fmt: skip
    else:
        raise Refused("act", gettext("Choose what is to be done."))
    return ""


def _rows(sent: QueryDict) -> int:
    """How many measures the form has: two, and two more each time that the person asks for them."""
    asked = sent.get("rows", "")
    held = int(asked) if asked.isdecimal() and len(asked) < 3 else ROWS
    return min(max(held + (ROWS if sent.get("act") == "more" else 0), ROWS), MOST_MEASURES)


def _context(
    view: CaseView, found: Rectification, sent: QueryDict, user: User, at: datetime
) -> dict[str, object]:
    names, today = unit_names(view), day_of(at)
    concerned = found.finding.units if found.finding else [key for key, _name in pilot_choices(view)]
    waiting = {one.unit for one in found.waiting}
    checks = rechecker_in(view, [found.finding.inspection] if found.finding else [])
    rows = _rows(sent)
    return {
        "view": view,
        "one": found,
        "line": lines_of_rectifications([found], today)[0],
        "units": gettext(", ").join(names.get(unit, unit) for unit in concerned),
        "cards": _cards(view, found, names),
        "reports_for": [
            (unit, names.get(unit, unit))
            for unit in concerned
            if found.item and unit not in waiting and not found.accepted(unit) and reporter_for(view, unit)
        ],
        "rows": [
            (
                place, sent.get(f"measure-{place}", ""), sent.get(f"done-{place}", ""),
                sent.getlist(f"kept.file-{place}"),
            )
            for place in range(1, rows + 1)
        ],
        "count": rows,
        "kept": [(str(one.pk), one.name) for one in unused_evidence(user)] if sent else [],
        "checks": bool(checks),
        "confirms": bool(found.item and not found.waiting and not found.unready and found.reports)
        and bool(step_offered(view, Means.CONFIRM_RECTIFIED)),
        "reads_files": view.is_group,
        "longest": LONGEST,
        "today": today,
    }  # fmt: skip


def _cards(view: CaseView, found: Rectification, names: dict[str, str]) -> list[ReportCard]:
    """The reports that the person may read, the latest first: an institution's own, the group's all."""
    shown = [one for one in found.reports if view.is_group or reporter_for(view, one.unit)]
    files = files_by_id(file for one in shown for part in one.measures for file in part["evidence"])
    return [
        ReportCard(
            one,
            names.get(one.unit, one.unit),
            tuple(
                (part["measure"], part["done"], tuple(files[f] for f in part["evidence"] if f in files))
                for part in one.measures
            ),
        )
        for one in reversed(shown)
    ]
