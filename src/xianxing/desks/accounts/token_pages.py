"""A person's tokens for the programming interface: made with the second factor, shown once, revoked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.parties.domain.tokens import LONGEST_DAYS, good_tokens, make_token, revoke_token
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number

USUAL_DAYS = 30


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens that are good, and a form for a new one; its text stands on the answer and nowhere else."""
    user, fresh, problem, code_problem = acting(request), "", "", ""
    name, days = request.POST.get("name", ""), request.POST.get("days", str(USUAL_DAYS))
    scopes = request.POST.getlist("scopes") if request.method == "POST" else [TokenScope.READ.value]
    if request.method == "POST":
        code_problem = step_up(request, act="make_token")
        if not code_problem:
            try:
                _made, fresh = make_token(
                    user=user, name=name, scopes=scopes, real_now=timezone.now(),
                    days=whole_number(days, 0),
                )  # fmt: skip
            except Refused as refused:
                problem = refused.message
    context = {
        "crumbs": [
            Link(gettext("My account"), reverse("accounts:me")), Link(gettext("Tokens"), request.path)
        ],
        "tokens": good_tokens(user, real_now=timezone.now()), "fresh": fresh, "problem": problem,
        "code_problem": code_problem, "asked": {"name": name, "days": days, "scopes": scopes},
        "scopes": TokenScope.choices, "longest": LONGEST_DAYS,
    }  # fmt: skip
    return render(request, "accounts/tokens.html", context, status=422 if problem or code_problem else 200)


@audience("anyone_logged_in")
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End one of my tokens."""
    revoke_token(token=token, user=acting(request), real_now=timezone.now())
    return redirect("accounts:tokens")
