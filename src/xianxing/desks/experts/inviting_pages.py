"""For the secretariat: an expert's link, the code that is told another way, and what became of both."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.experts.code_letters import code_letter
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.experts.contact_data import contact_of
from xianxing.pilot.experts.domain.guest_entry import is_good, open_engagements
from xianxing.pilot.experts.domain.guests import (
    MOST_TRIES,
    cover_engagements,
    end_guest,
    engagements_awaiting,
    extend_guest,
    invite_guest,
    make_code,
)
from xianxing.pilot.experts.domain.pool import experts
from xianxing.pilot.experts.models import CodeWay, ExpertProfile, GuestInvitation
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


@audience("secretariat")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, user: int) -> HttpResponseBase:
    """The invitation as it stands. Link and code each stand on the answer that makes them, nowhere else."""
    at, problem, code_problem, shown = now(), "", "", dict[str, str]()
    expert = next((one for one in experts(at=at) if one.pk == user), None)
    if expert is None:
        raise Http404
    if request.method == "POST":
        asked = request.POST.get("form", "")
        try:
            if asked == "code":
                code_problem = step_up(request, act="guest_code")
                if not code_problem:
                    return _code(request, expert)
            elif asked == "invite":
                _invitation, token = invite_guest(expert=expert, by=acting(request), at=at)
                shown = {"link": request.build_absolute_uri(reverse("experts:guest-entry", args=[token]))}
            else:
                _change(request, asked, _open(expert))
                return redirect("experts:guest", expert.pk)
        except Refused as refused:
            problem = refused.message
    return _page(request, expert, shown, problem=problem, code_problem=code_problem)


def _page(
    request: HttpRequest, expert: User, shown: dict[str, str], *, problem: str = "", code_problem: str = ""
) -> HttpResponse:
    invitation = GuestInvitation.objects.filter(expert=expert, ended_at=None).first()
    opened = open_engagements(invitation) if invitation else []
    waiting = engagements_awaiting(expert)
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Experts"), reverse("experts:pool")),
            Link(expert.name, reverse("experts:profile", args=[expert.pk])),
            Link(gettext("Entering without an account"), request.path),
        ],
        "links": links(request), "expert": expert, "invitation": invitation, "shown": shown,
        "contact": contact_of(ExpertProfile.objects.filter(user=expert).first()),
        "opened": len(opened), "waiting": len(waiting),
        "uncovered": len({one.pk for one in waiting} - {one.pk for one in opened}),
        "good": invitation is not None and is_good(invitation, at=now()),
        "expired": invitation is not None and now() >= invitation.expires_at,
        "locked": invitation is not None and invitation.tries >= MOST_TRIES, "most": MOST_TRIES,
        "problem": problem, "code_problem": code_problem, "typed": request.POST.get("reason", ""),
        "ways": CodeWay,
    }  # fmt: skip
    return render(request, "experts/guest.html", context, status=422 if problem or code_problem else 200)


def _code(request: HttpRequest, expert: User) -> HttpResponseBase:
    """A new code, on the page to be told by telephone, or on a letter to be printed."""
    letter = request.POST.get("way") == CodeWay.LETTER
    way = CodeWay.LETTER if letter else CodeWay.TELEPHONE
    invitation, at = _open(expert), now()
    code = make_code(invitation=invitation, way=way, by=acting(request), at=at)
    if letter:
        page = code_letter(expert.name, grouped(code), invitation.expires_at, at=at)
        return send_file(io.BytesIO(page), f"验证码告知函（{expert.name}）.pdf", "application/pdf")
    return _page(request, expert, {"code": grouped(code)})


def _change(request: HttpRequest, asked: str, invitation: GuestInvitation) -> None:
    by, at, reason = acting(request), now(), request.POST.get("reason", "")
    verbs: dict[str, Callable[[], object]] = {
        "extend": lambda: extend_guest(invitation=invitation, reason=reason, by=by, at=at),
        "cover": lambda: cover_engagements(invitation=invitation, by=by, at=at),
        "end": lambda: end_guest(invitation=invitation, by=by, at=at),
    }
    if asked not in verbs:
        raise Http404
    verbs[asked]()


def _open(expert: User) -> GuestInvitation:
    found = GuestInvitation.objects.select_related("expert").filter(expert=expert, ended_at=None).first()
    if found is None:
        raise Refused("over", gettext("This invitation is over; make a new one."))
    return found


def grouped(code: str) -> str:
    """A code in two halves, as it is read aloud."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
