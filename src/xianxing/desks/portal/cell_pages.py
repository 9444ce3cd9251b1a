"""One cell or row at a time: autosave, the decision between two versions, rows, history, tables as files."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.cells import anchor_of, as_text, shown, split
from xianxing.desks.portal.once import once
from xianxing.desks.portal.scene import Scene, page, with_scene
from xianxing.desks.portal.section_pages import Clash, cell_of, clash, conflict_page, number, unchanged
from xianxing.desks.portal.sections import section_for
from xianxing.desks.portal.wording import PROSE, unglossed
from xianxing.desks.public.answers import from_script
from xianxing.documents.characters import (
    COMBINING,
    CONTROLS,
    DIRECTION,
    WHITE_SPACE,
    WIDE,
    ZERO_WIDTH,
)
from xianxing.documents.counting import count_zi
from xianxing.i18n import gettext
from xianxing.law import Field
from xianxing.pilot.filings.draft.cells import (
    Conflict,
    Written,
    add_row,
    field_at,
    move_row,
    remove_row,
    restore_row,
    write_cell,
    write_row,
)
from xianxing.pilot.filings.draft.diff import Change, differ, differ_all
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.draft.history import history
from xianxing.pilot.filings.draft.tables import table_as_csv, table_as_xlsx
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.models import Cell, Unit
from xianxing.pilot.refusal import Refused

LARGEST = 200_000


@audience("public")
@require_safe
def counting(_request: HttpRequest) -> HttpResponse:
    """The character tables of the counter, so that the browser counts by the server's rule."""
    tables = {
        "white": WHITE_SPACE,
        "wide": WIDE,
        "nothing": [COMBINING, ZERO_WIDTH, DIRECTION, CONTROLS],
    }
    response = JsonResponse(tables)
    response["Cache-Control"] = "public, max-age=86400"
    return response


@audience("unit")
@require_POST
@with_scene
def save(request: HttpRequest, scene: Scene) -> HttpResponse:
    """Autosave one cell. Takes and answers JSON; 409 with both versions when somebody was faster."""
    try:
        if len(request.body) > LARGEST:
            text = gettext("This is longer than a cell can be; put long text into a file.")
            return JsonResponse({"problem": text}, status=422)
        sent = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        sent = None
    if not isinstance(sent, dict):
        return JsonResponse({"problem": gettext("This couldn't be read; reload the page.")}, status=400)
    unit = unit_in(scene, str(sent.get("unit", "")))
    try:
        field = field_at(scene.filing, str(sent.get("path", "")))
        value = _value(field, sent.get("value"))
        cell = write_cell(
            filing=scene.filing, unit=unit, path=field.path, value=value,
            based_on=number(str(sent.get("based", ""))), by=scene.user, at=scene.at,
        )  # fmt: skip
    except Conflict as conflict:
        return JsonResponse(_both(conflict), status=409)
    except Refused as refused:
        return JsonResponse({"problem": refused.message}, status=422)
    text = as_text(cell.value)
    words = unglossed(load_form(scene.filing, sheets=()), text) if field.kind.value in PROSE else ()
    return JsonResponse({"version": cell.version, "count": count_zi(text), "words": list(words)})


@audience("unit")
@require_POST
@with_scene
def decide(request: HttpRequest, scene: Scene) -> HttpResponse:
    """Decide between two versions: theirs, yours, or what was merged. A third hand clashes again."""
    clashes: list[Clash] = []
    back, problem = scene.url("home"), ""
    for place in dict.fromkeys(request.POST.getlist("place")):
        key, _, path = place.partition("|")
        unit, field = unit_in(scene, key), field_at(scene.filing, path)
        back = page_of(scene, field, unit)
        if request.POST.get(f"choice:{place}") == "theirs":
            continue
        choice = "yours" if request.POST.get(f"choice:{place}") == "yours" else "merged"
        value = split(field, [request.POST.get(f"{choice}:{place}", "")])
        if field.kind.value == "choices" and isinstance(value, list):
            value = [line for one in value for line in str(one).splitlines()]
        based = number(request.POST.get(f"version:{place}", ""))
        try:
            write_cell(
                filing=scene.filing, unit=unit, path=path, value=value, based_on=based,
                by=scene.user, at=scene.at,
            )  # fmt: skip
        except Conflict as conflict:
            clashes.append(clash(field, unit, conflict.yours, conflict.theirs))
        except Refused as refused:
            problem = refused.message
            clashes.append(clash(field, unit, value, _standing(scene, unit, path)))
    if clashes:
        return conflict_page(request, scene, clashes, problem)
    return redirect(f"{back.partition('#')[0]}?done=saved")


