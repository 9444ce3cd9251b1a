"""The pool: experts with fields, employers and ties; how organisations are related."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.forms import HouseForm
from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.experts.forms import EmploymentForm, PersonForm, ProfileForm, RelationForm, TieForm
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.experts.contact_data import contact_of
from xianxing.pilot.experts.domain.pool import (
    add_employment,
    declare_tie,
    enter_expert,
    experts,
    keep_profile,
    relate_organisations,
)
from xianxing.pilot.experts.models import DeclaredTie, Employment, OrganisationTie, RelationKind, TieKind
from xianxing.pilot.experts.permissions import may_keep_pool
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every expert with employers and fields; below, relations between organisations, and forms for both."""
    at, keeps = now(), may_keep_pool(roles_here(request))
    of_person = request.POST.get("form") == "person"
    person = PersonForm(request.POST if of_person else None, prefix="person")
    form = RelationForm(request.POST if request.POST and not of_person else None, prefix="relation")
    if request.method == "POST" and of_person and person.is_valid():
        if _done(person, lambda: enter_expert(by=acting(request), at=at, **person.cleaned_data)):
            return redirect("experts:pool")
    elif request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        kind = RelationKind(said.pop("kind"))
        if _done(form, lambda: relate_organisations(kind=kind, by=acting(request), at=at, **said)):
            return redirect("experts:pool")
    people = experts(at=at)
    jobs: dict[int, list[Employment]] = {}
    for job in Employment.objects.filter(expert__in=people).order_by("-since"):
        jobs.setdefault(job.expert_id, []).append(job)
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Experts"), request.path)],
        "links": links(request), "keeps": keeps, "form": form, "person": person,
        "people": [(one, getattr(one, "expert_profile", None), jobs.get(one.pk, [])) for one in people],
        "relations": OrganisationTie.objects.order_by("organisation", "pk"),
    }  # fmt: skip
    return render(request, "experts/pool.html", context, status=422 if form.errors or person.errors else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, user: int) -> HttpResponse:
    """One expert: what is known, and three forms for the secretariat; what was typed stays when refused."""
    at = now()
    expert = next((one for one in experts(at=at) if one.pk == user), None)
    if expert is None:
        raise Http404
    profile = getattr(expert, "expert_profile", None)
    contact = contact_of(profile)
    known = {
        "fields_known": "\n".join(profile.fields) if profile else "",
        "phone": contact.phone,
        "email": contact.email,
    }
    sent = request.POST.get("form", "")
    forms: dict[str, HouseForm] = {
        "profile": ProfileForm(request.POST if sent == "profile" else None, initial=known, prefix="profile"),
        "employment": EmploymentForm(request.POST if sent == "employment" else None, prefix="employment"),
        "tie": TieForm(request.POST if sent == "tie" else None, prefix="tie"),
    }
    form = forms.get(sent)
    valid = request.method == "POST" and form is not None and form.is_valid()
    if form is not None and valid and _done(form, lambda: _write(sent, form, expert, acting(request))):
        return redirect("experts:profile", expert.pk)
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Experts"), reverse("experts:pool")),
            Link(expert.name, request.path),
        ],
        "links": links(request), "expert": expert, "profile": profile, "contact": contact,
        "keeps": may_keep_pool(roles_here(request)),
        "jobs": Employment.objects.filter(expert=expert).order_by("-since"),
        "ties": DeclaredTie.objects.filter(expert=expert).order_by("pk"), "forms": forms,
    }  # fmt: skip
    return render(request, "experts/profile.html", context, status=422 if form and form.errors else 200)


def _write(name: str, form: HouseForm, expert: User, by: User) -> None:
    said, at = dict(form.cleaned_data), now()
    if name == "profile":
        fields = said["fields_known"].splitlines()
        keep_profile(
            expert=expert, fields=fields, phone=said["phone"], email=said["email"], by=by, at=at
        )  # fmt: skip
    elif name == "employment":
        add_employment(expert=expert, by=by, at=at, **said)
    else:
        declare_tie(expert=expert, kind=TieKind(said.pop("kind")), by=by, at=at, **said)


def _done(form: HouseForm, write: Callable[[], object]) -> bool:
    try:
        write()
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True
