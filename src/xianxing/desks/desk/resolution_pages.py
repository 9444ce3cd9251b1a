"""One resolution over many projects: chosen, tried, then taken; a second person confirms the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.acts.inputs import entry_of, form_of
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.offers import StepOffer, offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.casework.domain.resolution import (
    MOST,
    carry_on,
    confirm_list,
    open_resolution,
    takes_many,
    try_cases,
    waiting_of,
)
from xianxing.pilot.casework.models import Resolution, ResolutionCase
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Body
from xianxing.pilot.meetings.queries import adopted_cases
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.transmissions.domain.answering import particular_of
from xianxing.pilot.transmissions.queries import newest_packages
from xianxing.procedure.meanings import ParticularMeans
from xianxing.workdays.clocks import day_of

LATEST = 20


@dataclass(frozen=True)
class CallStateCount:
    """How many filed projects of a call stand in one state."""

    call: int
    title: str
    state: str
    name: str
    count: int


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where projects stand together, and the latest lists."""
    user, at = acting(request), now()
    context = {
        "crumbs": _crumbs(), "links": links(request), "standing": _standing(user, at),
        "lists": Resolution.objects.select_related("entered_by").annotate(count=Count("cases"))
        .order_by("-entered_at")[:LATEST],
    }  # fmt: skip
    return render(request, "desk/resolutions.html", context)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, call: int, state: str) -> HttpResponse:
    """Choose the step, then projects and what the step asks; POST tries every project, then takes them.

    Nothing is done while one of the chosen projects would be refused: each refusal is shown first.
    """
    user, at = acting(request), now()
    bodies = list(
        rows.latest_filed(user, at=at).filter(filing__case__call=call, filing__case__state=state)[:MOST]
    )
    if not bodies:
        raise Http404
    view = case_to_read(bodies[0].filing_id, user, at=at)
    open_now = [one for one in offers(view) if takes_many(view.procedure, one.step)]
    offer = next((one for one in open_now if one.step.id == request.GET.get("step")), None)
    problem = code_problem = ""
    tried: Mapping[UUID, str] = {}
    chosen = _chosen(request, bodies)
    proposed = _proposed(request.GET.get("meeting", ""), bodies)
    if request.method == "POST" and offer is not None:
        try:
            tried, code_problem, made = _post(request, view, offer, chosen, user, at)
            if made is not None:
                return redirect("desk:resolution", made.pk)
        except Refused as refused:
            problem = refused.message
    letters = [(one.pk, one.name) for one in unused_evidence(user)]
    sent = request.POST if request.method == "POST" else None
    packages = _packages(view, offer, bodies)
    context = {
        "packages": bool(packages),
        "crumbs": _crumbs(Link(gettext("Enter a list"), request.path)), "links": links(request),
        "state": view.procedure.states[view.state.state].name(current_language()), "offer": offer,
        "steps": [(one.step.id, one.step.name(current_language())) for one in open_now],
        "name": offer.step.name(current_language()) if offer else "",
        "form": form_of(view, offer, sent, letters) if offer else None,
        "rows": [
            (
                row, row.filing in chosen or (sent is None and row.filing in proposed),
                tried.get(row.filing), packages.get(row.filing),
            )
            for row in rows.listed(bodies, at=at)
        ],
        "refused": sum(bool(text) for text in tried.values()), "tried": bool(tried),
        "key": request.POST.get("key") or uuid4(), "problem": problem, "code_problem": code_problem,
    }  # fmt: skip
    bad = problem or code_problem or context["refused"]
    return render(request, "desk/resolution_enter.html", context, status=422 if bad else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, resolution: UUID) -> HttpResponse:
    """A list with what became of each project; POST goes on with it, or confirms it as the second person."""
    user, at = acting(request), now()
    found = Resolution.objects.select_related("entered_by").filter(pk=resolution).first()
    lines = _lines(found, user, at) if found else []
    if found is None or not lines:
        raise Http404
    problem = code_problem = ""
    if request.method == "POST":
        try:
            code_problem = step_up(request, act="resolution")
            if not code_problem:
                verb = confirm_list if "confirm" in request.POST else carry_on
                verb(resolution=found, by=user, at=at, step_up=StepUp.just_given(user))
                return redirect("desk:resolution", found.pk)
        except Refused as refused:
            problem = refused.message
    first = lines[0][0].case
    step = procedure_of(first.call).steps.get(found.step)
    context = {
        "crumbs": _crumbs(Link(day_of(found.entered_at).isoformat(), request.path)), "links": links(request),
        "found": found, "lines": lines, "name": step.name(current_language()) if step else found.step,
        "reason": found.entry.get("reason", ""), "own": found.entered_by_id == user.pk,
        "left": sum(line.done_at is None for line, _name in lines), "waits": len(waiting_of(found)),
        "problem": problem, "code_problem": code_problem,
    }  # fmt: skip
    return render(request, "desk/resolution.html", context, status=422 if problem or code_problem else 200)


