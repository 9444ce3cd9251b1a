"""What the experts wrote, once the round is over: disagreement first, each opinion with its proof."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.desk.rooms import links
from xianxing.desks.experts.staffing_pages import crumbs, engaged_rows
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.summary import summary_of
from xianxing.workdays.clocks import day_of


@audience("staff")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """How many are in; after the reveal the spread of each heading, and every opinion as it was sealed."""
    at = now()
    view = case_to_read(case, acting(request), at=at)
    practice, rows = practice_of(guide_of(view.case.call), day_of(at)), engaged_rows(view)
    there = [row for row in rows if row.ended_at is None]
    context = {
        "crumbs": crumbs(
            view,
            Link(gettext("Experts"), reverse("experts:staffing", args=[case])),
            Link(gettext("Experts' opinions"), request.path),
        ),
        "links": links(request), "view": view, "summary": summary_of(view.case, practice),
        "criteria": practice.criteria, "scale": practice.scale, "asked": len(there),
        "given": sum(row.given_at is not None for row in there),
        "marks": marks(guide_of(view.case.call), ("5.1.1",)),
    }  # fmt: skip
    return render(request, "experts/summary.html", context)
