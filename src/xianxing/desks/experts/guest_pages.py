"""Entering as an expert without an account: the link shows that a code is asked for, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.guests import CODE, begin_guest, guest_here, guest_on_page
from xianxing.desks.accounts.journal import address_of
from xianxing.desks.accounts.unsent_pages import answer_unsent
from xianxing.desks.audience import audience
from xianxing.desks.experts.visiting import expert_here
from xianxing.pilot.clock import now
from xianxing.pilot.experts.domain.guest_entry import enter_by_code, invitation_of
from xianxing.pilot.refusal import Refused

OWN_FORMS = "/experts/"


@audience("entering")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: a look at it, a program's too, uses nothing up; only the code opens anything.

    It names nothing of the project, and of the person no more than the person needs to know it is meant.
    """
    problem = ""
    try:
        invitation = invitation_of(token, at=now())
        here = guest_here(request)
        if here is not None and here.pk == invitation.pk:
            return redirect("experts:home")
        if request.method == "POST" and not request.user.is_authenticated:
            entered = enter_by_code(
                token=token, code=request.POST.get(CODE, ""), at=now(), address=address_of(request)
            )
            begin_guest(request, entered)
            return redirect("experts:home")
    except Refused as refused:
        if refused.code == "over":
            return render(request, "experts/guest_dead.html", {"reason": refused.message}, status=410)
        problem = refused.message
    context = {"masked": masked(invitation.expert.name), "problem": problem}
    answer = render(request, "experts/guest_entry.html", context, status=422 if problem else 200)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@audience("expert_or_guest")
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session on this device; nothing for somebody logged in, who logs out."""
    if guest_on_page(request):
        request.session.flush()
        return redirect("public:home")
    return redirect("experts:home")


@audience("expert_or_guest")
@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: HttpRequest) -> JsonResponse:
    """What an expert typed into the forms of these pages and hasn't sent; of no other form."""
    return answer_unsent(request, expert_here(request), within=OWN_FORMS)


def masked(name: str) -> str:
    """The first character of a name: enough for the person, too little for whoever else holds the link."""
    return name[:1] + "＊" * (len(name) - 1)
