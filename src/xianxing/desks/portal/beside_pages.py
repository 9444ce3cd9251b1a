"""The findings of a page as they stand now, for the script that has just saved a cell or a row of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.portal.cell_pages import unit_in
from xianxing.desks.portal.cells import anchor_of, location_of
from xianxing.desks.portal.scene import FilingContext, form_and_findings, with_scene
from xianxing.desks.portal.sections import section_for, status
from xianxing.law import Field
from xianxing.pilot.filings.check.findings import Stated
from xianxing.pilot.filings.draft.cells import field_at
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.models import Unit


@audience("unit")
@require_safe
@with_scene
def beside(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The findings of the page that holds a cell, by cell and row, as pieces of a page; JSON.

    With them how many of its questions are answered (`progress`).

    The whole page, because what is written in one cell can settle what is said of another. Files that are
    still to be read are named as such; nothing waits for them. `token` is what the page's forms send from now
    on: logging in again in another tab has made theirs void.
    """
    unit = unit_in(scene, request.GET.get("unit", ""))
    field = field_at(scene.filing, request.GET.get("path", ""))
    form, found = form_and_findings(scene)
    places = _places(scene, form, field, unit)
    pieces = {place: _piece(group) for place, group in _by_place(found.by_spot(), places)}
    note = render_to_string("portal/part_pending.html", {"pending": len(found.pending)})
    answered = status(_fields(scene, field), form, unit.key if unit else "", {})
    progress = render_to_string("portal/part_progress.html", {"progress": answered})
    return JsonResponse(
        {
            "findings": pieces,
            "pending": note.strip(),
            "progress": progress.strip(),
            "token": get_token(request),
        }
    )


def _fields(scene: FilingContext, field: Field) -> Iterable[Field]:
    section = section_for(scene.guide, field.path)
    return section.fields if section else (field,)


def _places(scene: FilingContext, form: FilingForm, asked: Field, unit: Unit | None) -> dict[str, str]:
    """The places of findings on the page → ids of the cells and rows there; a cell not begun has none."""
    key = unit.key if unit else ""
    places: dict[str, str] = {}
    for field in _fields(scene, asked):
        rows = form.rows.get((key, field.path), ())
        if rows or (key, field.path) in form.cells:
            places[location_of(field, key)] = anchor_of(field)
        for number, row in enumerate(rows):
            places[f"{location_of(field, key)}[{number}]"] = f"row-{row.row}"
    return places


def _by_place(
    spots: Mapping[str, tuple[Stated, ...]], places: Mapping[str, str]
) -> Iterable[tuple[str, tuple[Stated, ...]]]:
    return ((places[spot], group) for spot, group in spots.items() if spot in places)


def _piece(found: tuple[Stated, ...]) -> str:
    return render_to_string("portal/part_findings.html", {"findings": found}).strip()
