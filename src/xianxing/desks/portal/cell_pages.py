"""One cell or row at a time: autosave, the decision between two versions, history, tables as files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.cells import anchor_of, as_text, shown, split
from xianxing.desks.portal.clashes import Clash, clash_of, conflict_page
from xianxing.desks.portal.form_data import SentCell, as_uuid, misfits, number
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.sections import section_for
from xianxing.documents.characters import (
    COMBINING,
    CONTROLS,
    DIRECTION,
    WHITE_SPACE,
    WIDE,
    ZERO_WIDTH,
)
from xianxing.i18n import gettext
from xianxing.law import Field
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.cells import (
    CellPlace,
    Conflict,
    Written,
    field_at,
    remove_row,
    restore_row,
    write,
)
from xianxing.pilot.filings.draft.diff import SegmentKind, differ, differ_all
from xianxing.pilot.filings.draft.history import history
from xianxing.pilot.filings.draft.tables import table_as_csv, table_as_xlsx
from xianxing.pilot.filings.draft.values import Value
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.models import Cell, Unit
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.refusal import Refused

LARGEST = 200_000
MOST_UNANSWERED = 5


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
def save(request: HttpRequest, case: UUID) -> HttpResponse:
    """Autosave one cell or row. Takes and answers JSON; 409 with both versions when somebody was faster.

    The answer names the version, and what doesn't fit its field by the ids of the controls. The shortest way
    from a key to the database: no page's context, no other cell is read for it.
    """
    sent = _read(request)
    if isinstance(sent, JsonResponse):
        if not readable_filings(acting(request), at=now()).filter(pk=case).exists():
            raise Http404
        return sent
    row = as_uuid(str(sent["row"])) if sent.get("row") else None
    place = CellPlace(str(sent.get("unit", "")), str(sent.get("path", "")), row)
    try:
        cell = write(
            case=case, place=place, value=sent.get("value"), based_on=number(str(sent.get("based", ""))),
            by=acting(request), at=now(), held=roles_here(request).institutions, earlier=_earlier(sent),
        )  # fmt: skip
    except Conflict as conflict:
        return JsonResponse(_both(conflict), status=409)
    except Refused as refused:
        if refused.code == "stopped":
            raise Http404 from None
        return JsonResponse({"problem": refused.message}, status=422)
    field = field_at(cell.filing, cell.path)
    key = f"{cell.path}|{row}" if row else cell.path
    return JsonResponse({"version": cell.version, "problems": misfits(field, key, cell.value)})


def _earlier(sent: Mapping[str, object]) -> list[object]:
    """What the page sent of this cell before and got no answer to, the last few."""
    found = sent.get("earlier")
    return found[-MOST_UNANSWERED:] if isinstance(found, list) else []


def _read(request: HttpRequest) -> dict[str, object] | JsonResponse:
    """The JSON of a request; an answer that says what is wrong with it."""
    try:
        if len(request.body) > LARGEST:
            text = gettext("This is longer than a cell can be; put long text into a file.")
            return JsonResponse({"problem": text}, status=422)
        sent = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        sent = None
    if not isinstance(sent, dict):
        return JsonResponse({"problem": gettext("This couldn't be read; reload the page.")}, status=400)
    return sent


@audience("unit")
@require_POST
@with_scene
def decide(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Decide between two versions of cells and rows: theirs, yours, or what was merged.

    A third hand clashes again.
    """
    clashes: list[Clash] = []
    back, problem = scene.url("home"), ""
    for named in dict.fromkeys(request.POST.getlist("place")):
        key, _, rest = named.partition("|")
        path, _, row = rest.partition("|")
        unit, field = unit_in(scene, key), field_at(scene.filing, path)
        back = page_of(scene, field, unit)
        choice = request.POST.get(f"choice:{named}", "")
        if choice == "theirs":
            continue
        place = CellPlace(key, path, as_uuid(row))
        based = number(request.POST.get(f"version:{named}", ""))
        sent = SentCell(named, field, place, _decided(request, named, field, choice), based)
        try:
            _settle(scene, unit, sent, choice)
        except Conflict as conflict:
            clashes.append(clash_of(sent, unit, conflict))
        except Refused as refused:
            problem = refused.message
            clashes.append(
                clash_of(sent, unit, Conflict(_standing(scene, unit, place), _as_value(sent.value)))
            )
    if clashes:
        return conflict_page(request, scene, clashes, problem)
    return redirect(f"{back.partition('#')[0]}?done=saved")


