"""The working group's list of all inspections and open rectifications, what is late first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.inspections.lines import lines_of_inspections, lines_of_rectifications
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.inspections.models import InspectionState
from xianxing.pilot.inspections.queries import all_inspections, open_rectifications
from xianxing.pilot.parties.permissions import is_group_head, is_secretariat
from xianxing.pilot.relations.queries import project_names
from xianxing.pilot.supervision.queries import monitored_cases
from xianxing.workdays.clocks import day_of

PAGE = 50
MOST_PROJECTS = 20
OPEN = (InspectionState.PLANNED, InspectionState.TOLD)


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Inspections, narrowed to open or late ones, and every open rectification with its limit."""
    today, chosen = day_of(now()), request.GET.get("when", "")
    inspections = lines_of_inspections(all_inspections(), today)
    rectifications = lines_of_rectifications(open_rectifications(), today)
    counts = {
        "open": sum(row.inspection.state in OPEN for row in inspections) + len(rectifications),
        "late": sum(row.late for row in inspections) + sum(row.late for row in rectifications),
        "today": sum(row.due == today for row in inspections)
        + sum(row.one.limit is not None and row.one.limit.day == today for row in rectifications),
    }
    if chosen in ("open", "late"):
        inspections = [row for row in inspections if row.late or (chosen == "open" and row.due)]
    if chosen == "late":
        rectifications = [row for row in rectifications if row.late]
    page = Paginator(inspections, PAGE).get_page(request.GET.get("page"))
    cases = [row.inspection.case_id for row in page] + [row.one.case.pk for row in rectifications]
    projects = [one.case for one in monitored_cases(today)] if _plans(request) else []
    numbers, names = _called(cases + projects[:MOST_PROJECTS])
    context = {
        "links": links(request),
        "page": page,
        "keep": f"&when={chosen}" if chosen else "",
        "inspections": [(row, *_named(row.inspection.case_id, numbers, names)) for row in page],
        "rectifications": [(row, *_named(row.one.case.pk, numbers, names)) for row in rectifications],
        "projects": [(one, *_named(one, numbers, names)) for one in projects[:MOST_PROJECTS]],
        "more_projects": len(projects) > MOST_PROJECTS,
        "counts": counts,
        "chosen": chosen,
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Inspections"), request.path)],
    }
    return render(request, "inspections/list.html", context)


def _plans(request: HttpRequest) -> bool:
    roles = roles_here(request)
    return is_secretariat(roles) or is_group_head(roles)


def _called(cases: Sequence[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    shown = list(dict.fromkeys(cases))
    rows = list(Filing.objects.select_related("case__call__guide").filter(pk__in=shown))
    return dict(case_numbers(rows)), dict(project_names(shown)) if shown else {}


def _named(case: UUID, numbers: dict[UUID, str], names: dict[UUID, str]) -> tuple[str, str]:
    return numbers.get(case, ""), names.get(case, "")
