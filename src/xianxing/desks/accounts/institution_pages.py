"""An institution's own pages: facts, licences, members; its managers invite and end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.forms import HouseForm, InviteForm, LicenceForm, TerritoryForm
from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.accounts.kinds import contact_rule, kind_label
from xianxing.desks.accounts.post import send_invitation
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.appointments import end_own_member
from xianxing.pilot.parties.domain.institutions import add_licence, state_territory
from xianxing.pilot.parties.domain.invitations import invite
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, Membership
from xianxing.pilot.parties.permissions import manages
from xianxing.pilot.parties.queries import contacts, institutions_of, missing_contacts
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@audience("member")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My institutions; with one only, its page at once."""
    mine = institutions_of(acting(request), at=now())
    if len(mine) == 1:
        return redirect("accounts:institution", institution=mine[0].pk)
    context = {"institutions": mine, "crumbs": [Link(gettext("Institutions"), request.path)]}
    return render(request, "accounts/institutions.html", context)


@audience("member")
@require_safe
def show(request: HttpRequest, institution: UUID) -> HttpResponse:
    """Everything about my institution."""
    return _page(request, access_institution(request, institution))


@audience("member")
@require_POST
def invite_member(request: HttpRequest, institution: UUID) -> HttpResponse:
    """Invite a person; the token travels in the letter only."""
    found = access_managed(request, institution)
    form = InviteForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                made, token = invite(
                    institution=found,
                    email=data["email"],
                    role=MemberRole(data["role"]),
                    by=acting(request),
                    at=now(),
                    department=data["department"],
                    title=data["title"],
                    department_head=data["department_head"],
                    power_of_attorney=data["power_of_attorney"],
                )
                send_invitation(request, made.email, token)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("accounts:institution", institution=found.pk)
    return _page(request, found, invite_form=form)


@audience("member")
@require_POST
def end_member(request: HttpRequest, institution: UUID, membership: int) -> HttpResponse:
    """End a role in my institution."""
    found = access_managed(request, institution)
    held = get_object_or_404(Membership, pk=membership, institution=found)
    try:
        end_own_member(membership=held, by=acting(request), at=now())
    except Refused as refusal:
        return _page(request, found, problem=refusal.message)
    return redirect("accounts:institution", institution=found.pk)


@audience("member")
@require_http_methods(["POST"])
def facts(request: HttpRequest, institution: UUID) -> HttpResponse:
    """State the territory facts with evidence and date."""
    found = access_managed(request, institution)
    form = TerritoryForm(request.POST, auto_id="territory_%s")
    if form.is_valid():
        try:
            state_territory(institution=found, by=acting(request), at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("evidence", refusal.message)
        else:
            return redirect("accounts:institution", institution=found.pk)
    return _page(request, found, territory_form=form)


@audience("member")
@require_POST
def licence(request: HttpRequest, institution: UUID) -> HttpResponse:
    """Add a licence with its validity."""
    found = access_managed(request, institution)
    form = LicenceForm(request.POST, auto_id="licence_%s")
    if form.is_valid():
        try:
            add_licence(institution=found, by=acting(request), at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("valid_to", refusal.message)
        else:
            return redirect("accounts:institution", institution=found.pk)
    return _page(request, found, licence_form=form)


def access_institution(request: HttpRequest, institution: UUID) -> Institution:
    """The institution if the person acts for it; 404 to everybody else."""
    if institution not in roles_here(request).institutions:
        raise Http404
    return get_object_or_404(Institution, pk=institution)


def access_managed(request: HttpRequest, institution: UUID) -> Institution:
    """The institution if the person manages it; 404 to everybody else."""
    if not manages(roles_here(request), institution):
        raise Http404
    return get_object_or_404(Institution, pk=institution)


def _page(request: HttpRequest, found: Institution, *, problem: str = "", **forms: HouseForm) -> HttpResponse:
    at = now()
    rule = contact_rule(day_of(at))
    people, heads = missing_contacts(found, at=at, least=rule.least, heads=rule.heads)
    members = found.memberships.select_related("user").order_by("until", "since", "pk")
    open_invitations = found.invitations.filter(used_at__isnull=True, expires_at__gt=at).order_by(
        "-created_at"
    )
    day = day_of(at)
    context: dict[str, Any] = {
        "institution": found,
        "kind": kind_label(found.kind),
        "licences": [(row, row.valid_on(day)) for row in found.licences.order_by("pk")],
        "contacts": contacts(found, at=at),
        "missing": people,
        "missing_heads": heads,
        "rule": rule,
        "members": [(row, row.until is None or row.until > at) for row in members],
        "invitations": open_invitations,
        "manages": manages(roles_here(request), found.pk),
        "claim": found.claims.order_by("-made_at", "-pk").first(),
        "problem": problem,
        "crumbs": [Link(found.name, request.path)],
        "invite_form": InviteForm(),
        "licence_form": LicenceForm(auto_id="licence_%s"),
        "territory_form": _territory(found),
        **forms,
    }
    bad = bool(problem) or any(form.errors for form in forms.values())
    return render(request, "accounts/institution.html", context, status=400 if bad else 200)


def _territory(found: Institution) -> TerritoryForm:
    return TerritoryForm(
        auto_id="territory_%s",
        initial={
            "registered_in": found.registered_in,
            "jurisdiction": found.jurisdiction,
            "evidence": found.territory_evidence,
            "as_of": found.territory_as_of,
        },
    )
