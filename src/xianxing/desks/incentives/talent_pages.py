"""One's own place in the talent pool: agree, say what one did, take it all back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.domain.pooling import (
    LONGEST_ROLE,
    LONGEST_WORDS,
    drop_contribution,
    give_consent_to_pool,
    state_contribution,
    withdraw_consent_to_pool,
)
from xianxing.pilot.incentives.models import ContributionState
from xianxing.pilot.incentives.pool import consent_of, contributions_of, projects_of, refuse_others
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of

TONES = {
    ContributionState.STATED: "watch",
    ContributionState.ACCEPTED: "good",
    ContributionState.DECLINED: "info",
}


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The text, one's own consent and contributions; POST agrees, states, drops, takes back."""
    user, at = acting(request), now()
    refuse_others(user, at=at)
    problem = ""
    if request.method == "POST":
        try:
            _acted(request, user)
            return redirect("incentives:talent")
        except Refused as refused:
            problem = refused.message
    consent = consent_of(user)
    own = contributions_of(user) if consent else []
    stated = {one.case_id for one in own}
    context = {
        "text": consent_text(day_of(at)),
        "consent": consent,
        "rows": [(one, project_name(one.case.filing), TONES[ContributionState(one.state)]) for one in own],
        "projects": [
            (view.case.pk, project_name(view.filing))
            for view in (projects_of(user, at=at) if consent else ())
            if view.case.pk not in stated
        ],
        "typed": request.POST,
        "problem": problem,
        "longest": LONGEST_WORDS,
        "longest_role": LONGEST_ROLE,
        "crumbs": [Link(gettext("Talent pool"), request.path)],
    }
    return render(request, "incentives/talent.html", context, status=422 if problem else 200)


def _acted(request: HttpRequest, user: User) -> None:
    act, typed = request.POST.get("act", ""), request.POST
    if act == "agree":
        if "agreed" not in typed:
            raise Refused("agreed", gettext("Tick that you agree, after reading the text."))
        give_consent_to_pool(
            digest=typed.get("text", ""), expertise=typed.get("expertise", ""), by=user, at=now()
        )
    elif act == "take_back":
        withdraw_consent_to_pool(by=user, at=now())
    elif act == "delete":
        number = typed.get("contribution", "")
        drop_contribution(contribution=whole_number(number, 0), by=user)
    elif act == "state":
        state_contribution(
            case=_case(typed.get("case", "")), role=typed.get("role", ""), words=typed.get("words", ""),
            by=user, at=now(),
        )  # fmt: skip
    else:
        raise Refused("act", gettext("Choose what is to be done."))


def _case(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("case", gettext("Choose the project.")) from None
