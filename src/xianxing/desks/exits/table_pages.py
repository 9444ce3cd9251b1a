"""The decision tables of the four exits, for everybody: when each may be decided; gaps and overlaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.look.context import Link
from xianxing.desks.public.guide_pages import find
from xianxing.desks.public.steps import loaded
from xianxing.i18n import current_language, gettext
from xianxing.procedure.decision_tables import OPEN_GROUND, Cube, DecisionTable, decision_table
from xianxing.procedure.model import Procedure, Value


@dataclass(frozen=True)
class DecisionLine:
    """A decision in words: its clauses, whether two people take it, and each way to it."""

    name: str
    marks: tuple[ClauseMark, ...]
    two: bool
    reason: bool
    ways: Sequence[Sequence[tuple[str, str]]]


@audience("public")
@require_safe
def show(request: HttpRequest, guide: str) -> HttpResponse:
    """The tables of one guide's procedure; none where it has no exit."""
    law = find(guide)
    procedure, language = loaded(law.name), current_language()
    table = table_of(law.name)
    context = {
        "law": law,
        "lines": [
            DecisionLine(
                rule.step.name(language), marks(law, rule.step.basis), rule.step.four_eyes, rule.step.reason,
                [_cube(procedure, way, language) for way in rule.allowed],
            )
            for rule in table.rules
        ],
        "overlaps": [(one.first.name(language), one.second.name(language)) for one in table.overlaps],
        "apart": [(one.name(language), other.name(language)) for one, other in table.apart],
        "gaps": [_cube(procedure, gap.situations, language) for gap in table.gaps],
        "unclosed": [_cube(procedure, gap.situations, language) for gap in table.gaps if not gap.closed],
        "open_ground": procedure.word(OPEN_GROUND, language),
        "crumbs": [
            Link(gettext("Procedure"), reverse("public:procedure-of", args=[law.name])),
            Link(gettext("Decision tables of the exits"), request.path),
        ],
    }  # fmt: skip
    return render(request, "exits/tables.html", context)


@lru_cache(maxsize=8)
def table_of(guide: str) -> DecisionTable:
    """A guide's table, made once: it doesn't change while we serve."""
    return decision_table(loaded(guide))


def _cube(procedure: Procedure, cube: Cube, language: str) -> list[tuple[str, str]]:
    """Each fact with the values that it may have, in words."""
    found: Mapping[str, tuple[Value, ...]] = cube
    return [
        (
            procedure.facts[name].name(language),
            gettext(" or ").join(procedure.word(value, language) for value in values),
        )
        for name, values in found.items()
    ]
