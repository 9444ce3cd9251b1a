"""One section or sheet a page: every cell with guidance, count, findings and comments beside it.

The page is one form. Each of its buttons sends all of it, so that whatever is pressed, everything that was
typed is kept first: cells, rows that were begun, and comments or questions that were not sent yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.unsent_pages import plain
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.cells import Desk, UnkeptValue, anchor_of
from xianxing.desks.portal.clashes import Clash, clash_of, conflict_page
from xianxing.desks.portal.form_data import SentCell, as_uuid, changed, misfits, number, sent_cells
from xianxing.desks.portal.scene import FilingContext, form_and_findings, page, reload, with_scene
from xianxing.desks.portal.sections import FormSection, sections_of, sheet_parts_of, status
from xianxing.desks.portal.talk_pages import say_beside
from xianxing.desks.portal.talks import Talks
from xianxing.desks.portal.tasks import name_of
from xianxing.law import Field
from xianxing.pilot.filings.draft.cells import CellPlace, Conflict, move_row, remove_row, write
from xianxing.pilot.filings.models import Cell, Unit
from xianxing.pilot.parties.domain.unsent import unsent_texts
from xianxing.pilot.refusal import Refused

# Buttons that go on, after which nobody may come back to a word that doesn't fit.
ONWARD = frozenset(("after", "findings"))


@dataclass
class SaveResult:
    """What became of what a page sent: what clashed, and by place what was refused or doesn't fit."""

    clashes: list[Clash] = field(default_factory=list)
    refused: dict[str, UnkeptValue] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormPage:
    """A page of the form: its fields, its name, the unit whose sheet it is, the pages before and after."""

    fields: Sequence[Field]
    label: str
    unit: Unit | None = None
    before: Link | None = None
    after: Link | None = None


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def section(request: HttpRequest, scene: FilingContext, section: str) -> HttpResponse:
    """One topic of the form."""
    pages = sections_of(scene.guide)
    leaf = _leaf(pages, section, [scene.url("section", one.id) for one in pages])
    return _save(request, scene, leaf) if request.method == "POST" else show(request, scene, leaf)


@audience("unit")
@require_safe
@with_scene
def sheet(request: HttpRequest, scene: FilingContext, unit: str) -> HttpResponse:
    """A unit's sheet begins on its first page."""
    first = scene.url("unit-part", scene.visible(unit).key, sheet_parts_of(scene.guide)[0].id)
    asked = request.GET.urlencode()
    return redirect(f"{first}?{asked}" if asked else first)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def sheet_part(request: HttpRequest, scene: FilingContext, unit: str, part: str) -> HttpResponse:
    """One topic of a unit's own sheet; of another unit's only from the freeze on."""
    found, pages = scene.visible(unit), sheet_parts_of(scene.guide)
    leaf = _leaf(pages, part, [scene.url("unit-part", found.key, one.id) for one in pages], found)
    return _save(request, scene, leaf) if request.method == "POST" else show(request, scene, leaf)


def _leaf(
    pages: Sequence[FormSection], asked: str, addresses: Sequence[str], unit: Unit | None = None
) -> FormPage:
    """The page that is asked for, with those before and after it; Http404 for one that there isn't."""
    here = next((number for number, one in enumerate(pages) if one.id == asked), None)
    if here is None:
        raise Http404
    links = [Link(str(one.label), address) for one, address in zip(pages, addresses, strict=True)]
    before = links[here - 1] if here else None
    after = links[here + 1] if here + 1 < len(links) else None
    return FormPage(pages[here].fields, str(pages[here].label), unit, before, after)


def show(
    request: HttpRequest, scene: FilingContext, leaf: FormPage, kept: SaveResult | None = None
) -> HttpResponse:
    """The page of a section or sheet."""
    form, found = form_and_findings(scene)
    key = leaf.unit.key if leaf.unit else ""
    spots = found.by_spot()
    typed = kept.refused if kept else {}
    talks = Talks(scene, form, unsent_texts(scene.user, plain(request.path)))
    cells = Desk(scene, form, spots, talks, typed).cells(leaf.fields, key)
    editable = any(cell.editable for cell in cells)
    problems = kept.problems if kept else {}
    context = {
        "crumbs": scene.crumbs(*_crumbs(scene, leaf)),
        "leaf": leaf,
        "label": leaf.label,
        "unit_name": name_of(leaf.unit) if leaf.unit else "",
        "cells": cells,
        "unit_key": key,
        "progress": status(leaf.fields, form, key, {}),
        "pending": len(found.pending),
        "editable": editable,
        "problems": problems,
        "lost": [] if editable else [(one, typed[one]) for one in typed],
        "opened": request.GET.get("open", ""),
        "taken_out": _taken_out(scene, leaf),
        "from_findings": "findings" in (request.GET.get("from"), request.POST.get("from")),
    }
    return page(request, "section.html", scene, context, status=400 if problems else 200)


def _taken_out(scene: FilingContext, leaf: FormPage) -> frozenset[str]:
    """The tables of the page from which rows were taken out and not brought back."""
    tables = [field.path for field in leaf.fields if field.columns]
    if not tables:
        return frozenset()
    rows = Cell.objects.filter(filing=scene.filing, unit=leaf.unit, path__in=tables, removed=True)
    return frozenset(rows.exclude(row=None).values_list("path", flat=True))


