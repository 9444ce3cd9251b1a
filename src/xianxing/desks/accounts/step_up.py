"""The second factor at the moment of an act: a session alone, stolen or left open, signs nothing.

A form that acts includes `accounts/code_field.html` and calls `step_up(request)` last, when all else is in
order: a code is good for one act only, and the next one comes half a minute later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.journal import write
from xianxing.i18n import gettext
from xianxing.pilot.parties.domain.access import key_of, locked
from xianxing.pilot.parties.domain.second_factor import spend_code
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User

FIELD = "second_factor_code"
View = TypeVar("View", bound=Callable[..., HttpResponse])


def step_up(request: HttpRequest, *, act: str = "") -> str:
    """Take the code from the form and spend it; "" when it was good, else what to tell the person.

    `act` is a short name for the access log. Real time; a code is never accepted twice, neither here nor at
    log-in; five failures lock the person's acts for fifteen minutes. Recovery codes don't count here.
    """
    return spend(request, acting(request), request.POST.get(FIELD, ""), act=act)


def spend(request: HttpRequest, user: User, code: str, *, act: str = "") -> str:
    """As `step_up`, of a code that came in another way than in a form."""
    key = key_of("act", user.pk)
    if locked(key):
        return gettext("Too many wrong codes. Wait fifteen minutes and try again.")
    code = code.strip()
    if not code:
        return gettext("Enter the six digits that your authenticator app shows now.")
    if spend_code(user=user, code=code):
        write(request, AccessKind.STEPPED_UP, user, detail=act, key=key)
        return ""
    write(request, AccessKind.STEP_UP_FAILED, user, detail=act, key=key)
    return gettext("The code is wrong, or it was used already; wait for the next one.")


def stepped_up(request: HttpRequest, *, act: str = "") -> bool:
    """Whether the form came with a good code; spends it."""
    return not step_up(request, act=act)


def require_step_up(view: View) -> View:
    """Let a POST reach the view only with a good code; else a page asks for it and sends the same form again.

    For forms without files. Everything typed is kept in the page, nothing on the server.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        problem = step_up(request, act=view.__name__)
        if not problem:
            return view(request, *args, **kwargs)
        kept = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in (FIELD, "csrfmiddlewaretoken")
            for value in values
        ]
        asked = FIELD in request.POST
        context = {"kept": kept, "problem": problem if asked else "", "action": request.get_full_path()}
        return render(request, "accounts/step_up.html", context, status=403)

    return cast(View, guarded)
