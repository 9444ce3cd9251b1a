"""The talent pool as the working group reads it: who stands there, what waits, and the export."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.lessons.tabs import desk_tabs
from xianxing.desks.look.context import Link
from xianxing.desks.sheets import harmless
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.incentives.domain.pooling import LONGEST_WORDS, decide_contribution
from xianxing.pilot.incentives.permissions import may_keep_pool
from xianxing.pilot.incentives.pool import pool, stated_contributions
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of

COLUMNS = ("name", "institutions", "expertise", "project", "role", "contribution", "acts_on_record", "agreed")


@audience("staff")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Everybody in the pool, and contributions that wait; POST decides about one, by the secretariat."""
    user, problem = acting(request), ""
    if request.method == "POST":
        try:
            number, act = request.POST.get("contribution", ""), request.POST.get("act", "")
            if act not in ("accept", "decline"):
                raise Refused("act", gettext("Choose what is to be done."))
            decide_contribution(
                contribution=whole_number(number, 0), accept=act == "accept",
                reason=request.POST.get("reason", ""), by=user, at=now(),
            )  # fmt: skip
            return redirect("incentives:pool")
        except Refused as refused:
            problem = refused.message
    context = {
        "links": links(request),
        "tabs": desk_tabs(request),
        "members": [
            (one, [(row, project_name(row.case.filing)) for row in one.contributions])
            for one in pool(at=now())
        ],
        "waiting": [
            (row, project_name(row.case.filing), row.person_id == user.pk) for row in stated_contributions()
        ],
        "keeps": may_keep_pool(roles_here(request)),
        "typed": request.POST,
        "problem": problem,
        "longest": LONGEST_WORDS,
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Talent pool"), request.path)],
    }
    return render(request, "incentives/pool.html", context, status=422 if problem else 200)


@audience("staff")
@never_cache
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The pool as it is now, a line a contribution: nobody who took the consent back."""
    del request
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(COLUMNS)
    for one in pool(at=now()):
        person, agreed = one.consent.person.name, day_of(one.consent.given_at).isoformat()
        for row in one.contributions:
            cells = (
                person, "；".join(one.institutions), one.consent.expertise, project_name(row.case.filing),
                row.role, row.words, str(len(row.proofs)), agreed,
            )  # fmt: skip
            writer.writerow([harmless(cell) for cell in cells])
    response = HttpResponse("\ufeff" + kept.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="xianxing-talent-pool.csv"'
    return response