def _crumbs(scene: FilingContext, leaf: FormPage) -> list[Link]:
    """The way to the page: the units before a page of a sheet."""
    here = Link(leaf.label, "")
    return [Link(name_of(leaf.unit), scene.url("units")), here] if leaf.unit else [here]


def _save(request: HttpRequest, scene: FilingContext, leaf: FormPage) -> HttpResponse:
    """Keep what was changed on the page, then do what the button says."""
    key = leaf.unit.key if leaf.unit else ""
    act, _, place = request.POST.get("act", "").partition(":")
    kept = SaveResult()
    everything = list(sent_cells(request.POST, leaf.fields, key))
    for sent in changed(scene.filing, leaf.unit, everything):
        _keep(scene, leaf, sent, kept)
    if kept.clashes:
        return conflict_page(request, scene, kept.clashes)
    if act in ("", "save") or (act == "to" and place in ONWARD):
        kept.problems |= _standing(request, everything) | kept.problems
    try:
        said = say_beside(request, scene, act, place)
        if not kept.problems and act in ("remove", "up", "down"):
            return _move(request, scene, leaf, act, place)
    except Conflict as conflict:
        return conflict_page(request, scene, [clash_of(_row(leaf, place), None, conflict)])
    except Refused as refused:
        kept.problems["talk" if act in ("say", "ask") else "cells"] = refused.message
    if kept.problems:
        return show(request, reload(scene), leaf, kept)
    return said or redirect(_onward(request, scene, leaf, act, place))


def _keep(scene: FilingContext, leaf: FormPage, sent: SentCell, kept: SaveResult) -> None:
    """Write one cell or row, and note what stands in the way or doesn't fit."""
    try:
        cell = write(
            case=scene.filing.pk, place=sent.place, value=sent.value, based_on=sent.based,
            by=scene.user, at=scene.at, held=scene.held,
        )  # fmt: skip
    except Conflict as conflict:
        kept.clashes.append(clash_of(sent, leaf.unit, conflict))
        return
    except Refused as refused:
        kept.refused[sent.key] = UnkeptValue(sent.value, sent.based, refused.message)
        kept.problems[_spot(sent)] = refused.message
        return
    kept.problems |= misfits(sent.field, sent.key, cell.value)


def _standing(request: HttpRequest, sent: Iterable[SentCell]) -> dict[str, str]:
    """What doesn't fit on the page, saved by itself perhaps; what the page has told already is left out."""
    told = set(request.POST.getlist("warned"))
    found = (misfits(one.field, one.key, one.value) for one in sent)
    return {spot: text for group in found for spot, text in group.items() if spot not in told}


def _spot(sent: SentCell) -> str:
    """The id of the control or row that was sent."""
    row = sent.key.partition("|")[2]
    return f"row-{row}" if row else f"i-{anchor_of(sent.field)}"


def _move(request: HttpRequest, scene: FilingContext, leaf: FormPage, act: str, place: str) -> HttpResponse:
    """Take a row out, or move it one place."""
    sent = _row(leaf, place)
    cell = Cell.objects.filter(
        filing=scene.filing, unit=leaf.unit, path=sent.place.path, row=sent.place.row, removed=False
    ).first()
    anchor = f"{request.path}#{anchor_of(sent.field)}"
    if cell is None:
        return redirect(anchor)
    if act == "remove":
        seen = number(request.POST.get(f"based:{place}", ""))
        own = cell.updated_by_id == scene.user.pk  # perhaps written a moment ago, by this very form
        remove_row(cell=cell, based_on=cell.version if own else seen, by=scene.user, at=scene.at)
    else:
        before = Cell.objects.filter(filing=scene.filing, unit=leaf.unit, path=cell.path, removed=False)
        order = list(before.exclude(row=None).order_by("position", "pk").values_list("pk", flat=True))
        to = order.index(cell.pk) + (-1 if act == "up" else 1)
        move_row(cell=cell, to=max(0, to), by=scene.user, at=scene.at)
    return redirect(anchor)


def _row(leaf: FormPage, place: str) -> SentCell:
    """The row that a button names; Http404 for one that isn't of the page."""
    path, _, row = place.partition("|")
    known = as_uuid(row)
    found = next((one for one in leaf.fields if one.path == path and one.columns), None)
    if known is None or found is None:
        raise Http404
    return SentCell(place, found, CellPlace(leaf.unit.key if leaf.unit else "", path, known), None, 0)


def _onward(request: HttpRequest, scene: FilingContext, leaf: FormPage, act: str, place: str) -> str:
    """Where the button leads once everything is kept."""
    ways = {"before": leaf.before, "after": leaf.after}
    link = ways.get(place) if act == "to" else None
    if link is not None:
        return link.url
    if act == "to" and place in ("home", "findings"):
        return scene.url(place)
    table = next((one for one in leaf.fields if act == "add" and one.path == place), None)
    if table is not None:
        return f"{request.path}?open={table.path}#new-{anchor_of(table)}"
    return f"{request.path}?done=saved"
