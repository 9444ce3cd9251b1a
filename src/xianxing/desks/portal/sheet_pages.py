"""The public sheet: filled by acts, masked with reasons, read exactly as the public will read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from xianxing.checker.body import records
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.bodies import FieldAnswer, answer_of
from xianxing.desks.portal.cells import Input, as_text, input_of, split
from xianxing.desks.portal.finding_pages import names_of
from xianxing.desks.portal.form_data import number
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.desks.public.places import place
from xianxing.i18n import gettext
from xianxing.law import Field
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.draft.locations import located, unit_of
from xianxing.pilot.filings.models import Attestation, Mask, PublicCell, Unit
from xianxing.pilot.filings.permissions import frozen_body, visible_units
from xianxing.pilot.filings.public_sheet.acts import (
    MOST_ROWS,
    consent_to_sheet,
    lift_mask,
    mask,
    take_from_cell,
    write_public_cell,
)
from xianxing.pilot.filings.public_sheet.changes import SheetChanges, last_consents, sheet_changes_since
from xianxing.pilot.filings.public_sheet.sheet import (
    field_at,
    masks_of,
    preview,
    sheet_consents,
    sheet_fields,
)
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

SHEET = "filings/<uuid:case>/public-sheet/"
BLANK_ROWS = 2


@dataclass(frozen=True)
class SheetField:
    """A field of the sheet: what it says now, what the filing holds there, and what is masked."""

    location: str
    unit: str
    answer: FieldAnswer
    inside: FieldAnswer
    version: int
    text: str
    rows: tuple[tuple[Input, ...], ...]
    taken: bool
    table: bool
    masks: tuple[tuple[Mask, str], ...]
    open: bool = False

    @property
    def masked(self) -> bool:
        """Whether the field as a whole is withheld."""
        return any(row.location == self.location for row, _label in self.masks)

    @property
    def offered(self) -> bool:
        """Whether it is empty, and the filing holds something for it that isn't withheld."""
        filled, held = (bool(one.text or one.rows) for one in (self.answer, self.inside))
        return held and not filled and not self.masked

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return "e-" + "".join(c if c.isalnum() else "-" for c in self.location)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def edit(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Every field that the sheet has room for; POST takes, writes, empties, masks or lifts a mask."""
    problem = ""
    if request.method == "POST":
        try:
            _act(request, scene)
            return redirect(f"{request.path}?done=saved#{request.POST.get('anchor', '')}")
        except Refused as refused:
            problem = refused.message
    form = load_form(scene.filing, sheets=visible_units(scene.who), units=scene.who.with_invited)
    entries = list(_entries(scene, form))
    if problem and request.POST.get("act") == "write":
        typed = request.POST.get("location", "")
        entries = [_retyped(scene, one, request.POST) if one.location == typed else one for one in entries]
    named = {row.pk for entry in entries for row, _label in entry.masks}
    context = {
        "crumbs": scene.crumbs(Link(gettext("Public sheet"), "")),
        "entries": entries,
        "filled": sum(bool(entry.version and (entry.answer.text or entry.answer.rows)) for entry in entries),
        "offered": scene.who.lead in scene.who.own and any(entry.offered for entry in entries),
        "files": [(f"material[{n}]", m.file_name) for n, (m, _version) in enumerate(form.materials)],
        "other_masks": [pair for pair in _masks(scene, form) if pair[0].pk not in named],
        "leads": scene.who.lead in scene.who.own,
        "confirmed": [name_of(row.unit) for row in sheet_consents(scene.filing)],
        "problem": problem,
    }
    return page(request, "sheet.html", scene, context, status=400 if problem else 200)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def read(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Exactly what the public would see; a signatory consents to it here with the second factor."""
    problem = code_problem = ""
    if request.method == "POST":
        unit = next((one for one in scene.who.own if one.key == request.POST.get("unit")), None)
        if unit is None:
            raise Http404
        code_problem = step_up(request, act="sheet_consent")
        if not code_problem:
            try:
                consent_to_sheet(
                    filing=scene.filing, unit=unit, sheet_digest=request.POST.get("digest", ""),
                    by=scene.user, at=scene.at, step_up=StepUp.just_given(scene.user),
                )  # fmt: skip
                return redirect(f"{request.path}?done=confirmed")
            except Refused as refused:
                problem = refused.message
    shown = preview(scene.filing)
    units = {unit.key: name_of(unit) for unit in scene.who.units}
    consents = {row.unit_id: row for row in sheet_consents(scene.filing)}
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Public sheet"), scene.url("sheet")), Link(gettext("As the public sees it"), "")
        ),
        "sheet": shown,
        "entries": [
            (units.get(entry.unit, ""), answer_of(field_at(scene.filing, entry.location), entry.value))
            for entry in shown.entries
        ],
        "withheld": [str(field_at(scene.filing, one).label) for one in shown.withheld],
        "consents": [(unit, name_of(unit), consents.get(unit.pk)) for unit in scene.who.units],
        "mine": [unit for unit in _signs_for(scene) if unit.pk not in consents],
        "changed": list(_changed(scene, consents)),
        "frozen": frozen_body(scene.filing) is not None,
        "problem": problem,
        "code_problem": code_problem,
    }
    return page(request, "sheet_read.html", scene, context, status=400 if problem or code_problem else 200)


