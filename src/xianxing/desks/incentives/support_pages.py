"""Local support: each policy of the day against a project, what was recommended, applied for and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.acts.case_pages import project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.desk.rooms import links
from xianxing.desks.lessons.tabs import case_tabs, crumbs, desk_tabs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.law.text import Text
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.incentives.domain.supporting import (
    LONGEST_DOCUMENT,
    LONGEST_ORGAN,
    LONGEST_WORDS,
    PersonJudgement,
    SupportAnswer,
    enter_support,
    recommend_support,
)
from xianxing.pilot.incentives.matching import ConditionVerdict, PolicyMatch, match_to_read, matches_to_read
from xianxing.pilot.incentives.models import SupportStage, SupportStep
from xianxing.pilot.incentives.permissions import applicant_in, recommender_in
from xianxing.pilot.incentives.policies import policy_book
from xianxing.pilot.incentives.support import FOLLOWS, all_support, standing, steps_of, support_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.relations.queries import project_names
from xianxing.workdays.clocks import day_of

PAGE = 50
TONES = {
    SupportStage.RECOMMENDED: "watch",
    SupportStage.APPLIED: "info",
    SupportStage.GRANTED: "good",
    SupportStage.REFUSED: "bad",
}
VERDICTS = {
    ConditionVerdict.HOLDS: "good",
    ConditionVerdict.FAILS: "bad",
    ConditionVerdict.UNKNOWN: "watch",
    ConditionVerdict.PERSON: "info",
}


@dataclass(frozen=True)
class PolicyLine:
    """A policy in a project's list: whom it would support, how many conditions hold, where it stands."""

    match: PolicyMatch
    whom: str
    holds: int
    stage: str
    tone: str
    url: str


@audience("anyone_logged_in")
@never_cache
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every policy of today against the project, and what was asked for under it."""
    user, at = acting(request), now()
    view = support_to_read(case, user, at=at)
    steps = steps_of(view)
    context = {
        "view": view, "project": project_of_view(view), "tabs": case_tabs(view, request.path),
        "lines": [_line(view, one, steps) for one in matches_to_read(view, day_of(at))],
        "marks": marks(guide_of(view.case.call), _cited(view)), "source": policy_book().source,
        "crumbs": crumbs(view, Link(gettext("Local support"), request.path)),
    }  # fmt: skip
    return render(request, "incentives/support.html", context)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, case: UUID, policy: str, unit: str = "") -> HttpResponse:
    """A policy against a unit, or the participants; POST recommends, or enters what was answered."""
    user, at = acting(request), now()
    view = support_to_read(case, user, at=at)
    match = match_to_read(view, policy, unit, day_of(at))
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = _acted(request, view, match, user)
            if not code_problem:
                return redirect(request.path)
        except Refused as refused:
            problem = refused.message
    steps = [one for one in steps_of(view) if (one.policy, one.unit) == (policy, unit)]
    ahead = FOLLOWS[standing(steps, policy, unit)]
    recommends = recommender_in(view) is not None
    asked = SupportStage.RECOMMENDED in ahead
    ticked = set(request.POST.getlist("evidence"))
    context = {
        "view": view, "project": project_of_view(view), "match": match, "whom": _whom(match),
        "findings": [(one, VERDICTS[one.verdict], _words(one.verdict)) for one in match.findings],
        "judge": [
            (one, request.POST.get(f"holds_{one.condition.id}") == "yes",
             request.POST.get(f"reason_{one.condition.id}", ""))
            for one in match.to_judge
        ],
        "steps": [(one, TONES[SupportStage(one.stage)]) for one in steps],
        "recommends": recommends and asked and match.version.confirmed and not match.fails,
        "unconfirmed": asked and not match.version.confirmed,
        "answers": () if asked else ahead,
        "enters": bool(ahead) and not asked and (recommends or applicant_in(view, unit) is not None),
        "letters": [(one.pk, one.name, str(one.pk) in ticked) for one in unused_evidence(user)],
        "typed": request.POST, "problem": problem, "code_problem": code_problem,
        "longest": {"words": LONGEST_WORDS, "organ": LONGEST_ORGAN, "document": LONGEST_DOCUMENT},
        "crumbs": crumbs(
            view, Link(gettext("Local support"), reverse("incentives:support", args=[case])),
            Link(str(match.policy.title), request.path),
        ),
    }  # fmt: skip
    return render(request, "incentives/policy.html", context, status=422 if problem or code_problem else 200)


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The policies that are in the data, and the latest steps of all projects."""
    today = day_of(now())
    page = Paginator(all_support(), PAGE).get_page(request.GET.get("page"))
    names = project_names([one.case_id for one in page]) if page else {}
    book = policy_book()
    context = {
        "links": links(request),
        "tabs": desk_tabs(request),
        "page": page,
        "rows": [
            (one, names.get(one.case_id, ""), _title(one.policy), TONES[SupportStage(one.stage)])
            for one in page
        ],
        "policies": [(one, version) for one in book.policies.values() for version in one.versions],
        "today": today,
        "source": book.source,
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Local support"), request.path)],
    }
    return render(request, "incentives/support_list.html", context)


