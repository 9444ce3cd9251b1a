"""What the public sheet may take from the filing: nothing internal, unseen or masked, and no masked text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xianxing.law import Field, FieldKind, Public
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.draft.values import DERIVED
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import Standing, visible_units
from xianxing.pilot.filings.public_sheet.sheet import SheetValue, field_at, masks_of, sheet_fields, unit_key
from xianxing.pilot.refusal import Refused

SEVERAL = 8  # a masked text at least this long must not stand in the sheet within other words either
MASKED_CELL = re.compile(
    r"^((?:project|content|unit\[[^\]]+\])\.[a-z_]+)(?:\[([0-9a-f-]+)\](?:\.([a-z_]+))?)?$"
)


@dataclass(frozen=True)
class SheetOffer:
    """An empty entry of the sheet and what could be taken into it; `version` is the entry's."""

    location: str
    unit: str
    field: Field
    version: int
    value: SheetValue


class SeveralRefused(Refused):
    """Of several entries some can't be taken, so none was. `why` says it by location."""

    def __init__(self, named: Mapping[str, str], why: Mapping[str, str]) -> None:
        said = " ".join(_("{entry}: {why}").format(entry=name, why=said) for name, said in named.items())
        super().__init__("several", _("Nothing was taken. {why}").format(why=said))
        self.why = why


class Source:
    """The filing as the sheet may take from it: what the person sees, without what is masked."""

    def __init__(self, who: Standing, form: FilingForm) -> None:
        self.form, self.filing = form, who.filing
        self.masked = {mask.location for mask in masks_of(who.filing)}
        self._seen = {unit.key for unit in visible_units(who)}

    def value(self, location: str) -> SheetValue:
        """What would be taken from a place; Refused where nothing may be."""
        field = field_at(self.filing, location)
        refuse_internal(field)
        unit = unit_key(location)
        if unit and unit not in self._seen:
            raise Refused("unseen", _("Another unit's sheet can be read once the filing is frozen."))
        if location in self.masked:
            raise Refused("masked", _("“{label}” is masked; lift the mask first.").format(label=field.label))
        return unmasked(self.form, field, location, self.masked)


def offers(who: Standing, form: FilingForm) -> tuple[SheetOffer, ...]:
    """What of the form could be taken into entries that are still empty, as it would stand there.

    Nothing masked, internal, or on a sheet that the person may not see yet. `form` is the whole filing's.
    """
    filing, source = who.filing, Source(who, form)
    held = {cell.path: cell for cell in filing.public_cells.all()}
    found = []
    for field in sheet_fields(filing):
        keys = [unit.key for unit in visible_units(who)] if field.group == "unit" else [""]
        for key in keys:
            location = f"unit[{key}].{field.key}" if key else field.path
            cell = held.get(location)
            if (cell is None or nothing(cell.value)) and location not in source.masked:
                value = source.value(location)
                if not nothing(value):
                    found.append(SheetOffer(location, key, field, cell.version if cell else 0, value))
    return tuple(found)


def refuse_internal(field: Field) -> None:
    """Refused for a field that the sheet has no room for."""
    if field.public is Public.NO:
        raise Refused(
            "internal",
            _("“{label}” is internal; the public sheet has no room for it.").format(label=field.label),
        )


def unmasked(form: FilingForm, field: Field, location: str, masked: Collection[str]) -> SheetValue:
    """What the filing holds at a place, without masked rows and columns."""
    key = unit_key(location)
    if field.path in DERIVED:
        unit = next(unit for unit in form.units if unit.key == key)
        value = getattr(unit, field.key)
        return value if isinstance(value, (str, bool)) else None
    if field.kind is not FieldKind.TABLE:
        cell = form.cells.get((key, field.path))
        return cell.value if cell else None
    rows = []
    for row in form.rows.get((key, field.path), ()):
        place = f"{location}[{row.row}]"
        if place not in masked and isinstance(row.value, Mapping):
            rows.append({k: v for k, v in row.value.items() if f"{place}.{k}" not in masked})
    return rows or None


def masked_texts(filing: Filing) -> frozenset[str]:
    """The texts that stand where masks are."""
    form, found = load_form(filing), set()
    for mask in masks_of(filing):
        cell = MASKED_CELL.match(mask.location)
        if cell is None:
            continue
        place = (unit_key(cell[1]), field_at(filing, cell[1]).path)
        if cell[2] is None and place in form.cells:
            found |= set(_texts(form.cells[place].value))
        for row in form.rows.get(place, ()):
            if cell[2] in (None, str(row.row)) and isinstance(row.value, Mapping):
                found |= set(_texts(row.value.get(cell[3]) if cell[3] else row.value))
    return frozenset(found)


def repeats(value: object, masked: Collection[str]) -> bool:
    """Whether a value says a masked text: the same, or with it inside when it is of some length."""
    return any(
        text == secret or (len(secret) >= SEVERAL and secret in text)
        for text in _texts(value)
        for secret in masked
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield "".join(value.split())
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)


def covers(place: str, taken_from: str) -> bool:
    """Whether a masked place lies in, or is, the field that an entry was taken from."""
    return place == taken_from or place.startswith(f"{taken_from}[")


def nothing(value: object) -> bool:
    """Whether a value is no entry at all; a "no" is one."""
    return value is None or value == "" or value == []


def named(who: Standing, location: str) -> str:
    """The label of a place, with the unit on whose sheet it is: two entries can have one label."""
    names = {unit.key: unit.institution.name for unit in who.units if unit.institution}
    name = names.get(unit_key(location), "")
    label = f"“{field_at(who.filing, location).label}”"
    return f"{label} · {name}" if name else label
