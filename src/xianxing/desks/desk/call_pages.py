"""Calls at the desk: publish a batch, extend its window, retire a version of a guide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.accounts.step_up import require_step_up, step_up
from xianxing.desks.audience import audience
from xianxing.desks.desk.forms import ExtendForm
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.public.pins import PinnedSetting, settings_on
from xianxing.i18n import gettext
from xianxing.law import Guide
from xianxing.law.model import Batch
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.domain.publishing import Pins, pins_of, publish_call, retire_guide
from xianxing.pilot.calls.models import Call, PinnedGuide
from xianxing.pilot.calls.permissions import may_extend, may_publish
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.calls.queries import (
    Published,
    clock_behind,
    published_calls,
    sign_off_of,
    unpublished_batches,
)
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

Made = TypeVar("Made")


@dataclass(frozen=True)
class PublishableBatch:
    """A batch that could be published, and the version of the guide under which it would be."""

    guide: Guide
    batch: Batch


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every call with its window, the batches not published yet, and the pinned versions of guides."""
    at = now()
    secretariat = may_publish(roles_here(request))
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Manage calls"), request.path)],
        "links": links(request),
        "at": at,
        "behind": clock_behind(at=at),
        "calls": published_calls(at=at),
        "waiting": [PublishableBatch(*one) for one in unpublished_batches()],
        "guides": PinnedGuide.objects.defer("files").prefetch_related("calls").order_by("-pinned_at"),
        "secretariat": secretariat,
    }
    return render(request, "desk/calls.html", context)


@audience("staff")
@require_safe
def show(request: HttpRequest, call: int) -> HttpResponse:
    """One call: its window and extensions, and everything that it is pinned to."""
    found = access_call(call)
    context = {
        **_about(request, found),
        "settings": _settings(found.call),
        "head": may_extend(roles_here(request)),
    }
    return render(request, "desk/call.html", context)


@audience("secretariat")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, guide: str, batch: str) -> HttpResponse:
    """Look at what would be pinned, then publish it with the second factor."""
    try:
        pins = pins_of(guide_name=guide, batch=batch)
    except Refused:
        raise Http404 from None
    problem = code_problem = ""
    if request.method == "POST":
        code_problem, problem, made = _act(request, "publish_call", lambda: _publish(request, pins))
        if made is not None:
            return redirect("desk:call", call=made.pk)
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Manage calls"), reverse("desk:calls")),
            Link(str(pins.batch.label), request.path),
        ],
        "links": links(request),
        "pins": pins,
        "settings": settings_on(pins.guide, pins.batch.opens),
        "signed": sign_off_of(pins.procedure_version, at=now()),
        "problem": problem,
        "code_problem": code_problem,
    }
    return render(request, "desk/publish.html", context)


@audience("group_head")
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, call: int) -> HttpResponse:
    """Announce a later last day with its reason and the second factor."""
    found = access_call(call)
    form = ExtendForm(request.POST or None)
    code_problem = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        code_problem, problem, made = _act(
            request,
            Means.EXTEND_WINDOW,
            lambda: extend_window(
                call=found.call,
                closes_on=data["closes_on"],
                reason=data["reason"],
                by=acting(request),
                at=now(),
            ),
        )
        if made is not None:
            return redirect("desk:call", call=call)
        if problem:
            form.add_error(None, problem)
    return render(
        request, "desk/extend.html", {**_about(request, found), "form": form, "code_problem": code_problem}
    )


@audience("secretariat")
@require_POST
@require_step_up
def retire(request: HttpRequest, digest: str) -> HttpResponse:
    """Retire a pinned version of a guide: calls that use it go on, no new one can."""
    pinned = get_object_or_404(PinnedGuide.objects.defer("files"), pk=digest)
    retire_guide(pinned=pinned, by=acting(request), at=now())
    return redirect("desk:calls")


def access_call(call: int) -> Published:
    """A published call; Http404 for none."""
    found = next((one for one in published_calls(at=now()) if one.call.pk == call), None)
    if found is None:
        raise Http404
    return found


def _about(request: HttpRequest, found: Published) -> dict[str, object]:
    return {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Manage calls"), reverse("desk:calls")),
            Link(found.call.title, request.path),
        ],
        "links": links(request),
        "found": found,
        "call": found.call,
        "guide": guide_of(found.call),
        "at": now(),
        "behind": clock_behind(at=now()),
    }


def _settings(call: Call) -> list[PinnedSetting]:
    return settings_on(guide_of(call), call.opens_on)


def _publish(request: HttpRequest, pins: Pins) -> Call:
    return publish_call(
        guide_name=pins.guide.name,
        batch=pins.batch.id,
        by=acting(request),
        at=now(),
        seen=request.POST.get("seen", "") or "-",
    )


def _act(request: HttpRequest, name: str, act: Callable[[], Made]) -> tuple[str, str, Made | None]:
    """Take the code, then act: what is wrong with the code, what the domain refuses, what was made."""
    code_problem = step_up(request, act=name)
    if code_problem:
        return code_problem, "", None
    try:
        return "", "", act()
    except Refused as refusal:
        return "", refusal.message, None