def _act(request: HttpRequest, scene: FilingContext) -> None:
    post, filing, by, at = request.POST, scene.filing, scene.user, scene.at
    location, act, based = post.get("location", ""), post.get("act", ""), number(post.get("based", ""))
    if act == "take":
        take_from_cell(filing=filing, location=location, based_on=based, by=by, at=at)
    elif act in ("write", "empty"):
        value = _written(field_at(filing, location), post) if act == "write" else None
        write_public_cell(filing=filing, location=location, value=value, based_on=based, by=by, at=at)
    elif act == "mask":
        mask(filing=filing, location=location, reason=post.get("reason", ""), by=by, at=at)
    elif act == "lift":
        found = masks_of(filing).filter(pk=number(post.get("mask", ""))).first()
        if found is None:
            raise Http404
        lift_mask(mask=found, by=by, at=at)
    else:
        raise Http404


def _written(field: Field, post: QueryDict) -> object:
    """What a form sent for an entry: a value, or the rows of a table without those left empty."""
    if not field.columns:
        return split(field, post.getlist("text"))
    rows = []
    for row in range(min(number(post.get("rows", "")), MOST_ROWS)):
        sent = {column.key: split(column, post.getlist(f"{row}:{column.key}")) for column in field.columns}
        said = {key: value for key, value in sent.items() if value not in (None, "")}
        if said:
            rows.append(said)
    return rows or None


def _retyped(scene: FilingContext, entry: SheetField, post: QueryDict) -> SheetField:
    """An entry that was refused, with what was typed, so that nothing is lost."""
    field = field_at(scene.filing, entry.location)
    rows = _rows_of(scene, field, entry.location, _written(field, post)) if field.columns else ()
    return replace(entry, text=post.get("text", ""), rows=rows, open=True)


def _changed(
    scene: FilingContext, consents: Mapping[int, Attestation]
) -> Iterator[tuple[str, Attestation, SheetChanges]]:
    """For each own unit whose consent is void: that consent, and what has changed since."""
    for unit, said in last_consents(scene.who).items():
        if unit in consents:
            continue
        with suppress(Refused):
            yield name_of(said.unit), said, sheet_changes_since(said, by=scene.user, at=scene.at)


def _rows_of(
    scene: FilingContext, field: Field, location: str, value: object
) -> tuple[tuple[Input, ...], ...]:
    """The rows of a table as inputs, with some empty ones below."""
    held = [*records(value), *({} for _ in range(BLANK_ROWS))] if field.columns else []
    day, place = day_of(scene.at), "".join(c if c.isalnum() else "-" for c in location)
    return tuple(
        tuple(
            input_of(
                scene.guide, day, column, id=f"t-{place}-{row}-{column.key}", name=f"{row}:{column.key}",
                value=record.get(column.key),
            )
            for column in field.columns
        )
        for row, record in enumerate(held[:MOST_ROWS])
    )  # fmt: skip


def _entries(scene: FilingContext, form: FilingForm) -> Iterator[SheetField]:
    held = {cell.path: cell for cell in scene.filing.public_cells.all()}
    masks = _masks(scene, form)
    seen = {unit.key: unit for unit in visible_units(scene.who)}
    sheets = {str(one.get("id")): one for one in records(form.data.get("unit"))}
    for field in sheet_fields(scene.filing):
        if field.group == "unit":
            for key in seen:
                location = f"unit[{key}].{field.key}"
                yield _entry(scene, field, location, name_of(seen[key]), held, sheets.get(key), masks)
        else:
            group = form.data.get(field.group)
            inside = group if isinstance(group, Mapping) else None
            yield _entry(scene, field, field.path, "", held, inside, masks)


def _entry(
    scene: FilingContext,
    field: Field,
    location: str,
    unit: str,
    held: Mapping[str, PublicCell],
    inside: Mapping[str, object] | None,
    masks: list[tuple[Mask, str]],
) -> SheetField:
    cell = held.get(location)
    value = cell.value if cell else None
    about = [
        pair for pair in masks if pair[0].location == location or pair[0].location.startswith(f"{location}[")
    ]
    return SheetField(
        location=location,
        unit=unit,
        answer=answer_of(field, value),
        inside=answer_of(field, inside.get(field.key) if inside else None),
        version=cell.version if cell else 0,
        text="" if field.columns else as_text(value),
        rows=_rows_of(scene, field, location, value),
        taken=bool(cell and cell.taken_from),
        table=bool(field.columns),
        masks=tuple(about),
    )


def _masks(scene: FilingContext, form: FilingForm) -> list[tuple[Mask, str]]:
    """The masks in force that the person may see, each with the words for its place."""
    names, seen = names_of(form), {"", *(unit.key for unit in visible_units(scene.who))}
    found = []
    for row in masks_of(scene.filing):
        if unit_of(row.location) not in seen:
            continue
        spot = place(located(form, row.location) or row.location, scene.guide, names)
        found.append((row, " · ".join(filter(None, (spot.label, spot.spot)))))
    return found


def _signs_for(scene: FilingContext) -> list[Unit]:
    role = frozenset({MemberRole.SIGNATORY})
    return [unit for unit in scene.who.own if scene.who.of(unit, role)]


urls: list[URLPattern] = [
    path(SHEET, edit, name="sheet"),
    path(f"{SHEET}preview/", read, name="sheet-read"),
]
