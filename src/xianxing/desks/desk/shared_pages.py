"""Across projects: suppliers, models, clouds and data sources that several filings name (clause 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.parties.models import User
from xianxing.pilot.relations.kinds import thing_kinds
from xianxing.pilot.relations.queries import (
    SharedThing,
    listed_kinds,
    project_names,
    readable_things,
    shared_things,
)

PAGE = 50
SHOWN = 4  # names of projects beside a thing


@dataclass(frozen=True)
class SharedLine:
    """A thing with the kind's name, a few of the projects that name it, and how many more do."""

    thing: SharedThing
    kind: str
    projects: list[tuple[UUID, str]]
    more: int


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The things that at least two filings name; `?kind=` shows one kind."""
    user, at = acting(request), now()
    kind = request.GET.get("kind", "") if request.GET.get("kind") in listed_kinds() else ""
    found = shared_things(user, kinds=[kind] if kind else listed_kinds(), at=at)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kinds = [(one, thing_kinds()[one].name(current_language())) for one in listed_kinds()]
    context = {
        "crumbs": _crumbs(request),
        "links": links(request),
        "page": page,
        "lines": _lines(list(page), user),
        "kinds": [
            Link(gettext("All kinds"), "?", current=not kind),
            *(Link(name, f"?kind={one}", current=one == kind) for one, name in kinds),
        ],
        "keep": f"&kind={kind}" if kind else "",
        "marks": _marks("2.3"),
    }
    return render(request, "desk/shared.html", context)


@audience("staff")
@require_safe
def show(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The filings that name one thing, each as on the first page, with the place where it is named."""
    user, at = acting(request), now()
    named = list(readable_things(user, at=at).filter(kind=kind, key=key)) if kind in listed_kinds() else []
    if not named:
        raise Http404
    words, places = named[0].words, {one.case_id: one for one in named}
    filed = rows.latest_filed(user, at=at).filter(filing__in=places)
    page = Paginator(filed, PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Shared things"), reverse("desk:shared")),
            Link(words, ""),
        ],
        "links": links(request),
        "kind": thing_kinds()[kind].name(current_language()),
        "words": words,
        "rows": [(row, places[row.filing].words) for row in rows.listed(list(page), at=at)],
        "page": page,
        "keep": "",
        "count": len(places),
        "marks": _marks(*thing_kinds()[kind].serves),
    }  # fmt: skip
    return render(request, "desk/shared_thing.html", context)


def _lines(found: Sequence[dict[str, Any]], user: User) -> list[SharedLine]:
    """The page's things with a few of their projects, in two queries for all."""
    at = now()
    held = readable_things(user, at=at).filter(key__in=[one["key"] for one in found])
    cases: dict[tuple[str, str], list[UUID]] = {}
    for kind, key, case in held.order_by("-pk").values_list("kind", "key", "case"):
        cases.setdefault((kind, key), []).append(case)
    shown = {pair: list(dict.fromkeys(all_of))[:SHOWN] for pair, all_of in cases.items()}
    names = project_names({case for few in shown.values() for case in few})
    return [
        SharedLine(
            SharedThing(**one),
            thing_kinds()[one["kind"]].name(current_language()),
            [(case, names.get(case, "—")) for case in shown[one["kind"], one["key"]]],
            max(0, one["count"] - SHOWN),
        )
        for one in found
    ]


def _marks(*clauses: str) -> tuple[ClauseMark, ...]:
    """The clauses as the latest call's guide displays them; none before there is a call."""
    calls = rows.calls_of_desk()
    return marks(guide_of(calls[0]), clauses) if calls else ()


def _crumbs(request: HttpRequest) -> list[Link]:
    return [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Shared things"), request.path)]
