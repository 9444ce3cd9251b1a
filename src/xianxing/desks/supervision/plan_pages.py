"""The plan of indicators: who signs for an institution proposes it, the secretariat agrees or returns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.domain.planning import LONGEST_REASON, decide_plan, sign_plan
from xianxing.pilot.supervision.models import IndicatorPlan, PlanState
from xianxing.pilot.supervision.permissions import group_member_in, may_read, on_trial, signer_in
from xianxing.pilot.supervision.plans import PlanLine, lines_of, plans_of
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ChoiceLine:
    """An indicator that a plan can have, as typed or as the plan in force has it."""

    id: str
    name: str
    unit: str
    cadence: str
    worse: str
    chosen: bool
    amber: str
    red: str


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, case: UUID) -> HttpResponse:
    """Choose indicators with their lines and sign them; begins with those of the last plan."""
    user, at = acting(request), now()
    view = case_to_read(case, user, at=at)
    if signer_in(view) is None or not on_trial(view):
        raise Http404
    problem, code_problem, typed = "", "", _of_last(plans_of(case))
    effective_on = day_of(at).isoformat()
    if request.method == "POST":
        typed, effective_on = request.POST, request.POST.get("effective_on", "")
        try:
            day = _day(effective_on)
            code_problem = step_up(request, act="plan")
            if not code_problem:
                sign_plan(
                    case=case, lines=list(_lines(typed)), effective_on=day, by=user,
                    step_up=StepUp.just_given(user), at=at,
                )  # fmt: skip
                return redirect("supervision:case", case)
        except Refused as refused:
            problem = refused.message
    context = {
        "view": view,
        "groups": _groups(typed),
        "effective_on": effective_on,
        "problem": problem,
        "code_problem": code_problem,
        "source": catalogue().source,
        "crumbs": _crumbs(view, request.path),
    }
    return render(request, "supervision/plan.html", context, status=422 if problem or code_problem else 200)


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """A plan as it was signed; the secretariat agrees to it or returns it with a reason."""
    user, at = acting(request), now()
    view = case_to_read(case, user, at=at)
    if not may_read(view):
        raise Http404
    problem, reason = "", ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            agree = request.POST.get("act") == "agree"
            decide_plan(case=case, number=number, agree=agree, reason=reason, by=user, at=at)
            return redirect("supervision:case", case)
        except Refused as refused:
            problem = refused.message
    found = next((one for one in plans_of(case) if one.number == number), None)
    if found is None:
        raise Http404
    language = current_language()
    context = {
        "view": view,
        "plan": found,
        "lines": [
            (line, line.indicator.name(language), line.indicator.unit_name(language))
            for line in lines_of(found)
        ],
        "decides": found.state == PlanState.PROPOSED and group_member_in(view) is not None,
        "problem": problem,
        "reason": reason,
        "longest": LONGEST_REASON,
        "crumbs": _crumbs(view, request.path),
    }
    return render(request, "supervision/decide.html", context, status=422 if problem else 200)


def _groups(typed: Mapping[str, str]) -> list[tuple[str, list[ChoiceLine]]]:
    """The catalogue by category, with what is chosen."""
    language, known = current_language(), catalogue()
    cadences = {"month": gettext("monthly"), "quarter": gettext("quarterly")}
    worse = {"high": gettext("the higher the worse"), "low": gettext("the lower the worse")}
    groups: dict[str, list[ChoiceLine]] = {key: [] for key in known.categories}
    for one in known.indicators.values():
        groups[one.category].append(
            ChoiceLine(
                one.id, one.name(language), one.unit_name(language), cadences[one.cadence], worse[one.worse],
                bool(typed.get(f"chosen.{one.id}")), typed.get(f"amber.{one.id}", ""),
                typed.get(f"red.{one.id}", ""),
            )
        )  # fmt: skip
    return [(known.categories[key][language], lines) for key, lines in groups.items() if lines]


def _lines(typed: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    for indicator in catalogue().indicators:
        if typed.get(f"chosen.{indicator}"):
            yield {
                "indicator": indicator,
                "amber": typed.get(f"amber.{indicator}", ""),
                "red": typed.get(f"red.{indicator}", ""),
            }


def _of_last(plans: list[IndicatorPlan]) -> dict[str, str]:
    lines: list[PlanLine] = lines_of(plans[-1]) if plans else []
    found: dict[str, str] = {}
    for line in lines:
        said = line.as_json()
        found |= {f"chosen.{said['indicator']}": "1"}
        found |= {f"{key}.{said['indicator']}": said[key] for key in ("amber", "red")}
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("effective_on", gettext("Say from which day the plan counts.")) from None


def _crumbs(view: CaseView, path: str) -> list[Link]:
    home = reverse("supervision:case", args=[view.case.pk])
    return [*homes(view), Link(gettext("Monitoring"), home), Link(gettext("Plan"), path)]
