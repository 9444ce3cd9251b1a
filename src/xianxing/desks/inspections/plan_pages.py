"""Planning an inspection: the form, with the checklist that would be made."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.inspections.views import clause_marks, crumbs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.casework.domain.handlers import group_people
from xianxing.pilot.clock import now
from xianxing.pilot.inspections.checklist import checklist_of
from xianxing.pilot.inspections.domain.keeping import view_to_read
from xianxing.pilot.inspections.domain.planning import LONGEST, InspectionPlan, plan_inspection
from xianxing.pilot.inspections.models import InspectionPlace
from xianxing.pilot.inspections.permissions import planner_in
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, case: UUID) -> HttpResponse:
    """The form of a plan; what was typed stays where it is refused."""
    user, at = acting(request), now()
    view = view_to_read(case, user, at=at)
    if not planner_in(view):
        raise Http404
    problem, field, typed = "", "", request.POST
    if request.method == "POST":
        try:
            row = plan_inspection(case=case, plan=_typed(typed), by=user, at=at)
            return redirect("inspections:inspection", case, row.number)
        except Refused as refused:
            problem, field = refused.message, refused.code
    today = day_of(at)
    chosen = set(typed.getlist("inspector"))
    context = {
        "view": view,
        "typed": typed,
        "first_day": typed.get("first_day", today.isoformat()),
        "last_day": typed.get("last_day", today.isoformat()),
        "place": typed.get("place", InspectionPlace.ON_SITE),
        "places": InspectionPlace.choices,
        "people": [(one.pk, one.name, str(one.pk) in chosen) for one in group_people(at=at)],
        "least": practice_on(today).least,
        "checklist": checklist_of(view, today),
        "problem": problem,
        "field": field,
        "longest": LONGEST,
        "marks": clause_marks(view),
        "crumbs": crumbs(view, Link(gettext("Plan an inspection"), request.path)),
    }
    return render(request, "inspections/plan.html", context, status=422 if problem else 200)


def _typed(sent: QueryDict) -> InspectionPlan:
    people = [number for one in sent.getlist("inspector") if (number := whole_number(one, 0))]
    return InspectionPlan(
        sent.get("place", ""), sent.get("reason", ""), sent.get("scope", ""), _day(sent, "first_day"),
        _day(sent, "last_day"), people,
    )  # fmt: skip


def _day(sent: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(sent.get(name, "").strip())
    except ValueError:
        raise Refused(name, gettext("Give the day as year, month and day.")) from None
