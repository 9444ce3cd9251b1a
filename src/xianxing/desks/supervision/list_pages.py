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
from xianxing.pilot.calls.pinned import procedure_of
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
    shown = [one.case.pk for one in page]
    numbers = case_numbers(list(Filing.objects.select_related("case__call__guide").filter(pk__in=shown)))
    names, language = project_names(shown) if shown else {}, current_language()
    context = {
        "links": links(request),
        "page": page,
        "rows": [
            (one, numbers.get(one.case.pk, ""), names.get(one.case.pk, ""),
             procedure_of(one.case.call).states[one.case.state].name(language))
            for one in page
        ],
        "watches": may_watch_all(roles_here(request)),
        "all": len(found),
        "red": sum(bool(one.state and one.state.red) for one in found),
        "amber": sum(bool(one.state and one.state.amber and not one.state.red) for one in found),
        "late": sum(one.late for one in found),
        "unplanned": sum(one.state is None for one in found),
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Monitoring"), reverse("supervision:list")),
        ],
    }  # fmt: skip
    return render(request, "supervision/list.html", context)
