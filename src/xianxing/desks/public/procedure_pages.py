"""The procedure as drawn from its file: the picture, what was proved of it, the gaps, every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.guide_pages import find
from xianxing.desks.public.steps import Mark, Shown, loaded
from xianxing.i18n import current_language, gettext
from xianxing.law import complete_guides
from xianxing.procedure.checker import JSON, Report, check
from xianxing.procedure.drawing import draw


@dataclass(frozen=True)
class Verdict:
    """A property in words, whether it holds, and if not a counter-example; or why it doesn't apply."""

    holds: bool
    because: str
    text: str
    counter_example: str
    marks: tuple[Mark, ...]


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Straight to the first complete guide's procedure."""
    del request
    complete = complete_guides()
    if not complete:
        raise Http404
    return HttpResponseRedirect(reverse("public:procedure-of", args=[complete[0].name]))


@audience("public")
@require_safe
def show(request: HttpRequest, guide: str) -> HttpResponse:
    """Everything about one guide's procedure; `?state=` lights a state of the drawing."""
    law = find(guide)
    procedure, report = loaded(law.name), checked(law.name)
    language, lit = current_language(), request.GET.get("state", "")
    shown = Shown(procedure)
    verdicts = [
        Verdict(
            row["holds"] is not False,
            str(row["because"] or ""),
            str(row["text"]),
            str(row["counter_example"] or ""),
            shown.marks([str(row["clause"])]),
        )
        for row in properties(report.as_json(language))
    ]
    context = {
        "crumbs": [Link(gettext("Procedure"), reverse("public:procedure")), Link(str(law.label), "")],
        "law": law,
        "report": report,
        "drawing": drawing(law.name, language, lit if lit in procedure.states else ""),
        "verdicts": verdicts,
        "applied": sum(not verdict.because for verdict in verdicts),
        "broken": sum(not verdict.holds for verdict in verdicts),
        "gaps": shown.gaps(report.gaps),
        "states": shown.states(),
        "steps": shown.steps(),
    }
    return page_or_json(request, "public/procedure.html", context, lambda: report.as_json(language))


def properties(report: Mapping[str, JSON]) -> list[dict[str, JSON]]:
    """The properties of a report's JSON."""
    rows = report["properties"]
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


@lru_cache(maxsize=8)
def checked(guide: str) -> Report:
    """The check of a guide's procedure, once: a procedure doesn't change while we serve."""
    return check(loaded(guide))


@lru_cache(maxsize=64)
def drawing(guide: str, language: str, lit: str) -> str:
    """The picture as SVG, by guide, language and lit state."""
    clauses = reverse("public:guide", args=[guide])
    picture = draw(loaded(guide), state=lit, clause_url=clauses, language=language)
    # An `img` may hold no links, and on the page the clauses are links.
    return picture.replace('role="img"', 'role="group"', 1)
