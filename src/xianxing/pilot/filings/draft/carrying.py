"""Carrying a draft into another call: a new filing under that call's guide, and what no longer fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.cells import place_of
from xianxing.pilot.filings.draft.messages import tell_of_invitation
from xianxing.pilot.filings.draft.opening import open_filing
from xianxing.pilot.filings.draft.predecessors import ended_without_trial
from xianxing.pilot.filings.draft.values import Value, keep
from xianxing.pilot.filings.folder.importing import Left
from xianxing.pilot.filings.models import (
    Cell,
    CellVersion,
    Filing,
    Material,
    MaterialVersion,
    StoredFile,
    Unit,
)
from xianxing.pilot.filings.permissions import STEERERS, standing
from xianxing.pilot.filings.storage.vault import locked_files
from xianxing.pilot.filings.tasks import ask_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


@dataclass
class Carried:
    """The new filing, and everything of the old one that isn't in it."""

    filing: Filing
    left: list[Left] = field(default_factory=list)


@transaction.atomic
def carry_over(*, filing: Filing, call: Call, by: User, at: datetime, once: UUID | None = None) -> Carried:
    """Copy a filing's form, sheets and files into a new draft under another call; the old one stays as it is.

    The lead's author or account manager does it, while that call's window is open. Other units are invited
    anew; their sheets come along and are theirs. Cells are fitted to the new guide and keep their authors,
    files refer to the same stored bytes. Reviews, consents, explanations, comments and questions stay with
    the old filing, and so does who wrote what was overwritten: that person reviews neither of them. One that
    was filed and ended without a trial becomes the predecessor. `once` as in `open_filing`.
    """
    who = standing(by, filing, at=at)
    lead = who.lead
    if not who.of(lead, STEERERS) or lead.institution is None:
        raise Refused("lead", _("Only the lead unit's author or account manager carries a filing over."))
    if call.pk == filing.case.call_id:
        raise Refused("same-call", _("The filing is under this call already."))
    # whoever erases one of its files locks it before the file, and the new draft's rows refer to it
    Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    fresh = open_filing(call=call, lead=lead.institution, by=by, at=at, once=once)
    fresh.carried_from = filing
    fresh.predecessor = filing if ended_without_trial(filing) else None
    fresh.save(update_fields=["carried_from", "predecessor"])
    result = Carried(fresh)
    units = _units(filing, fresh, by, at)
    CellVersion.objects.filter(cell__filing=fresh).delete()
    Cell.objects.filter(filing=fresh).delete()
    guide = guide_of(call)
    for cell in (
        filing.cells.filter(removed=False).select_related("unit", "updated_by").order_by("position", "pk")
    ):
        if cell.unit_id is None or cell.unit_id in units:
            _cell(result, cell, units.get(cell.unit_id or 0), guide, at)
    _files(result, filing, units, guide, by, at)
    ask_to_read(fresh)
    return result


def _units(old: Filing, fresh: Filing, by: User, at: datetime) -> dict[int, Unit]:
    made = fresh.units.get()
    found: dict[int, Unit] = {}
    for unit in old.units.filter(left_at__isnull=True).order_by("position", "pk"):
        place = {"key": unit.key, "scenario_provider": unit.scenario_provider, "position": unit.position}
        if unit.lead:
            Unit.objects.filter(pk=made.pk).update(**place)
            made.refresh_from_db()
            found[unit.pk] = made
    for unit in old.units.filter(left_at__isnull=True, lead=False).order_by("position", "pk"):
        place = {"key": unit.key, "scenario_provider": unit.scenario_provider, "position": unit.position}
        found[unit.pk] = Unit.objects.create(
            filing=fresh, uscc=unit.uscc, invited_by=by, invited_at=at, **place
        )
        tell_of_invitation(found[unit.pk], by, made, at=at)
    return found


def _cell(result: Carried, cell: Cell, unit: Unit | None, guide: Guide, at: datetime) -> None:
    location = f"unit[{unit.key}].{cell.path.partition('.')[2]}" if unit else cell.path
    form = guide.fields.get(cell.path)
    if form is None:
        result.left.append(Left(location, _("the form has no such field")))
        return
    if (form.kind is FieldKind.TABLE) != (cell.row is not None):
        result.left.append(Left(location, _("the field has another shape in this guide")))
        return
    value = _fitted(result, form, cell.value, location)
    if value is None:
        return
    row = uuid4() if cell.row is not None else None
    made = Cell.objects.create(
        filing=result.filing, unit=unit, path=cell.path, row=row, place=place_of(unit, cell.path, row),
        position=cell.position, value=value, updated_by=cell.updated_by, updated_at=at,
    )  # fmt: skip
    CellVersion.objects.create(cell=made, version=1, value=value, by=cell.updated_by, at=at)


def _fitted(result: Carried, form: Field, value: Value, location: str) -> Value:
    """The value under the new guide; a row column by column, so that one misfit costs nothing else."""
    if form.kind is not FieldKind.TABLE:
        return _one(result, form, value, location)
    columns = {column.key: column for column in form.columns}
    kept: dict[str, Value] = {}
    for key, item in value.items() if isinstance(value, Mapping) else ():
        if key not in columns:
            result.left.append(Left(f"{location}.{key}", _("the table has no such column")))
            continue
        fitted = _one(result, columns[key], item, f"{location}.{key}")
        if fitted is not None:
            kept[key] = fitted
    return kept


def _one(result: Carried, form: Field, value: Value, location: str) -> Value:
    try:
        return keep(form, value)
    except Refused as refused:
        result.left.append(Left(location, refused.message))
        return None


def _files(
    result: Carried, old: Filing, units: Mapping[int, Unit], guide: Guide, by: User, at: datetime
) -> None:
    lead = result.filing.units.get(lead=True)
    locked_files(StoredFile.objects.filter(versions__material__filing=old))
    versions = MaterialVersion.objects.filter(material__filing=old).select_related("file")
    current = {(version.material_id, version.number): version for version in versions}
    for material in old.materials.filter(removed_at__isnull=True).order_by("position", "pk"):
        place = material.file_name or f"material[{material.position}]"
        if material.kind not in guide.materials:
            message = _("The guide knows no material of kind {kind}.")
            result.left.append(Left(place, message.format(kind=material.kind)))
            continue
        version = current.get((material.pk, material.version))
        gone = version is not None and version.file.erased_at is not None
        fresh = Material.objects.create(
            filing=result.filing, unit=units.get(material.unit_id, lead), kind=material.kind,
            file_name=material.file_name, issuers=material.issuers, third_party=material.third_party,
            signatory=material.signatory, signatory_title=material.signatory_title,
            signatory_unit=material.signatory_unit, signed_on=material.signed_on,
            translation_of=material.translation_of, position=material.position, added_by=by, added_at=at,
            version=0 if version is None or gone else 1,
        )  # fmt: skip
        if gone:
            result.left.append(Left(place, _("its bytes were erased")))
        elif version is not None:
            MaterialVersion.objects.create(
                material=fresh, number=1, file=version.file, name=version.name, content=version.content,
                uploaded_by=by, uploaded_at=at,
            )  # fmt: skip
