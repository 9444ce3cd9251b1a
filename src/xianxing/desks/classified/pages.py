"""The table of classified protection, for the group's people and the officers; and as a text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.classified.table import protection_table, table_as_text
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext

PARTS = ("title", "requires", "answer", "operator")


@audience("protection_table")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Each requirement with the product's answer, the tests that hold it and what the operator must do."""
    table, language = protection_table(), current_language()
    context = {
        "table": table,
        "items": [(one, {part: one.said(part, language) for part in PARTS}) for one in table.items],
        "crumbs": [Link(gettext("Classified protection"), request.path)],
    }
    return render(request, "classified/table.html", context)


@audience("protection_table")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as Markdown, in the page's language."""
    del request
    answer = HttpResponse(table_as_text(current_language()), content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="classified-protection.md"'
    return answer
