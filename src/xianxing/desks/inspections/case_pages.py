"""A project's inspections and rectifications, for everybody who may read them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.inspections.lines import lines_of_inspections, lines_of_rectifications
from xianxing.desks.inspections.views import clause_marks, crumbs
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.clock import now
from xianxing.pilot.inspections.domain.keeping import view_to_read
from xianxing.pilot.inspections.domain.steps import step_offered
from xianxing.pilot.inspections.permissions import own_units, planner_in
from xianxing.pilot.inspections.queries import inspections_of, rectifications_in
from xianxing.pilot.supervision.permissions import on_trial
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of


@audience("anyone_logged_in")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every inspection and rectification of the project; whoever may plan or suspend finds the way here."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    units, today = own_units(view), day_of(at)
    found = [
        one
        for one in rectifications_in(view)
        if view.is_group or one.finding is None or units & set(one.finding.units)
    ]
    measures = [step_offered(view, means) for means in (Means.SUSPEND, Means.LIFT_SUSPENSION)]
    context = {
        "view": view,
        "inspections": lines_of_inspections(inspections_of(view.case), today),
        "rectifications": lines_of_rectifications(found, today),
        "plans": bool(planner_in(view)) and on_trial(view),
        "measures": [
            (step, view.procedure.steps[step].name(current_language())) for step in measures if step
        ],
        "suspended": _suspended(view),
        "marks": clause_marks(view),
        "crumbs": crumbs(view),
    }
    return render(request, "inspections/case.html", context)


def _suspended(view: CaseView) -> str:
    """The name of the suspension that is in force; "" where none is."""
    fact = view.procedure.fact_meaning(FactMeans.SUSPENSION)
    for one in view.procedure.overlays.values():
        if fact and one.fact == fact.id and view.state.facts.get(fact.id) not in (None, one.off):
            return one.name(current_language())
    return ""
