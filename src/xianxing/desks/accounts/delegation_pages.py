"""Deputies: give a delegation, accept or decline it, revoke it, lay it down; all that one gave and holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.clock import now
from xianxing.pilot.delegations.domain import delegating
from xianxing.pilot.delegations.kinds import Delegable, delegable
from xianxing.pilot.delegations.models import Delegation, DelegationChange
from xianxing.pilot.delegations.permissions import may_delegate, may_deputise
from xianxing.pilot.delegations.queries import DelegationState, of_person, state_of
from xianxing.pilot.filings.actors import StepUp, offices
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused

VERBS: dict[str, Callable[..., DelegationChange]] = {
    "accept": delegating.accept_delegation,
    "decline": delegating.decline_delegation,
    "revoke": delegating.revoke_delegation,
    "lay-down": delegating.lay_down_delegation,
}


@dataclass(frozen=True)
class DelegationRow:
    """A delegation as its page shows it: how it stands, and what this person can say of it now."""

    delegation: Delegation
    given: bool
    state: DelegationState
    standing: str
    roles: list[str]
    means: list[str]
    words: tuple[tuple[str, str], ...]


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """My delegations, given and held, and a form for a new one; what was typed stays when it is refused."""
    user, at = acting(request), now()
    problem = code_problem = ""
    if request.method == "POST":
        code_problem, problem = _give(request, user, at)
        if not (problem or code_problem):
            return redirect("accounts:delegations")
    own = delegable(offices(user, at), current_language())
    context = {
        "crumbs": [
            Link(gettext("My account"), reverse("accounts:me")), Link(gettext("Delegations"), request.path)
        ],
        "rows": _rows(user, at, own), "may": may_delegate(roles_of(user, at=at)), "own": own,
        "deputies": _deputies(user, at), "typed": _typed(request), "problem": problem,
        "code_problem": code_problem, "longest": delegating.LONGEST_DAYS,
    }  # fmt: skip
    return render(
        request, "accounts/delegations.html", context, status=422 if problem or code_problem else 200
    )


@audience("anyone_logged_in")
@require_POST
def change(request: HttpRequest, delegation: UUID, word: str) -> HttpResponse:
    """Accept or decline what was offered to me, revoke what I gave, lay down what I hold."""
    if word not in VERBS:
        raise Http404
    try:
        VERBS[word](delegation=delegation, by=acting(request), at=now(), **_reason(request, word))
    except Refused as refusal:
        context = {"code": "", "title": gettext("Not carried out"), "advice": refusal.message}
        return render(request, "look/error.html", context, status=409)
    return redirect("accounts:delegations")


def _reason(request: HttpRequest, word: str) -> dict[str, Any]:
    return {} if word == "accept" else {"reason": request.POST.get("reason", "")}


def _give(request: HttpRequest, user: User, at: datetime) -> tuple[str, str]:
    """What is wrong with the code, and what is wrong else; the code is spent when all else is in order."""
    sent = request.POST
    try:
        first, last = (date.fromisoformat(sent.get(name, "")) for name in ("first_day", "last_day"))
    except ValueError:
        return "", gettext("Give the first and the last day, such as 2024-03-01.")
    deputy = next((one for one in _deputies(user, at) if str(one.pk) == sent.get("deputy")), None)
    if deputy is None:
        return "", gettext("Choose the deputy.")
    if sent.get("scope") == "some" and not sent.getlist("means"):
        return "", gettext("Tick the kinds of steps, or delegate every step of the office.")
    code_problem = step_up(request, act="delegate")
    if code_problem:
        return code_problem, ""
    try:
        delegating.give_delegation(
            deputy=deputy, roles=sent.getlist("roles"), first_day=first, last_day=last, by=user, at=at,
            means=sent.getlist("means") if sent.get("scope") == "some" else (),
            words=sent.get("words", ""), step_up=StepUp.just_given(user),
        )  # fmt: skip
    except Refused as refusal:
        return "", refusal.message
    return "", ""


def _typed(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "deputy": sent.get("deputy", ""), "roles": sent.getlist("roles"), "scope": sent.get("scope", "all"),
        "means": sent.getlist("means"), "first_day": sent.get("first_day", ""),
        "last_day": sent.get("last_day", ""), "words": sent.get("words", ""),
    }  # fmt: skip


def _deputies(user: User, at: datetime) -> list[User]:
    """The people of the same body who hold an office now, by name."""
    own = roles_of(user, at=at)
    held = StaffAppointment.objects.active(at).filter(user__is_active=True).exclude(user=user)
    people = {row.user_id: row.user for row in held.select_related("user")}
    found = [one for one in people.values() if may_deputise(roles_of(one, at=at), own)]
    return sorted(found, key=lambda one: one.name)


def _rows(user: User, at: datetime, own: Delegable) -> list[DelegationRow]:
    found = []
    for row in of_person(user):
        given, state = row.delegator_id == user.pk, state_of(row, at)
        known = own if given else delegable(row.roles, current_language())
        found.append(
            DelegationRow(
                row, given, state, state_name(state),
                [known.roles.get(role, role) for role in row.roles],
                [known.means.get(means, means) for means in row.means],
                _words(given, state),
            )
        )  # fmt: skip
    return found


def _words(given: bool, state: DelegationState) -> tuple[tuple[str, str], ...]:
    """What one of the two can say of a delegation now: the word of the address, and of the button."""
    if given:
        open_ = state in (DelegationState.OFFERED, DelegationState.AHEAD, DelegationState.IN_FORCE)
        return (("revoke", gettext("Revoke")),) if open_ else ()
    if state is DelegationState.OFFERED:
        return (("accept", gettext("Accept")), ("decline", gettext("Decline")))
    if state in (DelegationState.AHEAD, DelegationState.IN_FORCE):
        return (("lay-down", gettext("Lay down")),)
    return ()


def state_name(state: DelegationState) -> str:
    """How a delegation stands, in the reader's language."""
    return {
        DelegationState.OFFERED: gettext("waits to be accepted"),
        DelegationState.AHEAD: gettext("accepted, not begun yet"),
        DelegationState.IN_FORCE: gettext("in force now"),
        DelegationState.EXPIRED: gettext("over"),
        DelegationState.DECLINED: gettext("declined"),
        DelegationState.REVOKED: gettext("revoked"),
        DelegationState.LAID_DOWN: gettext("laid down"),
        DelegationState.BROKEN: gettext("not as it was sealed"),
    }[state]
