"""A filing beside others, on the desk only: what is alike, what they share, signs of name-lending, the filing
that came before. For a person to judge; nothing here decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.desk.filing_pages import access_body
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.public.filed_findings import names_of
from xianxing.desks.public.places import place
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.clock import now
from xianxing.pilot.filings.attest.comparing import compared
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.draft.predecessors import line_of
from xianxing.pilot.filings.models import Body, Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.relations.alike import CommonThing, alike, common_things, same_name
from xianxing.pilot.relations.kinds import thing_kinds
from xianxing.pilot.relations.queries import project_names
from xianxing.pilot.relations.signs import CLAUSES, signs_of

SHOWN = 5


@dataclass(frozen=True)
class CommonLine:
    """Things of a kind that the same other projects name: a few with their places, and how many more."""

    kind: str
    things: list[tuple[str, str]]
    more_things: int
    projects: list[tuple[UUID, str]]
    more: int


@dataclass(frozen=True)
class EndingAct:
    """An act by which the earlier filing went its way, with the reason that it was given."""

    at: datetime
    step: str
    reason: str
    marks: tuple[ClauseMark, ...]


@audience("staff")
@require_safe
def show(request: HttpRequest, filing: UUID) -> HttpResponse:
    """Filings with a like text, shared things, signs of name-lending, and a link to the predecessor."""
    user, at = acting(request), now()
    body = access_body(user, filing)
    found, common = alike(body.filing, user, at=at), common_things(body.filing, user, at=at)
    twice = same_name(common)
    names = project_names({*(one.case for one in found), *(case for one in common for case in one.cases)})
    context = {
        "crumbs": _crumbs(request, body, at, gettext("Beside other filings")),
        "links": links(request),
        "filing": filing,
        "alike": [(one, names.get(one.case, "—"), one.case in twice) for one in found],
        "twice": [(case, names.get(case, "—")) for case in twice],
        "common": _common(common, names, body),
        "signs": signs_of(body),
        "predecessors": line_of(body.filing),
        "marks": marks(guide_of(body.filing.case.call), CLAUSES),
    }
    return render(request, "desk/relations.html", context)


@audience("staff")
@require_safe
def predecessor(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The filing that this one follows: how it ended and why, what was asked then, and what differs now."""
    user, at = acting(request), now()
    body = access_body(user, filing)
    earlier = _earlier(body, user)
    guide = guide_of(body.filing.case.call)
    context = {
        "crumbs": _crumbs(request, body, at, gettext("Predecessor")),
        "links": links(request),
        "filing": filing,
        "row": rows.row(earlier, at=at, people={}),
        "earlier": earlier,
        "ending": _ending(earlier.filing),
        "asked": CorrectionItem.objects.filter(case=earlier.filing.case).order_by("round", "number"),
        "changes": compared(guide, content_of(earlier), content_of(body), frozen=True),
    }
    return render(request, "desk/predecessor.html", context)


def _earlier(body: Body, user: User) -> Body:
    """The body filed last of the predecessor; Http404 where there is none that may be read."""
    if body.filing.predecessor_id is None:
        raise Http404
    return access_body(user, body.filing.predecessor_id)


def _ending(filing: Filing) -> list[EndingAct]:
    """The acts of the working group and of others that gave a reason, and the last one, the oldest first."""
    procedure, guide = procedure_of(filing.case.call), guide_of(filing.case.call)
    events = Event.objects.filter(case=filing.case).select_related("payload").order_by("sequence")
    drafting = procedure.states[procedure.initial].stage
    kept = [one for one in events if one.step in procedure.steps]
    told = []
    for event in kept:
        step, reason = procedure.steps[event.step], _reason(event)
        if procedure.states[event.target_state].stage == drafting or not (reason or event is kept[-1]):
            continue
        told.append(
            EndingAct(
                event.at, step.name(current_language()), reason, marks(guide, step.basis or step.serves)
            )
        )
    return told


def _reason(event: Event) -> str:
    payload = getattr(event, "payload", None)
    said = json.loads(bytes(payload.body)) if payload is not None else {}
    return str(said.get("payload", {}).get("reason", ""))


def _common(found: Sequence[CommonThing], names: dict[UUID, str], body: Body) -> list[CommonLine]:
    """A line for each kind and each set of other projects, so that two like filings don't fill the page."""
    kinds, guide, called = thing_kinds(), guide_of(body.filing.case.call), names_of(body)
    grouped: dict[tuple[str, frozenset[UUID]], list[CommonThing]] = {}
    for one in found:
        grouped.setdefault((one.kind, frozenset(one.cases)), []).append(one)
    return [
        CommonLine(
            kinds[kind].name(current_language()),
            [(one.words, place(one.place, guide, called).label) for one in things[:SHOWN]],
            max(0, len(things) - SHOWN),
            [(case, names.get(case, "—")) for case in things[0].cases[:SHOWN]],
            max(0, len(cases) - SHOWN),
        )
        for (kind, cases), things in grouped.items()
    ]


def _crumbs(request: HttpRequest, body: Body, at: datetime, label: str) -> list[Link]:
    row = rows.row(body, at=at, people={})
    return [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(row.project, reverse("desk:filing", args=[body.filing_id])),
        Link(label, request.path),
    ]