def _post(
    request: HttpRequest, view: CaseView, offer: StepOffer, chosen: Sequence[UUID], user: User, at: datetime
) -> tuple[Mapping[UUID, str], str, Resolution | None]:
    """What each project would be refused for, what is wrong with the code, and the list once it is taken."""
    entry = entry_of(view, offer, request.POST, letters_sent(request, user))
    tried = try_cases(cases=chosen, step=offer.step.id, entry=entry, by=user, at=at)
    if "do" not in request.POST or any(tried.values()):
        return tried, "", None
    code_problem = step_up(request, act="resolution")
    if code_problem:
        return tried, code_problem, None
    made = open_resolution(key=_key(request), step=offer.step.id, cases=chosen, entry=entry, by=user, at=at)
    carry_on(resolution=made, by=user, at=at, step_up=StepUp.just_given(user))
    return tried, "", made


def _packages(view: CaseView, offer: StepOffer | None, bodies: Sequence[Body]) -> dict[UUID, str]:
    """The newest package of each project, where the step is an answer to one: one letter may name several."""
    asked = offer and particular_of(view.procedure, offer.step, ParticularMeans.PACKAGE_ANSWERED)
    return newest_packages(body.filing_id for body in bodies) if asked else {}


def _key(request: HttpRequest) -> UUID:
    """The list's own key, which the form has brought along, so that sending it twice makes one list."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Refused("key", gettext("Open the form anew and send it again.")) from None


def _chosen(request: HttpRequest, bodies: Sequence[Body]) -> list[UUID]:
    ticked = set(request.POST.getlist("case"))
    return [body.filing_id for body in bodies if str(body.filing_id) in ticked]


def _proposed(meeting: str, bodies: Sequence[Body]) -> frozenset[UUID]:
    """The projects that are ticked at first: those that a closed meeting adopted, without one all."""
    try:
        adopted = adopted_cases(UUID(meeting))
    except ValueError:
        return frozenset(body.filing_id for body in bodies)
    return adopted


def _lines(found: Resolution, user: User, at: datetime) -> list[tuple[ResolutionCase, str]]:
    """The list's projects that the person may read, with their names."""
    lines = {line.case_id: line for line in found.cases.select_related("case__call", "pending")}
    bodies = list(rows.latest_filed(user, at=at).filter(filing__in=lines))
    return [(lines[row.filing], f"{row.number} {row.project}") for row in rows.listed(bodies, at=at)]


def _standing(user: User, at: datetime) -> list[CallStateCount]:
    """The filed projects by call and state, one query; the states in the order of the procedure."""
    calls = {call.pk: call for call in rows.calls_of_desk()}
    filed = rows.latest_filed(user, at=at).order_by().values("filing__case__call", "filing__case__state")
    found = []
    for one in filed.annotate(count=Count("pk")):
        call = calls[one["filing__case__call"]]
        state = procedure_of(call).states[one["filing__case__state"]]
        if not state.final:
            name = state.name(current_language())
            found.append(CallStateCount(call.pk, call.title, state.id, name, one["count"]))
    places = {call: list(procedure_of(calls[call]).states) for call in {one.call for one in found}}
    return sorted(found, key=lambda one: (-one.call, places[one.call].index(one.state)))


def _crumbs(*more: Link) -> list[Link]:
    home = Link(gettext("Desk"), reverse("desk:home"))
    return [home, Link(gettext("One resolution, many projects"), reverse("desk:resolutions")), *more]
