"""All projects on trial with how they stand, the most serious first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.programs.permissions import may_watch_all
from xianxing.pilot.relations.queries import project_names
from xianxing.pilot.supervision.queries import monitored_cases
from xianxing.workdays.clocks import day_of

PAGE = 50


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list, with counts of red, amber and late ones at its head."""
    found = monitored_cases(day_of(now()))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = [one.case for one in page]
    cases = Case.objects.in_bulk(shown)
    calls = Call.objects.select_related("guide").in_bulk({case.call_id for case in cases.values()})
    for case in cases.values():
        case.call = calls[case.call_id]
    filings = list(Filing.objects.filter(pk__in=shown))
    for filing in filings:
        filing.case = cases[filing.pk]
    numbers = case_numbers(filings)
    names, language = project_names(shown) if shown else {}, current_language()
    context = {
        "links": links(request),
        "page": page,
        "rows": [
            (one, numbers.get(one.case, ""), names.get(one.case, ""), _state(cases[one.case], language))
            for one in page
        ],
        "watches": may_watch_all(roles_here(request)),
        "all": len(found),
        "red": sum(bool(one.red) for one in found),
        "amber": sum(bool(one.amber and not one.red) for one in found),
        "late": sum(one.late for one in found),
        "unplanned": sum(not one.planned for one in found),
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Monitoring"), reverse("supervision:list")),
        ],
    }  # fmt: skip
    return render(request, "supervision/list.html", context)


def _state(case: Case, language: str) -> str:
    return procedure_of(case.call).states[case.state].name(language)
