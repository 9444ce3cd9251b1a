"""A case as a person may act in it: where it stands, what is open, what waits for a second person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.consequences import step_marks
from xianxing.desks.acts.items import open_items
from xianxing.desks.acts.obstacle_words import waits_for
from xianxing.desks.acts.rooms import rooms_of
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark
from xianxing.desks.desk.deputies import deputed_words
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.evidence import evidence_to_read
from xianxing.pilot.acts.domain.pending import waiting_in
from xianxing.pilot.acts.offers import StepOffer, offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Duty, Event
from xianxing.pilot.casework.approvals import approval_duties
from xianxing.pilot.clock import now
from xianxing.pilot.delegations.queries import name_behind
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.papers.permissions import papers_in
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.transmissions.paths import path_of
from xianxing.pilot.transmissions.permissions import packages_in
from xianxing.pilot.transmissions.queries import with_csrc
from xianxing.pilot.words import whole_number
from xianxing.procedure.next_steps import ahead_under, names_ahead
from xianxing.workdays.clocks import day_of


@audience("anyone_logged_in")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The case: duties with the days left, steps open to me, acts that wait, and what has happened."""
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    language, calendar, today = current_language(), calendar_of(view.case.call), day_of(at)
    state = view.procedure.states[view.state.state]
    known = list(Duty.objects.filter(case=view.case).order_by("due", "role"))
    duties = [
        (
            duty,
            view.procedure.roles[duty.role].name(language),
            calendar.between(today, duty.due).count if duty.due else None,
            gettext(" or ").join(
                names_ahead(
                    view.procedure, duty.state, view.state.facts, clock=duty.clock, due=duty.due, today=today
                )
            ),
        )
        for duty in known
    ]
    number = case_number(view.filing)
    context = {
        "view": view, "number": number, "project": project_of_view(view),
        "state": state.name(language), "final": state.final,
        "duties": duties, "today": today, "items": open_items(view, today), "waiting": _waiting(view),
        "open": _open(view, _ahead(view, known, today)), "waits_for": waits_for(view),
        "past": list(_past(view)),
        "packages": packages_in(view), "sends": view.is_authority and with_csrc(view),
        **_course(view),
        "rooms": rooms_of(view),
        "papers": papers_in(view), "done": _done(view, request.GET.get("done", "")),
        "crumbs": [*homes(view, number), Link(gettext("Acting in the case"), request.path)],
    }  # fmt: skip
    return render(request, "acts/case.html", context)


@audience("anyone_logged_in")
@require_safe
def evidence(request: HttpRequest, evidence: UUID) -> HttpResponseBase:
    """A file that was handed in as evidence, as it came; never shown, only given out."""
    found = evidence_to_read(evidence, acting(request), at=now())
    file = spool()
    for piece in pieces(found.file):
        file.write(piece)
    return send_file(file, found.name, "application/octet-stream")


def homes(view: CaseView, number: str | None = None) -> list[Link]:
    """Where the person comes from: the desk's page of the filing, or the unit's own."""
    units = any(actor.unit for actor in view.actors)
    if not view.is_group and not units:
        return []
    number = case_number(view.filing) if number is None else number
    if view.is_group and "authority" in view.sides:
        return [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(number, reverse("desk:filing", args=[view.filing.pk])),
        ]
    if view.is_group:
        return [
            Link(gettext("CSRC's desk"), reverse("csrc:home")),
            Link(number, reverse("csrc:case", args=[view.filing.pk])),
        ]
    return [
        Link(gettext("My filings"), reverse("portal:filings")),
        Link(number or gettext("Filing"), reverse("portal:home", args=[view.filing.pk])),
    ]


def project_of_view(view: CaseView) -> str:
    """The project's name for the case's parties; "" for an expert, who may not have signed yet."""
    return project_name(view.filing) if view.is_party else ""


def _course(view: CaseView) -> dict[str, object]:
    """The path of the case and what must be granted before its start, for its parties; not for an expert."""
    procedure, state = view.procedure, view.state.state
    if not view.is_party:
        return {}
    return {
        "path": path_of(procedure, state, view.state.facts, current_language()),
        "approvals": approval_duties(view.filing, procedure, state),
    }


def _waiting(view: CaseView) -> list[tuple[object, str]]:
    language = current_language()
    return [(row, view.procedure.steps[row.step].name(language)) for row in waiting_in(view)]


def _open(
    view: CaseView, ahead: Collection[str]
) -> list[tuple[StepOffer, str, tuple[ClauseMark, ...], str, bool]]:
    """The steps open to the person, what comes next (`ahead`) first: the name, the clauses, for whom the
    person would act as deputy, and whether it is what comes next.
    """
    language, found = current_language(), offers(view)
    names = {behalf: name_behind(behalf) for behalf in {offer.actor.behalf for offer in found}}
    return [
        (
            offer,
            offer.step.name(language),
            step_marks(view, offer.step),
            names[offer.actor.behalf],
            offer.step.id in ahead,
        )
        for offer in sorted(found, key=lambda one: one.step.id not in ahead)
    ]


def _ahead(view: CaseView, duties: Iterable[Duty], today: date) -> set[str]:
    """The steps that come next under the duties of the case, by their ids."""
    return {
        step.id
        for duty in duties
        for step in ahead_under(
            view.procedure, duty.state, view.state.facts, clock=duty.clock, due=duty.due, today=today
        )
    }


def _past(view: CaseView) -> list[tuple[Event, str, str, str]]:
    """What is public of every event, the newest first: the step, in which role, when.

    To those who judge, of a deputy's act also who acted for whom.
    """
    language, procedure = current_language(), view.procedure
    rows = Event.objects.filter(case=view.case, step__in=procedure.steps).order_by("-sequence")
    return [
        (
            row,
            procedure.steps[row.step].name(language),
            procedure.roles[row.role].name(language),
            deputed_words(row) if view.is_group else "",
        )
        for row in rows.defer("skeleton", "blind", "hashes", "seal")
        if row.role in procedure.roles
    ]


def _done(view: CaseView, sequence: str) -> str:
    """The name of the step that was just taken, for the page after it; "" without one."""
    row = Event.objects.filter(case=view.case, sequence=whole_number(sequence, -1)).first()
    step = view.procedure.steps.get(row.step) if row else None
    return step.name(current_language()) if step else ""