def _line(view: CaseView, match: PolicyMatch, steps: Sequence[SupportStep]) -> PolicyLine:
    stage = standing(steps, match.policy.id, match.unit_key)
    args = [view.case.pk, match.policy.id, *([match.unit_key] if match.unit_key else [])]
    route = "incentives:policy" if match.unit_key else "incentives:group-policy"
    return PolicyLine(
        match, _whom(match), sum(one.verdict is ConditionVerdict.HOLDS for one in match.findings),
        str(SupportStage(stage).label) if stage else "", TONES[SupportStage(stage)] if stage else "",
        reverse(route, args=args),
    )  # fmt: skip


def _whom(match: PolicyMatch) -> str:
    return (
        str(match.unit.institution or match.unit.uscc)
        if match.unit
        else gettext("the project's participants")
    )


def _words(verdict: ConditionVerdict) -> str:
    return {
        ConditionVerdict.HOLDS: gettext("holds by the data"),
        ConditionVerdict.FAILS: gettext("doesn't hold by the data"),
        ConditionVerdict.UNKNOWN: gettext("the data can't tell; a person judges"),
        ConditionVerdict.PERSON: gettext("a person judges"),
    }[verdict]


def _title(policy: str) -> str | Text:
    found = policy_book().policies.get(policy)
    return found.title if found else policy


def _cited(view: CaseView) -> list[str]:
    return [own for clause in policy_book().serves if (own := view.procedure.cite(clause))]


def _acted(request: HttpRequest, view: CaseView, match: PolicyMatch, user: User) -> str:
    """Do what was chosen; what is wrong with the code, "" where it was done."""
    typed, policy, unit = request.POST, match.policy.id, match.unit_key
    if typed.get("act") == "recommend":
        problem = step_up(request, act="recommend-support")
        if not problem:
            judged = {
                one.condition.id: PersonJudgement(
                    typed.get(f"holds_{one.condition.id}") == "yes",
                    typed.get(f"reason_{one.condition.id}", ""),
                )
                for one in match.to_judge
            }
            recommend_support(
                case=view.case.pk, policy=policy, unit=unit, judged=judged, words=typed.get("words", ""),
                by=user, at=now(), step_up=StepUp.just_given(user),
            )  # fmt: skip
        return problem
    if typed.get("act") != "answer":
        raise Refused("act", gettext("Choose what is to be done."))
    kept = letters_sent(request, user)
    typed = request.POST
    try:
        day = date.fromisoformat(typed.get("happened_on", ""))
    except ValueError:
        raise Refused("happened_on", gettext("Say on which day it was.")) from None
    said = {name: typed.get(name, "") for name in ("stage", "words", "organ", "document")}
    answer = SupportAnswer(happened_on=day, evidence=kept, **said)
    enter_support(case=view.case.pk, policy=policy, unit=unit, answer=answer, by=user, at=now())
    return ""
