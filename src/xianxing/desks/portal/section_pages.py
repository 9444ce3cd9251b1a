"""One section or sheet a page: every cell with guidance, count, findings and comments beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.cells import CellView, Desk, anchor_of, as_text, split
from xianxing.desks.portal.scene import Scene, form_and_findings, page, reload, with_scene
from xianxing.desks.portal.sections import sections_of, sheet_fields
from xianxing.desks.portal.talks import Talks
from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind
from xianxing.pilot.filings.draft.cells import Conflict, Written, write_cell
from xianxing.pilot.filings.models import Cell, CellVersion, Unit
from xianxing.pilot.refusal import Refused


@dataclass(frozen=True)
class Clash:
    """A cell that two people wrote: what stands, what the other hand would write, and who was faster."""

    field: Field
    unit: str
    yours: str
    theirs: str
    version: int
    by: str
    at: object
    row: int = 0
    removed: bool = False


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def section(request: HttpRequest, scene: Scene, section: str) -> HttpResponse:
    """One topic of the form."""
    found = next((one for one in sections_of(scene.guide) if one.id == section), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, scene, found.fields, None, str(found.label))
    return show(request, scene, found.fields, None, str(found.label))


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def sheet(request: HttpRequest, scene: Scene, unit: str) -> HttpResponse:
    """A unit's own sheet; another unit's only from the freeze on."""
    found = scene.visible(unit)
    fields = sheet_fields(scene.guide)
    label = found.institution.name if found.institution else found.uscc
    if request.method == "POST":
        return _save(request, scene, fields, found, label)
    return show(request, scene, fields, found, label)


def show(
    request: HttpRequest,
    scene: Scene,
    fields: Sequence[Field],
    unit: Unit | None,
    label: str,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    """The page of a section or sheet."""
    form, found = form_and_findings(scene)
    key = unit.key if unit else ""
    cells = Desk(scene, form, found.by_spot(), Talks(scene, form)).cells(fields, key)
    context = {
        "crumbs": scene.crumbs(Link(label, "")),
        "label": label,
        "cells": cells,
        "unit": unit,
        "unit_key": key,
        "pending": len(found.pending),
        "editable": any(cell.editable for cell in cells),
        "problems": problems or {},
        **_neighbours(scene, fields, unit),
    }
    return page(request, "section.html", scene, context, status=400 if problems else 200)


def _neighbours(scene: Scene, fields: Sequence[Field], unit: Unit | None) -> dict[str, Link | None]:
    """The pages before and after, in the order of the form."""
    if unit is not None:
        return {"before": None, "after": None}
    pages = list(sections_of(scene.guide))
    here = next(number for number, one in enumerate(pages) if one.fields == fields)
    links = [Link(str(one.label), scene.url("section", one.id)) for one in pages]
    return {
        "before": links[here - 1] if here else None,
        "after": links[here + 1] if here + 1 < len(links) else None,
    }


def _save(
    request: HttpRequest, scene: Scene, fields: Sequence[Field], unit: Unit | None, label: str
) -> HttpResponse:
    """Write what was changed on the page, cell by cell; what others wrote meanwhile is shown beside it."""
    clashes, problems = [], {}
    for field in fields:
        if field.kind in (FieldKind.TABLE, FieldKind.GROUP) or f"based:{field.path}" not in request.POST:
            continue
        value = split(field, request.POST.getlist(f"v:{field.path}"))
        based = number(request.POST.get(f"based:{field.path}", ""))
        if unchanged(scene, unit, field, value, based):
            continue
        try:
            write_cell(
                filing=scene.filing, unit=unit, path=field.path, value=value, based_on=based,
                by=scene.user, at=scene.at,
            )  # fmt: skip
        except Conflict as conflict:
            clashes.append(clash(field, unit, conflict.yours, conflict.theirs))
        except Refused as refused:
            problems[anchor_of(field)] = refused.message
    if clashes:
        return conflict_page(request, scene, clashes)
    if problems:
        return show(request, reload(scene), fields, unit, label, problems)
    follow = request.POST.get("onward", "")
    if follow and follow.startswith(scene.url("home")):
        return redirect(follow)
    return redirect(f"{request.path}?done=saved")


def unchanged(scene: Scene, unit: Unit | None, field: Field, value: object, based: int) -> bool:
    """Whether the person left the cell as it was shown: then a newer version of it is no clash."""
    version = CellVersion.objects.filter(
        cell__filing=scene.filing, cell__unit=unit, cell__path=field.path, cell__row=None, version=based
    ).first()
    before = as_text(version.value) if version else ""
    return spelt(before) == spelt(as_text(value))


def spelt(text: str) -> str:
    """A text as forms send it and as cells keep it, made comparable."""
    return text.replace("\r\n", "\n").strip()


def clash(field: Field, unit: Unit | None, yours: object, theirs: Written, row: int = 0) -> Clash:
    """Both versions of a cell as texts."""
    return Clash(
        field=field,
        unit=unit.key if unit else "",
        yours=as_text(yours),
        theirs=as_text(theirs.value),
        version=theirs.version,
        by=theirs.by.name if theirs.by else "",
        at=theirs.at,
        row=row,
        removed=theirs.removed,
    )


def conflict_page(
    request: HttpRequest, scene: Scene, clashes: list[Clash], problem: str = ""
) -> HttpResponse:
    """Both versions side by side; nothing was overwritten, and each is decided here."""
    crumbs = scene.crumbs(Link(gettext("Two versions"), ""))
    context = {"crumbs": crumbs, "clashes": clashes, "problem": problem}
    return page(request, "conflict.html", scene, context, status=409)


def number(text: str) -> int:
    """A version number from a form; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def cell_of(scene: Scene, unit: Unit | None, path: str) -> Cell | None:
    """The kept cell of a field, None where nobody has written it."""
    return Cell.objects.filter(filing=scene.filing, unit=unit, path=path, row=None).first()


__all__ = ["CellView", "Clash", "conflict_page", "section", "sheet", "show"]
