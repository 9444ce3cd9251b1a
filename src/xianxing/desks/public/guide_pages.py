"""The guide as a lawyer reads it: each clause beside what implements it; and two guides side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public import clauses, comparison
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.names import Names
from xianxing.desks.public.shares import shares
from xianxing.i18n import gettext
from xianxing.law import ClauseStatus, Guide, UnknownGuideError, load_guide, readable_guides
from xianxing.law.diff import compare as differences
from xianxing.pilot.lessons.models import Lesson
from xianxing.pilot.lessons.queries import CLAUSE, SETTING, accepted_lessons


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every guide package with what it is and how far it is known."""
    guides = list(readable_guides().values())
    complete = [guide for guide in guides if not guide.partial]
    context = {
        "crumbs": [Link(gettext("Guide"), request.path)],
        "guides": guides,
        "pairs": [(first, second) for first in complete for second in guides if first is not second],
    }
    return page_or_json(
        request, "public/guides.html", context, lambda: [guide_json(guide) for guide in guides]
    )


@audience("public")
@require_safe
def show(request: HttpRequest, guide: str) -> HttpResponse:
    """All clauses, or those of one status with `?status=`."""
    law = find(guide)
    chosen = request.GET.get("status", "")
    cards = clauses.cards(law, Names(law))
    shown = [card for card in cards if chosen in ("", card.status)]
    learnt: dict[str, list[Lesson]] = {}
    for one in accepted_lessons(law.name):
        learnt.setdefault(one.subject, []).append(one)
    context = {
        "crumbs": [Link(gettext("Guide"), reverse("public:guides")), Link(str(law.label), request.path)],
        "law": law,
        "chosen": chosen,
        "statuses": clauses.counts(cards),
        "whole": len(cards),
        "parts": shares(clauses.counts(cards)),
        "chapters": clauses.chapters(shown),
        "lacking": clauses.coverage_of(law).uncovered,
        "has_official": any(card.official for card in cards),
        "settings": [
            (one, law.clause(one.clause).display, learnt.get(f"{SETTING}{one.key}", []))
            for one in law.settings()
        ],
        "learnt_of_clauses": [
            (clause, learnt[f"{CLAUSE}{clause.id}"])
            for clause in law.clauses.values()
            if f"{CLAUSE}{clause.id}" in learnt
        ],
    }
    return page_or_json(request, "public/guide.html", context, lambda: clauses.coverage_of(law).as_json())


@audience("public")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`?a=…&b=…`: everything in which two guides differ, section by section."""
    first, second = find(request.GET.get("a", "")), find(request.GET.get("b", ""))
    found = differences(first, second)
    context = {
        "crumbs": [
            Link(gettext("Guide"), reverse("public:guides")),
            Link(gettext("Two guides side by side"), ""),
        ],
        "first": first,
        "second": second,
        "sections": comparison.by_section(found),
        "unverified": sum(one.kind == "not_verified" for one in found),
    }
    return page_or_json(request, "public/compare.html", context, lambda: [one.as_json() for one in found])


def find(name: str) -> Guide:
    """The guide of this name; Http404 for any other."""
    try:
        return load_guide(name)
    except UnknownGuideError as error:
        raise Http404 from error


def guide_json(guide: Guide) -> dict[str, object]:
    """What the list says of a guide."""
    return {
        "guide": guide.name,
        "label": {"zh": guide.label.zh, "en": guide.label.en},
        "status": guide.status,
        "extends": guide.extends,
        "digest": guide.digest,
        "clauses": {status.value: _count(guide, status) for status in ClauseStatus},
    }


def _count(guide: Guide, status: ClauseStatus) -> int:
    return sum(clause.status is status for clause in guide.clauses.values())