@audience("unit")
@require_POST
@with_scene
def row(request: HttpRequest, scene: Scene) -> HttpResponse:
    """Add, write, move, take out or bring back a row; JSON for the script, a page for everybody else."""
    scripted = from_script(request)
    unit = unit_in(scene, request.POST.get("unit", ""))
    field = field_at(scene.filing, request.POST.get("path", ""))
    back = page_of(scene, field, unit)
    try:
        cell = _act(request, scene, field, unit)
    except Conflict as conflict:
        if scripted:
            return JsonResponse(_both(conflict, field), status=409)
        return _row_conflict(request, scene, field, unit, conflict)
    except Refused as refused:
        if scripted:
            return JsonResponse({"problem": refused.message}, status=422)
        context = {
            "crumbs": scene.crumbs(Link(str(field.label), back)),
            "problem": refused.message,
            "back": back,
        }
        return page(request, "refused.html", scene, context, status=400)
    if scripted:
        return JsonResponse({"version": cell.version, "row": cell.pk})
    return redirect(back)


@audience("unit")
@require_safe
@with_scene
def versions(request: HttpRequest, scene: Scene) -> HttpResponse:
    """Who wrote what in a cell, each version compared with the one before; rows that were taken out."""
    unit = unit_in(scene, request.GET.get("unit", ""))
    field = field_at(scene.filing, request.GET.get("path", ""))
    cells = Cell.objects.filter(filing=scene.filing, unit=unit, path=field.path).order_by("position", "pk")
    shown_cells = []
    for cell in cells:
        kept = history(cell=cell, by=scene.user, at=scene.at)
        texts = ["" if one.removed else _spoken(field, one.value) for one in kept]
        steps = list(zip(kept, differ_all(list(zip([*texts[1:], ""], texts, strict=True))), strict=True))
        shown_cells.append((cell, steps))
    context = {
        "crumbs": scene.crumbs(
            Link(str(field.label), page_of(scene, field, unit)), Link(gettext("Versions"), "")
        ),
        "field": field,
        "cells": shown_cells,
        "unit_key": unit.key if unit else "",
        "back": page_of(scene, field, unit),
        "added": Change.ADDED,
        "removed": Change.REMOVED,
    }  # fmt: skip
    return page(request, "versions.html", scene, context)


@audience("unit")
@require_safe
@with_scene
def table(request: HttpRequest, scene: Scene) -> HttpResponse:
    """A table of the form as a spreadsheet (`?as=xlsx`, else CSV)."""
    unit = unit_in(scene, request.GET.get("unit", ""))
    field = field_at(scene.filing, request.GET.get("path", ""))
    workbook = request.GET.get("as") == "xlsx"
    make, ending = (table_as_xlsx, "xlsx") if workbook else (table_as_csv, "csv")
    try:
        content = make(filing=scene.filing, path=field.path, by=scene.user, at=scene.at, unit=unit)
    except Refused:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = disposition(f"{field.label.zh}.{ending}")
    return response


def unit_in(scene: Scene, key: str) -> Unit | None:
    """The unit whose sheet is meant, None for the form; Http404 for one that the person may not see."""
    return scene.visible(key) if key else None


