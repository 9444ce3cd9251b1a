"""Every report whose review isn't closed, over all cases, the oldest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.reports.words import STANDINGS, TONES, period_of_report, period_words
from xianxing.i18n import current_language, gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.relations.queries import project_names
from xianxing.pilot.reports.queries import reports_under_review
from xianxing.workdays.clocks import day_of

PAGE = 50


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list with where each review stands; a question that wasn't answered in time is marked."""
    page = Paginator(reports_under_review(day_of(now())), PAGE).get_page(request.GET.get("page"))
    shown = {one.report.case_id for one in page}
    numbers = case_numbers(list(Filing.objects.select_related("case__call__guide").filter(pk__in=shown)))
    names, language = project_names(list(shown)) if shown else {}, current_language()
    context = {
        "links": links(request),
        "page": page,
        "rows": [
            (one, numbers.get(one.report.case_id, ""), names.get(one.report.case_id, ""),
             one.form.name(language) if one.form else "", period_words(period_of_report(one.report)),
             str(STANDINGS[one.standing]), TONES[one.standing])
            for one in page
        ],
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Trial reports"), reverse("reports:list")),
        ],
    }  # fmt: skip
    return render(request, "reports/list.html", context)
