"""Changes of a case: told by the institution, decided by the working group; and all that wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import homes, project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.changes.domain.deciding import LONGEST_WORDS, decide_change, drop_change, tell_change
from xianxing.pilot.changes.kinds import practice
from xianxing.pilot.changes.models import ChangeState, TrialChange
from xianxing.pilot.changes.permissions import decider_in, teller_in, tellers_in
from xianxing.pilot.changes.queries import change_to_read, changes_of, earliest_day, undecided_changes
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.relations.queries import project_names
from xianxing.pilot.supervision.permissions import on_trial
from xianxing.pilot.supervision.queries import institution_names
from xianxing.workdays.clocks import day_of

PAGE = 50
TONES = {
    ChangeState.TOLD: "watch",
    ChangeState.APPROVED: "good",
    ChangeState.NOTED: "good",
    ChangeState.REFUSED: "bad",
    ChangeState.DROPPED: "info",
}


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """The changes of a project; who signs for an institution tells a new one here."""
    user, at = acting(request), now()
    problem = code_problem = ""
    if request.method == "POST":
        try:
            day = _day(request.POST.get("effective_on", ""))
            code_problem = step_up(request, act="change")
            if not code_problem:
                said = {name: request.POST.get(name, "") for name in ("kind", "what", "why", "unit")}
                row = tell_change(
                    case=case, effective_on=day, by=user, at=at, step_up=StepUp.just_given(user), **said
                )
                return redirect("changes:change", case, row.number)
        except Refused as refused:
            problem = refused.message
    view = case_to_read(case, user, at=at)
    language, today, names = current_language(), day_of(at), institution_names(view)
    tellers = tellers_in(view) if on_trial(view) else ()
    context = {
        "view": view,
        "project": project_of_view(view),
        "rows": [_row(one, language, names) for one in changes_of(view)],
        "tells": bool(tellers),
        "hears": on_trial(view) and not tellers and any(actor.unit for actor in view.actors),
        "own": [(one.unit, names.get(one.unit, one.unit)) for one in tellers],
        "kinds": [
            (kind, kind.name(language), *earliest_day(view.case, kind, today))
            for kind in practice().kinds.values()
        ],
        "typed": request.POST,
        "problem": problem,
        "code_problem": code_problem,
        "longest": LONGEST_WORDS,
        "source": practice().source,
        "marks": marks(guide_of(view.case.call), _cited(view)),
        "crumbs": [*homes(view), Link(gettext("Changes"), request.path)],
    }
    return render(request, "changes/case.html", context, status=422 if problem or code_problem else 200)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """One change; POST agrees or takes note, says no, or drops it."""
    user, at = acting(request), now()
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = _decided(request, case, number, user)
            if not code_problem:
                return redirect("changes:change", case, number)
        except Refused as refused:
            problem = refused.message
    row, view = change_to_read(case, number, user, at=at)
    open_ = row.state == ChangeState.TOLD
    context = {
        "view": view,
        "project": project_of_view(view),
        "row": row,
        "kind": _kind_name(row, current_language()),
        "tone": TONES[ChangeState(row.state)],
        "decides": open_ and decider_in(view, approval=row.approval) is not None,
        "drops": open_ and teller_in(view, row.unit) is not None,
        "institution": institution_names(view).get(row.unit, row.unit),
        "typed": request.POST.get("reason", ""),
        "problem": problem,
        "code_problem": code_problem,
        "longest": LONGEST_WORDS,
        "crumbs": [
            *homes(view), Link(gettext("Changes"), reverse("changes:case", args=[case])),
            Link(gettext("Change {number}").format(number=number), request.path),
        ],
    }  # fmt: skip
    return render(request, "changes/change.html", context, status=422 if problem or code_problem else 200)


@audience("staff")
@require_safe
def undecided(request: HttpRequest) -> HttpResponse:
    """Every change that waits, the one that is to count first at the head."""
    page = Paginator(undecided_changes(), PAGE).get_page(request.GET.get("page"))
    shown = {row.case_id for row in page}
    numbers = case_numbers(list(Filing.objects.select_related("case__call__guide").filter(pk__in=shown)))
    names, language, today = project_names(list(shown)) if shown else {}, current_language(), day_of(now())
    context = {
        "links": links(request),
        "page": page,
        "rows": [
            (row, _kind_name(row, language), numbers.get(row.case_id, ""), names.get(row.case_id, ""),
             row.effective_on <= today)
            for row in page
        ],
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Changes"), request.path)
        ],
    }  # fmt: skip
    return render(request, "changes/list.html", context)


def _decided(request: HttpRequest, case: UUID, number: int, user: User) -> str:
    """Do what was chosen; what is wrong with the code, "" where it was done."""
    act = request.POST.get("act", "")
    if act == "cancel":
        drop_change(case=case, number=number, by=user, at=now())
        return ""
    if act not in ("agree", "refuse"):
        raise Refused("act", gettext("Choose what is to be done."))
    problem = step_up(request, act="decide-change")
    if not problem:
        decide_change(
            case=case, number=number, agree=act == "agree", reason=request.POST.get("reason", ""), by=user,
            at=now(), step_up=StepUp.just_given(user),
        )  # fmt: skip
    return problem


def _row(row: TrialChange, language: str, names: Mapping[str, str]) -> tuple[TrialChange, str, str, str]:
    told_by = names.get(row.unit, row.unit)
    return row, _kind_name(row, language), TONES[ChangeState(row.state)], told_by


def _kind_name(row: TrialChange, language: str) -> str:
    kind = practice().kinds.get(row.kind)
    return kind.name(language) if kind else row.kind


def _cited(view: CaseView) -> list[str]:
    return [own for clause in practice().serves if (own := view.procedure.cite(clause))]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("effective_on", gettext("Say from which day on it is to count.")) from None
