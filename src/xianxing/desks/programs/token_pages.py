"""The tokens of a project: made with a code, shown once, revoked; in the room of its monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.models import User
from xianxing.pilot.programs.domain.tokens import make_project_token, revoke_project_token
from xianxing.pilot.programs.models import ProjectToken
from xianxing.pilot.programs.permissions import makers_in, may_revoke
from xianxing.pilot.programs.practice import practice
from xianxing.pilot.programs.queries import tokens_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.permissions import on_trial
from xianxing.pilot.supervision.queries import institution_names
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of

USUAL_DAYS = 90


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The project's tokens and a form for a new one; its text stands on the answer and nowhere else."""
    user, at = acting(request), now()
    fresh, problem, code_problem = "", "", ""
    tokens_of(case_to_read(case, user, at=at))
    asked = {
        "name": request.POST.get("name", ""),
        "days": request.POST.get("days", str(USUAL_DAYS)),
        "scopes": request.POST.getlist("scopes"),
        "unit": request.POST.get("unit", ""),
    }
    if request.method == "POST":
        code_problem = step_up(request, act="make_project_token")
        if not code_problem:
            try:
                fresh = _made(case, asked, user, at)
            except Refused as refused:
                problem = refused.message
    context = _context(case_to_read(case, user, at=at), at, request) | {
        "fresh": fresh, "problem": problem, "code_problem": code_problem, "asked": asked,
    }  # fmt: skip
    return render(request, "programs/tokens.html", context, status=422 if problem or code_problem else 200)


@audience("anyone_logged_in")
@require_POST
def revoke(request: HttpRequest, case: UUID, token: int) -> HttpResponse:
    """End one of the project's tokens."""
    revoke_project_token(case=case, token=token, by=acting(request), at=now(), real_now=timezone.now())
    return redirect("programs:case", case)


def _made(case: UUID, asked: Mapping[str, object], user: User, at: datetime) -> str:
    days, scopes = str(asked["days"]), asked["scopes"]
    _row, text = make_project_token(
        case=case, name=str(asked["name"]), scopes=scopes if isinstance(scopes, list) else [],
        days=whole_number(days, 0), by=user, step_up=StepUp.just_given(user), at=at,
        real_now=timezone.now(), unit=str(asked["unit"]),
    )  # fmt: skip
    return text


def _context(view: CaseView, at: datetime, request: HttpRequest) -> dict[str, object]:
    language, known = current_language(), practice()
    longest = known.limit("longest_days", day_of(at), language)
    cited = [own for clause in known.serves if (own := view.procedure.cite(clause))]
    makers, names = makers_in(view) if on_trial(view) else (), institution_names(view)
    monitoring = Link(gettext("Monitoring"), reverse("supervision:case", args=[view.case.pk]))
    return {
        "view": view,
        "rows": [
            (row, _scopes(row), _state(row), may_revoke(view, row.unit), names.get(row.unit, row.unit))
            for row in tokens_of(view)
        ],
        "makes": bool(makers),
        "own": [(one.unit, names.get(one.unit, one.unit)) for one in makers],
        "scopes": [(one.key, one.name(language)) for one in known.scopes.values()],
        "longest": longest.value,
        "source": longest.source,
        "marks": marks(guide_of(view.case.call), cited),
        "crumbs": [*homes(view), monitoring, Link(gettext("Programs"), request.path)],
    }


def _scopes(row: ProjectToken) -> list[str]:
    known, language = practice().scopes, current_language()
    return [known[key].name(language) if key in known else str(key) for key in row.scopes]


def _state(row: ProjectToken) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "good" if row.is_good(timezone.now()) else "over"
