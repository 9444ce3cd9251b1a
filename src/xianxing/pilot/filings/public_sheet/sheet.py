"""The public sheet as it is: its entries, what is withheld, its digest, and who has consented to it.

Nothing here reads a cell of the filing. Nothing of the filing becomes public by a flag: `public` in the
guide's form only says which fields the sheet has room for; entries come from acts (`domain.public_sheet`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.checker.body import plain
from xianxing.law import Field, Public
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.values import Value
from xianxing.pilot.filings.models import Attestation, AttestationKind, Filing, Mask
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.refusal import Refused
from xianxing.record.canonical import Plain, canonical

FORMAT = "xianxing-public-sheet-1"
GROUPS = ("project", "content", "unit")
SheetValue = Value | list[dict[str, Value]]  # a plain value, or the rows of a table
_PLACE = re.compile(r"^(?:(project|content)|unit\[([^\]]+)\])\.([a-z_]+)$")
_ROOT = re.compile(r"^(?:project|content|unit\[[^\]]+\])\.[a-z_]+")


@dataclass(frozen=True)
class SheetEntry:
    """One entry as the public reads it: `unit` is the unit's key on whose account it stands, else ""."""

    location: str
    unit: str
    label: str
    value: SheetValue


@dataclass(frozen=True)
class Preview:
    """Exactly what the public would see: the entries, and where something is withheld, but not why.

    `canonical` is what units consent to, `digest` its SHA-256.
    """

    entries: tuple[SheetEntry, ...]
    withheld: tuple[str, ...]
    canonical: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in hex."""
        return hashlib.sha256(self.canonical).hexdigest()


def preview(filing: Filing) -> Preview:
    """The sheet as it would be published now. Reads the sheet's own cells and masks, never the filing's."""
    units = {unit.key: unit for unit in present_units(filing)}
    fields = guide_of(filing.case.call).fields
    order = {path: number for number, path in enumerate(fields)}
    places = {key: number for number, key in enumerate(units)}
    held = [cell for cell in filing.public_cells.all() if cell.value not in (None, "", [])]
    found: list[tuple[tuple[int, int], SheetEntry]] = []
    for cell in held:
        field, unit = field_at(filing, cell.path), unit_key(cell.path)
        if field.public is Public.NO or (unit and unit not in units):
            continue
        entry = SheetEntry(cell.path, unit, str(field.label), cell.value)
        found.append(((places.get(unit, -1), order[field.path]), entry))
    entries = tuple(entry for _key, entry in sorted(found, key=lambda pair: pair[0]))
    roots = {root[0] for mask in masks_of(filing) if (root := _ROOT.match(mask.location))}
    withheld = tuple(sorted(place for place in roots if field_at(filing, place).public is not Public.NO))
    return Preview(entries, withheld, _canonical(filing, entries, withheld))


def sheet_fields(filing: Filing) -> tuple[Field, ...]:
    """The fields that the sheet has room for: those that the guide's form calls public or maskable."""
    guide = guide_of(filing.case.call)
    return tuple(f for group in GROUPS for f in guide.fields_of(group) if f.public is not Public.NO)


def sheet_consents(filing: Filing) -> tuple[Attestation, ...]:
    """The consents that stand for the sheet as it is now."""
    rows = standing_consents(filing).filter(seen=preview(filing).digest)
    return tuple(rows.select_related("unit", "by").order_by("at"))


def standing_consents(filing: Filing) -> QuerySet[Attestation]:
    """Consents to the sheet that nothing has voided: no change of the sheet, no edit of the content."""
    return Attestation.objects.filter(
        body__filing=filing,
        body__voided_at__isnull=True,
        kind=AttestationKind.SHEET_CONSENT,
        lapsed_at__isnull=True,
    )


def masks_of(filing: Filing) -> QuerySet[Mask]:
    """The masks in force."""
    return filing.masks.filter(lifted_at__isnull=True).order_by("pk")


def field_at(filing: Filing, location: str) -> Field:
    """The field at a place such as `content.overview` or `unit[lead].name`; Refused for no such field."""
    found = _PLACE.match(location)
    path = f"{found[1] or 'unit'}.{found[3]}" if found else ""
    fields = guide_of(filing.case.call).fields
    if path not in fields:
        raise Refused("field", _("The form has no field {path}.").format(path=location))
    return fields[path]


def unit_key(location: str) -> str:
    """The key of the unit on whose sheet the place is, "" for the form's."""
    found = _PLACE.match(location)
    return (found[2] or "") if found else ""


def _canonical(filing: Filing, entries: Sequence[SheetEntry], withheld: Sequence[str]) -> bytes:
    """The sheet's canonical form, bound to its case."""
    said: dict[str, Plain] = {
        "format": FORMAT,
        "case": str(filing.pk),
        "entries": [{"at": entry.location, "value": plain(entry.value)} for entry in entries],
        "withheld": list(withheld),
    }
    return canonical(said)
