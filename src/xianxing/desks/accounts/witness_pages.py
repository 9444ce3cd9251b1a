"""The log's witnesses: the auditor trusts them and takes trust away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.forms import HouseForm
from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.officer_forms import RemoveForm, WitnessForm
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.cases.domain.witnesses import remove_witness, trust_witness
from xianxing.pilot.cases.keys import KeyMissingError, ring
from xianxing.pilot.cases.models import Cosignature
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused


@audience("auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The witnesses whose word counts with their last cosignature; trust another, or remove one."""
    removing = request.POST.get("remove", "")
    trusting = request.method == "POST" and not removing
    form = WitnessForm(request.POST if trusting else None)
    gone = RemoveForm(request.POST if removing else None)
    problem = ""
    if request.method == "POST":
        problem = _change(request, gone if removing else form, removing)
        if not problem and not (gone if removing else form).errors:
            return redirect("accounts:witnesses")
    context = {
        "crumbs": [Link(gettext("Witnesses"), request.path)],
        "witnesses": _witnesses(),
        "form": form,
        "gone": gone,
        "removing": removing,
        "trust_problem": "" if removing else problem,
        "remove_problem": problem if removing else "",
    }
    return render(request, "accounts/witnesses.html", context)


def _change(request: HttpRequest, form: HouseForm, removing: str) -> str:
    if not form.is_valid():
        return ""
    problem = step_up(request, act="remove_witness" if removing else "trust_witness")
    if problem:
        return problem
    by, data = acting(request), form.cleaned_data
    try:
        if removing:
            remove_witness(name=removing, reason=data["reason"], by=by, at=now())
        else:
            trust_witness(line=data["line"], by=by, at=now())
    except Refused as refusal:
        fields = {"reason": "reason", "key": "line"}
        form.add_error(fields.get(refusal.code), refusal.message)
    return ""


def _witnesses() -> list[tuple[str, str, Cosignature | None]]:
    try:
        held = ring().witnesses
    except KeyMissingError:
        return []
    words = Cosignature.objects.filter(witness__in=[each.name for each in held]).order_by("received_at", "pk")
    last = {each.witness: each for each in words.select_related("head")}
    return [(each.name, each.vkey, last.get(each.name)) for each in held]
