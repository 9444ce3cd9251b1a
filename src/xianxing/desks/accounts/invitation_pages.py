"""Taking up an invitation: with the account that one has, or making one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.forms import NewAccountForm
from xianxing.desks.accounts.limits import has_second_factor
from xianxing.desks.audience import audience
from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.invitations import accept_as_new, accept_invitation, open_invitation
from xianxing.pilot.parties.models import Invitation, User
from xianxing.pilot.refusal import Refused


@audience("entering")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation and take it up. Used, expired and unknown ones say so and nothing else."""
    try:
        found = open_invitation(token=token, at=now())
        if isinstance(request.user, User):
            return _as_member(request, request.user, found, token)
        if User.objects.filter(email=found.email).exists():
            return redirect(f"{reverse('account_login')}?next={request.path}")
        return _as_new(request, found, token)
    except Refused as refusal:
        return render(request, "accounts/invitation_dead.html", {"reason": refusal.message}, status=410)


def _as_member(request: HttpRequest, user: User, found: Invitation, token: str) -> HttpResponse:
    if not has_second_factor(request):
        return redirect(f"{reverse('accounts:second-factor')}?next={request.path}")
    if request.method == "POST":
        accept_invitation(token=token, user=user, at=now())
        return redirect("accounts:institution", institution=found.institution_id)
    if user.email != found.email:
        accept_invitation(token=token, user=user, at=now())  # refuses, in the words of the domain
    return render(request, "accounts/invitation.html", {"invitation": found})


def _as_new(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = NewAccountForm(request.POST or None, user=None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        accept_as_new(token=token, name=data["name"], password=data["password"], at=now())
        return redirect(f"{reverse('account_login')}?invited=1")
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})