def page_of(scene: Scene, field: Field, unit: Unit | None) -> str:
    """The address of a cell on its page."""
    anchor = f"#{anchor_of(field)}"
    if unit is not None:
        return scene.url("unit", unit.key) + anchor
    section = section_for(scene.guide, field.path)
    return scene.url("section", section.id) + anchor if section else scene.url("home")


def _act(request: HttpRequest, scene: Scene, field: Field, unit: Unit | None) -> Cell:
    post, by, at = request.POST, scene.user, scene.at
    if "add" in post:
        value = _columns(request, field)
        return add_row(
            filing=scene.filing, unit=unit, path=field.path, value=value, by=by, at=at, row=once(request)
        )
    cell = Cell.objects.filter(
        filing=scene.filing, unit=unit, path=field.path, row__isnull=False, pk=number(post.get("row", ""))
    ).first()
    if cell is None:
        raise Http404
    based = number(post.get("based", ""))
    if "remove" in post:
        return remove_row(cell=cell, based_on=based, by=by, at=at)
    if "restore" in post:
        return restore_row(cell=cell, by=by, at=at)
    if "up" in post or "down" in post:
        place = number(post.get("place", "")) + (-1 if "up" in post else 1)
        move_row(cell=cell, to=max(0, place), by=by, at=at)
        return cell
    return write_row(cell=cell, value=_columns(request, field), based_on=based, by=by, at=at)


def _standing(scene: Scene, unit: Unit | None, path: str) -> Written:
    """What a cell holds now, for the page on which a choice between two versions is made."""
    cell = cell_of(scene, unit, path)
    if cell is None:
        return Written(None, 0, None, None)
    return Written(cell.value, cell.version, cell.updated_by, cell.updated_at, cell.removed)


def _columns(request: HttpRequest, field: Field) -> dict[str, object]:
    """What was sent of a row: each column under a name that no other part of the form can have."""
    names = {column.key: f"column:{column.key}" for column in field.columns}
    sent = {
        c.key: split(c, request.POST.getlist(names[c.key]))
        for c in field.columns
        if names[c.key] in request.POST
    }
    return {key: value for key, value in sent.items() if value not in (None, "")}


def _row_conflict(
    request: HttpRequest, scene: Scene, field: Field, unit: Unit | None, conflict: Conflict
) -> HttpResponse:
    theirs = conflict.theirs.value if isinstance(conflict.theirs.value, dict) else {}
    yours = conflict.yours if isinstance(conflict.yours, dict) else {}
    columns = [
        (c, shown(c, theirs.get(c.key)), shown(c, yours.get(c.key)), as_text(yours.get(c.key)))
        for c in field.columns
    ]
    context: dict[str, Any] = {
        "crumbs": scene.crumbs(Link(gettext("Two versions"), "")),
        "field": field,
        "unit_key": unit.key if unit else "",
        "columns": columns,
        "theirs": conflict.theirs,
        "taken_out": conflict.yours is None,
        "row": request.POST.get("row", ""),
        "back": page_of(scene, field, unit),
    }
    return page(request, "row_conflict.html", scene, context, status=409)


def _value(field: Field, value: object) -> object:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return split(field, value)
    return split(field, [value]) if isinstance(value, str) else value


def _both(conflict: Conflict, field: Field | None = None) -> dict[str, object]:
    theirs = conflict.theirs
    text = _spoken(field, theirs.value) if field else as_text(theirs.value)
    yours = _spoken(field, conflict.yours) if field else as_text(conflict.yours)
    return {
        "problem": conflict.message,
        "theirs": text,
        "yours": yours,
        "diff": [[segment.change.value, segment.text] for segment in differ(text, yours)],
        "version": theirs.version,
        "by": theirs.by.name if theirs.by else "",
        "removed": theirs.removed,
    }


def _spoken(field: Field, value: object) -> str:
    """A value or row as plain text under its labels."""
    if isinstance(value, dict):
        return "\n".join(f"{c.label}: {shown(c, value.get(c.key))}" for c in field.columns if c.key in value)
    return shown(field, value)


__all__ = ["counting", "decide", "row", "save", "table", "unchanged", "versions"]
