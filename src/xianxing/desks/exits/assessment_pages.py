"""An assessment: filled from the record, judged by a person, handed in; and as it was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.exits.lines import FigureGroup, exit_crumbs, figure_groups, figure_name, offer_lines
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.exits.course import ExitStep, stands_at
from xianxing.pilot.exits.domain.assessing import LONGEST_JUDGEMENT, hand_in_assessment
from xianxing.pilot.exits.domain.going_along import ASSESSES
from xianxing.pilot.exits.models import ExitAssessment, ExitKind
from xianxing.pilot.exits.permissions import checker_in, signer_in, units_of
from xianxing.pilot.exits.queries import (
    ComparedFigure,
    assessment_to_read,
    compared,
    figures_in,
    for_reader,
    latest_assessments,
    readable,
    unit_name,
)
from xianxing.pilot.exits.sources import SOURCE_NAMES, figures_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.refusal import Refused


@dataclass(frozen=True)
class ComparedLine:
    """A figure of two assessments beside each other, in words."""

    source: str
    name: str
    compared: ComparedFigure


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def assess_for_unit(request: HttpRequest, case: UUID, unit: str) -> HttpResponse:
    """The assessment of a pilot institution, for who works there; who signs for it hands it in."""
    return _assess(request, case, unit)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def assess_for_group(request: HttpRequest, case: UUID) -> HttpResponse:
    """The group's assessment; the secretariat hands it in."""
    return _assess(request, case, "")


@audience("anyone_logged_in")
@require_safe
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """An assessment as it was handed in; an institution's beside the group's, with what differs."""
    view = readable(case_to_read(case, acting(request), at=now()))
    row = assessment_to_read(view, number)
    other = _other(view, row)
    lines = []
    if other is not None:
        own, group = (row, other) if row.unit else (other, row)
        lines = [
            ComparedLine(str(SOURCE_NAMES.get(one.source, one.source)), figure_name(one.key), one)
            for one in compared(figures_in(view, own), figures_in(view, group))
        ]
    context = {
        "view": view, "row": row, "name": _name(view, row.unit),
        "groups": figure_groups(view, figures_in(view, row)),
        "after": offer_lines(
            view, (one for one in offers(view) if view.procedure.meaning(one.step.act) in ASSESSES)
        ),
        "other": other, "lines": lines, "differing": sum(one.compared.differs for one in lines),
        "crumbs": exit_crumbs(view, Link(gettext("Assessment"), request.path)),
    }  # fmt: skip
    return render(request, "exits/assessment.html", context)


def _assess(request: HttpRequest, case: UUID, unit: str) -> HttpResponse:
    user, at = acting(request), now()
    view = readable(case_to_read(case, user, at=at))
    if unit not in units_of(view) if unit else checker_in(view) is None:
        raise Http404
    problem = code_problem = ""
    typed = request.POST
    if request.method == "POST":
        try:
            written = typed.get("judgement", "").strip()  # no code is spent on what is refused anyway
            code_problem = step_up(request, act="exit-assessment") if written else ""
            if not code_problem:
                row = hand_in_assessment(
                    case=case, unit=unit, judgement=typed.get("judgement", ""),
                    proposes=typed.get("proposes", ""), by=user, step_up=StepUp.just_given(user), at=at,
                )  # fmt: skip
                return redirect("exits:assessment", case, row.number)
        except Refused as refused:
            problem = refused.message
    context = {
        "view": view, "unit": unit, "name": _name(view, unit), "groups": _groups(view, unit),
        "signs": checker_in(view) is not None if not unit else signer_in(view, unit) is not None,
        "open": stands_at(view, ExitStep.LAUNCH, ExitStep.ASSESSMENT),
        "kinds": ExitKind.choices, "typed": typed, "problem": problem, "code_problem": code_problem,
        "longest": LONGEST_JUDGEMENT,
        "crumbs": exit_crumbs(view, Link(gettext("Assessment"), request.path)),
    }  # fmt: skip
    status = 422 if problem or code_problem else 200
    return render(request, "exits/assess.html", context, status=status)


def _groups(view: CaseView, unit: str) -> list[FigureGroup]:
    return figure_groups(view, for_reader(view, figures_of(view, unit)))


def _other(view: CaseView, row: ExitAssessment) -> ExitAssessment | None:
    """What an assessment is compared with: of the same exit the group's, or the first institution's."""
    latest = latest_assessments(view)
    if row.exit != next((one.exit for one in latest.values()), row.exit):
        return None
    if row.unit:
        return latest.get("")
    return next((one for unit, one in latest.items() if unit), None)


def _name(view: CaseView, unit: str) -> str:
    return unit_name(view, unit) if unit else gettext("Working group")
