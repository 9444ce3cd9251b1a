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
from xianxing.desks.portal.scene import Scene, with_scene
from xianxing.desks.portal.sections import section_for, sheet_fields
from xianxing.law import Field
from xianxing.pilot.filings.check.findings import Stated, current_findings
from xianxing.pilot.filings.draft.cells import field_at
from xianxing.pilot.filings.models import Cell, Unit


@audience("unit")
@require_safe
@with_scene
def beside(request: HttpRequest, scene: Scene) -> HttpResponse:
    """The findings of the page that holds a cell, by cell and row, as pieces of a page; JSON.

    The whole page, because what is written in one cell can settle what is said of another. Files that are
    still to be read are named as such; nothing waits for them. `token` is what the page's forms send from now
    on: logging in again in another tab has made theirs void.
    """
    unit = unit_in(scene, request.GET.get("unit", ""))
    field = field_at(scene.filing, request.GET.get("path", ""))
    found = current_findings(scene.filing, by=scene.user, at=scene.at)
    places = _places(scene, _fields(scene, field, unit), unit)
    pieces = {place: _piece(group) for place, group in _by_place(found.by_spot(), places)}
    note = render_to_string("portal/part_pending.html", {"pending": len(found.pending)})
    return JsonResponse({"findings": pieces, "pending": note.strip(), "token": get_token(request)})


def _fields(scene: Scene, field: Field, unit: Unit | None) -> Iterable[Field]:
    if unit is not None:
        return sheet_fields(scene.guide)
    section = section_for(scene.guide, field.path)
    return section.fields if section else (field,)


def _places(scene: Scene, fields: Iterable[Field], unit: Unit | None) -> dict[str, str]:
    """The places of findings on the page → ids of the cells and rows there."""
    key = unit.key if unit else ""
    places = {location_of(field, key): anchor_of(field) for field in fields}
    tables = {field.path: location_of(field, key) for field in fields if field.columns}
    rows = Cell.objects.filter(filing=scene.filing, unit=unit, path__in=tables, removed=False)
    counted: dict[str, int] = {}
    for path, row in rows.exclude(row=None).order_by("position", "pk").values_list("path", "pk"):
        number = counted.get(path, 0)
        places[f"{tables[path]}[{number}]"] = f"row-{row}"
        counted[path] = number + 1
    return places


def _by_place(
    spots: Mapping[str, tuple[Stated, ...]], places: Mapping[str, str]
) -> Iterable[tuple[str, tuple[Stated, ...]]]:
    return ((places[spot], group) for spot, group in spots.items() if spot in places)


def _piece(found: tuple[Stated, ...]) -> str:
    return render_to_string("portal/part_findings.html", {"findings": found}).strip()
