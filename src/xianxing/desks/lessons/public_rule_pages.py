"""Proposed rules for everybody: only what was published, as far as it had come then."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.lessons.tracks import published_proposals


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What became of insights for supervision, the latest first: title, words, stages with their days."""
    stages = practice().stages
    context = {
        "crumbs": [Link(gettext("From insights to rules"), request.path)],
        "rows": [
            (row, [(stages[one.stage].label, one.happened_on) for one in steps if one.stage in stages])
            for row, steps in published_proposals()
        ],
        "licence": settings.OPEN_DATA_LICENCE,
    }
    return render(request, "lessons/public_rules.html", context)


@audience("public")
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    del request
    rules = [
        {
            "reference": row.reference,
            "title": row.public_title,
            "text": row.public_words,
            "published": row.published_at.isoformat() if row.published_at else None,
            "stages": [{"stage": one.stage, "on": one.happened_on.isoformat()} for one in steps],
        }
        for row, steps in published_proposals()
    ]
    return JsonResponse(
        {"licence": settings.OPEN_DATA_LICENCE, "rules": rules},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
