"""The procedure as drawn from its file: the picture, what was proved of it, the gaps, every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.flow import stages_of
from xianxing.desks.public.guide_pages import find
from xianxing.desks.public.steps import ProcedureWords, StepClause, loaded
from xianxing.documents.writing.sheet import write_sheet
from xianxing.i18n import current_language, gettext
from xianxing.law import complete_guides
from xianxing.procedure.checker import JSON, PropertyReport, check
from xianxing.procedure.drawing import draw


@dataclass(frozen=True)
class PropertyWords:
    """A property in words, whether it holds, and if not a counter-example; or why it doesn't apply."""

    holds: bool
    because: str
    text: str
    counter_example: str
    marks: tuple[StepClause, ...]


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
    shown = ProcedureWords(procedure)
    verdicts = [
        PropertyWords(
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
        "stages": stages_of(procedure, lit),
        "lanes": [(number, lane.name(language)) for number, lane in enumerate(procedure.lanes.values())],
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
def checked(guide: str) -> PropertyReport:
    """The check of a guide's procedure, once: a procedure doesn't change while we serve."""
    return check(loaded(guide))


@audience("public")
@require_safe
def whole(request: HttpRequest, guide: str, form: str) -> HttpResponse:
    """The drawing of the whole procedure on one sheet, in the reader's language: `svg` or `pdf`."""
    del request
    law, language = find(guide), current_language()
    content = picture(law.name, language) if form == "svg" else sheet(law.name, language)
    response = HttpResponse(content, content_type="image/svg+xml" if form == "svg" else "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="procedure-{law.name}-{language}.{form}"'
    return response


@lru_cache(maxsize=8)
def picture(guide: str, language: str) -> str:
    """The drawing as SVG, by guide and language."""
    return draw(loaded(guide), clause_url=reverse("public:guide", args=[guide]), language=language)


@lru_cache(maxsize=8)
def sheet(guide: str, language: str) -> bytes:
    """The drawing as PDF; set once, for it takes a second."""
    svg, title = draw(loaded(guide), language=language), loaded(guide).name(language)
    return write_sheet(svg, title=title, language=language, made=datetime.now(UTC))