def _decided(request: HttpRequest, named: str, field: Field, choice: str) -> object:
    """What is to stand: one of the texts, or a row column by column."""
    if field.columns:
        sent = {c.key: split(c, request.POST.getlist(f"merged:{named}:{c.key}")) for c in field.columns}
        return {key: value for key, value in sent.items() if value not in (None, "")}
    text = request.POST.get(f"{'yours' if choice == 'yours' else 'merged'}:{named}", "")
    value = split(field, [text])
    if field.kind.value == "choices" and isinstance(value, list):
        return [line for one in value for line in str(one).splitlines()]
    return value


def _settle(scene: FilingContext, unit: Unit | None, sent: SentCell, choice: str) -> None:
    cell = cell_of(scene, unit, sent.place) if choice in ("restore", "remove") else None
    if choice == "remove" and cell is not None:
        remove_row(cell=cell, based_on=sent.based, by=scene.user, at=scene.at)
        return
    based = sent.based
    if choice == "restore" and cell is not None:
        based = restore_row(cell=cell, by=scene.user, at=scene.at).version
    write(
        case=scene.filing.pk, place=sent.place, value=sent.value, based_on=based,
        by=scene.user, at=scene.at, held=scene.held,
    )  # fmt: skip


@audience("unit")
@require_POST
@with_scene
def row(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Bring a row back that was taken out."""
    unit = unit_in(scene, request.POST.get("unit", ""))
    field = field_at(scene.filing, request.POST.get("path", ""))
    found = Cell.objects.filter(filing=scene.filing, unit=unit, path=field.path, row__isnull=False)
    cell = found.filter(pk=number(request.POST.get("row", ""))).first()
    if cell is None:
        raise Http404
    restore_row(cell=cell, by=scene.user, at=scene.at)
    return redirect(page_of(scene, field, unit))


@audience("unit")
@require_safe
@with_scene
def versions(request: HttpRequest, scene: FilingContext) -> HttpResponse:
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
        "added": SegmentKind.ADDED,
        "removed": SegmentKind.REMOVED,
    }  # fmt: skip
    return page(request, "versions.html", scene, context)


@audience("unit")
@require_safe
@with_scene
def table(request: HttpRequest, scene: FilingContext) -> HttpResponse:
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


def unit_in(scene: FilingContext, key: str) -> Unit | None:
    """The unit whose sheet is meant, None for the form; Http404 for one that the person may not see."""
    return scene.visible(key) if key else None


def page_of(scene: FilingContext, field: Field, unit: Unit | None) -> str:
    """The address of a cell on its page."""
    section = section_for(scene.guide, field.path)
    if section is None:
        return scene.url("home")
    page = scene.url("unit-part", unit.key, section.id) if unit else scene.url("section", section.id)
    return f"{page}#{anchor_of(field)}"


def cell_of(scene: FilingContext, unit: Unit | None, place: CellPlace) -> Cell | None:
    """The kept cell or row at a place, None where nobody has written it."""
    return Cell.objects.filter(filing=scene.filing, unit=unit, path=place.path, row=place.row).first()


def _standing(scene: FilingContext, unit: Unit | None, place: CellPlace) -> Written:
    """What a cell holds now, for the page on which a choice between two versions is made."""
    cell = cell_of(scene, unit, place)
    if cell is None:
        return Written(None, 0, None, None)
    return Written(cell.value, cell.version, cell.updated_by, cell.updated_at, cell.removed)


def _as_value(value: object) -> Value:
    return value if isinstance(value, (str, int, float, list, dict)) else None


def _both(conflict: Conflict) -> dict[str, object]:
    theirs, field = conflict.theirs, conflict.field
    row = field is not None and field.columns
    text, yours = (
        _spoken(field, one) if field is not None and row else as_text(one)
        for one in (theirs.value, conflict.yours)
    )
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
