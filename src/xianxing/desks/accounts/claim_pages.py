"""Claiming an institution, and the staff's page that confirms or refuses a claim."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_ratelimit.core import is_ratelimited

from xianxing.desks.accounts.entry_pages import too_often
from xianxing.desks.accounts.forms import ClaimAsNewForm, ClaimForm, EmailForm, EvidenceForm, RenameForm
from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.kinds import kind_label
from xianxing.desks.accounts.post import claimed_address, send_account_exists, send_claim_link
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.accounts import create_account
from xianxing.pilot.parties.domain.institutions import (
    claim_institution,
    confirm_claim,
    refuse_claim,
    rename_institution,
)
from xianxing.pilot.parties.domain.letters import read_letter
from xianxing.pilot.parties.models import Claim, Letter, User
from xianxing.pilot.refusal import Refused


@audience("entering")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a claim link; the answer is the same whether the address has an account or not."""
    if request.user.is_authenticated:
        return redirect("accounts:claim-mine")
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_ratelimited(request, group="claim", key="ip", rate=settings.LETTER_RATE, increment=True):
            return too_often(request)
        email = form.cleaned_data["email"].lower()
        known = User.objects.filter(email=email).exists()
        (send_account_exists if known else send_claim_link)(request, email)
        return render(request, "accounts/letter_sent.html", {"email": email})
    return render(request, "accounts/claim_start.html", {"form": form})


@audience("entering")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Claim an institution with a link from a mail: account, institution and letter on one page."""
    email = claimed_address(token)
    if email is None or User.objects.filter(email=email).exists():
        return render(request, "accounts/link_dead.html", status=410)
    form = ClaimAsNewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                data = form.cleaned_data
                user = create_account(email=email, name=data["name"], password=data["password"], at=now())
                _claim(form, user)
        except Refused as refusal:
            form.add_error(_field(refusal), refusal.message)
        else:
            return redirect(f"{reverse('account_login')}?claimed=1")
    return render(request, "accounts/claim.html", {"form": form, "email": email})


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_mine(request: HttpRequest) -> HttpResponse:
    """Claim an institution with the account that I have."""
    user = acting(request)
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _claim(form, user)
        except Refused as refusal:
            form.add_error(_field(refusal), refusal.message)
        else:
            return redirect("accounts:institution", institution=made.institution_id)
    return render(request, "accounts/claim.html", {"form": form, "email": user.email})


@audience("secretariat")
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Claims that wait for the secretariat, and what was decided lately."""
    rows = Claim.objects.select_related("institution", "claimant", "decided_by")
    context = {
        "crumbs": [Link(gettext("Claims"), request.path)],
        "waiting": rows.filter(decided_at__isnull=True).order_by("made_at"),
        "decided": rows.filter(decided_at__isnull=False).order_by("-decided_at")[:50],
    }
    return render(request, "accounts/claims.html", context)


@audience("secretariat")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, claim: int) -> HttpResponse:
    """Confirm or refuse one claim with evidence or reason and the second factor."""
    rows = Claim.objects.select_related("institution", "claimant", "decided_by")
    found = get_object_or_404(rows, pk=claim)
    form = EvidenceForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem, done = _decide(request, found, form)
        if done:
            return redirect("accounts:claims")
    crumbs = [
        Link(gettext("Claims"), reverse("accounts:claims")),
        Link(found.institution.name, request.path),
    ]
    context = {
        "claim": found,
        "former_names": found.institution.former_names.order_by("-until"),
        "kind": kind_label(found.institution.kind),
        "form": form,
        "code_problem": problem,
        "crumbs": crumbs,
    }
    return render(request, "accounts/claim_decide.html", context)


@audience("secretariat")
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, claim: int) -> HttpResponse:
    """Enter the new name of the institution that a confirmed claim is about."""
    found = get_object_or_404(Claim.objects.select_related("institution"), pk=claim, granted=True)
    form, problem = RenameForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        problem, done = _rename(request, found, form)
        if done:
            return redirect("accounts:claim-decide", claim=found.pk)
    back = reverse("accounts:claim-decide", args=[found.pk])
    crumbs = [
        Link(gettext("Claims"), reverse("accounts:claims")),
        Link(found.institution.name, back),
        Link(gettext("Change of name"), request.path),
    ]
    context = {"claim": found, "form": form, "code_problem": problem, "crumbs": crumbs}
    return render(request, "accounts/rename.html", context)


@audience("secretariat")
@require_safe
def letter(request: HttpRequest, claim: int) -> HttpResponse:
    """The authorisation letter, opened for this reader and noted; a download that no browser runs."""
    found = get_object_or_404(Claim.objects.select_related("claimant", "institution"), pk=claim)
    if not Letter.objects.filter(claim=found).exists():
        raise Http404
    try:
        opened = read_letter(claim=found, by=acting(request), at=now())
    except Refused as refusal:
        context = {"code": "", "title": gettext("The letter can't be opened"), "advice": refusal.message}
        return render(request, "look/error.html", context, status=409)
    response = HttpResponse(opened.content, content_type=opened.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=found.letter_name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _decide(request: HttpRequest, claim: Claim, form: EvidenceForm) -> tuple[str, bool]:
    confirm = request.POST.get("decision") == "confirm"
    text = form.cleaned_data["evidence"]
    if not text.strip():
        form.add_error("evidence", gettext("Write the evidence or the reason."))
        return "", False
    problem = step_up(request, act="confirm_claim" if confirm else "refuse_claim")
    if problem:
        return problem, False
    try:
        if confirm:
            confirm_claim(claim=claim, by=acting(request), evidence=text, at=now())
        else:
            free = bool(form.cleaned_data["free"])
            refuse_claim(claim=claim, by=acting(request), reason=text, at=now(), free=free)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return "", False
    return "", True


def _rename(request: HttpRequest, claim: Claim, form: RenameForm) -> tuple[str, bool]:
    problem = step_up(request, act="rename_institution")
    if problem:
        return problem, False
    try:
        rename_institution(institution=claim.institution, by=acting(request), at=now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, refusal.message)
        return "", False
    return "", True


def _claim(form: ClaimForm, claimant: User) -> Claim:
    data = form.cleaned_data
    return claim_institution(
        uscc=data["uscc"],
        name=data["institution"],
        kind=data["kind"],
        claimant=claimant,
        letter_name=data["letter"].name,
        letter=data["letter"].read(),
        media_type=form.media_type(),
        at=now(),
    )


def _field(refusal: Refused) -> str | None:
    fields = {"uscc": "uscc", "letter": "letter", "contact-the-group": "uscc"}
    return fields.get(refusal.code)
