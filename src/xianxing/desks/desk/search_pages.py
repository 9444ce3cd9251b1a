"""Search on the desk: all that this person may read of what was filed, the words around each find."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.look.passages import PassageLine, passage_lines
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.search.queries import LONGEST, on_desk

PAGE = 20
LAST_PAGE = 25


@dataclass(frozen=True)
class FoundRow:
    """A filing that was found, as on the first page, with the passages."""

    row: rows.FilingRow
    passages: list[PassageLine]


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The filings that have every word of `?q=`, the one filed last first; `?page=` goes on."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    page = _page(request.GET.get("page", ""))
    user, at = acting(request), now()
    start = (page - 1) * PAGE
    found = list(islice(on_desk(user, asked, at=at), start, start + PAGE + 1))
    shown = found[:PAGE]
    cases = [one.text.case_id for one in shown]
    listed = rows.listed(list(rows.latest_filed(user, at=at).filter(filing__in=cases)), at=at)
    by_case = {row.filing: row for row in listed}
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Search"), request.path)],
        "links": links(request),
        "asked": asked,
        "longest": LONGEST,
        "found": [
            FoundRow(by_case[one.text.case_id], passage_lines(one))
            for one in shown
            if one.text.case_id in by_case
        ],
        "before": page - 1,
        "after": page + 1 if len(found) > PAGE and page < LAST_PAGE else 0,
        "cut": len(found) > PAGE and page == LAST_PAGE,
    }  # fmt: skip
    return render(request, "desk/search.html", context)


def _page(sent: str) -> int:
    return min(max(int(sent), 1), LAST_PAGE) if sent.isdecimal() and len(sent) < 4 else 1
