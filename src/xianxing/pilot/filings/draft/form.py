"""A filing in the shape of the folder format, read from the database in a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from xianxing.checker.body import ATTESTED, Value, body_of_form, digest_of_body
from xianxing.checker.filing import as_day
from xianxing.law import Field, FieldKind, Guide
from xianxing.law.form import Lookup
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import (
    Attestation,
    AttestationKind,
    Cell,
    Filing,
    Material,
    MaterialVersion,
    Unit,
)
from xianxing.pilot.filings.permissions import listed_units
from xianxing.workdays.clocks import day_of

Place = tuple[str, str]  # unit key ("" for the form), path
JOINT = "filing.joint"  # what a condition may read besides fields: whether more than one unit files
PART = ("id", "uscc", "lead", "scenario_provider")  # what of a unit everybody of the filing sees


@dataclass(frozen=True)
class FilingForm:
    """Everything that a page, the checker, an export or a freeze reads of a filing.

    `data` has the shape of `filing.toml`, with days as dates. `cells` are the plain cells by place, `rows`
    the rows of each table in order. `units` are those that have joined and those invited; `materials` the
    files with their current versions (None where the bytes are still to come).
    """

    filing: Filing
    guide: Guide
    units: tuple[Unit, ...]
    cells: Mapping[Place, Cell]
    rows: Mapping[Place, tuple[Cell, ...]]
    materials: tuple[tuple[Material, MaterialVersion | None], ...]
    data: Mapping[str, object]

    def limited(self, sheets: Iterable[Unit]) -> FilingForm:
        """The same without the sheets of other units than these: of those only id, code and part stay."""
        shown = {unit.key for unit in sheets}
        units = cast(list[dict[str, object]], self.data["unit"])
        seen = [
            unit if unit["id"] in shown else {key: unit[key] for key in PART if key in unit} for unit in units
        ]
        return replace(self, data={**self.data, "unit": seen})

    def body(self) -> dict[str, Value]:
        """The body: what is frozen and attested."""
        digests = {
            id(entry): version for entry, version in zip(self.entries(), self._versions(), strict=True)
        }
        return body_of_form(self.data, lambda entry: digests.get(id(entry)))

    def digest(self) -> str:
        """SHA-256 of the body's canonical form."""
        return digest_of_body(self.body())

    def entries(self) -> list[dict[str, object]]:
        """The entries of the list of files, as in `data`."""
        found = self.data.get("material", [])
        return found if isinstance(found, list) else []

    def _versions(self) -> list[tuple[str, int] | None]:
        return [(v.file.sha256, v.file.size) if v else None for _material, v in self.materials]


def load_form(
    filing: Filing, *, sheets: Iterable[Unit] | None = None, units: tuple[Unit, ...] | None = None
) -> FilingForm:
    """Read a filing in seven queries at most, however many cells, rows, units and files it has.

    `sheets` names the units whose sheets are read whole (default: all); of the others only id, code and part.
    `units` are those of `listed_units` where they have been read already.
    """
    guide = guide_of(filing.case.call)
    units = tuple(listed_units(filing)) if units is None else units
    cells, rows = _cells(filing, units)
    materials = _materials(filing)
    given = _attested(filing, units)
    call = filing.case.call
    data: dict[str, object] = {"guide": guide.name, "batch": call.batch}
    for group in ("project", "content"):
        data[group] = _group(guide, group, "", cells, rows)
    data["unit"] = [_unit(guide, unit, cells, rows, given) for unit in units]
    _leave_out_unasked(guide, data)
    data["material"] = [_entry(material) for material, _version in materials]
    form = FilingForm(filing, guide, units, cells, rows, materials, data)
    return form if sheets is None else form.limited(sheets)


def _cells(
    filing: Filing, units: tuple[Unit, ...]
) -> tuple[dict[Place, Cell], dict[Place, tuple[Cell, ...]]]:
    keys = {unit.pk: unit.key for unit in units}
    cells: dict[Place, Cell] = {}
    rows: defaultdict[Place, list[Cell]] = defaultdict(list)
    for cell in filing.cells.filter(removed=False).select_related("updated_by").order_by("position", "pk"):
        if cell.unit_id is not None and cell.unit_id not in keys:
            continue
        place = (keys[cell.unit_id] if cell.unit_id is not None else "", cell.path)
        if cell.row is None:
            cells[place] = cell
        else:
            rows[place].append(cell)
    return cells, {place: tuple(found) for place, found in rows.items()}


def _materials(filing: Filing) -> tuple[tuple[Material, MaterialVersion | None], ...]:
    present = (
        filing.materials.filter(removed_at__isnull=True).select_related("unit").order_by("position", "pk")
    )
    versions = MaterialVersion.objects.filter(material__in=present.values("pk")).select_related(
        "file", "uploaded_by"
    )
    current = {(version.material_id, version.number): version for version in versions}
    return tuple((material, current.get((material.pk, material.version))) for material in present)


def _group(
    guide: Guide,
    group: str,
    key: str,
    cells: Mapping[Place, Cell],
    rows: Mapping[Place, tuple[Cell, ...]],
) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in guide.fields_of(group):
        if field.kind is FieldKind.TABLE:
            table = [as_written(field, row.value) for row in rows.get((key, field.path), ())]
            if table:
                found[field.key] = table
            continue
        cell = cells.get((key, field.path))
        if cell is not None and cell.value is not None:
            found[field.key] = as_written(field, cell.value)
    return found


def _unit(
    guide: Guide,
    unit: Unit,
    cells: Mapping[Place, Cell],
    rows: Mapping[Place, tuple[Cell, ...]],
    given: Mapping[int, Mapping[str, object]],
) -> dict[str, object]:
    facts: dict[str, object] = {"id": unit.key, "uscc": unit.uscc}
    facts |= {"lead": unit.lead, "scenario_provider": unit.scenario_provider}
    sheet = {**_group(guide, "unit", unit.key, cells, rows), **given.get(unit.pk, {})}
    order = [field.key for field in guide.fields_of("unit")]
    merged = {**sheet, **facts}
    return {key: merged[key] for key in order if key in merged}


def lookup(data: Mapping[str, object], key: str = "") -> Lookup:
    """Look a field's value up, of the form or of one unit's sheet, as conditions of the guide do."""
    units = data.get("unit")
    sheets = units if isinstance(units, list) else []
    sheet: Mapping[str, object] = next((unit for unit in sheets if unit.get("id") == key), {})

    def found(path: str) -> object:
        if path == JOINT:
            return len(sheets) > 1
        group, _, name = path.partition(".")
        place = sheet if group == "unit" else data.get(group)
        return place.get(name) if isinstance(place, Mapping) else None

    return found


def _leave_out_unasked(guide: Guide, data: Mapping[str, object]) -> None:
    """Drop what stands where a question isn't asked; it is kept in its cell for when it is asked again.

    A plain no stays: it says what the missing question says, and a folder that states it keeps its body.
    """
    units = data["unit"]
    places: list[tuple[str, str, object]] = [(group, "", data[group]) for group in ("project", "content")]
    if isinstance(units, list):
        places += [("unit", str(unit["id"]), unit) for unit in units]
    unasked = [
        (place, field.key)
        for group, key, place in places
        for field in guide.fields_of(group)
        if not field.asked(lookup(data, key))
    ]
    for place, name in unasked:
        if isinstance(place, dict) and place.get(name) is not False:
            place.pop(name, None)


def _entry(material: Material) -> dict[str, object]:
    entry: dict[str, object] = {
        "kind": material.kind,
        "file": material.file_name,
        "issuers": list(material.issuers),
        "third_party": material.third_party,
        "signatory": material.signatory,
        "signatory_title": material.signatory_title,
        "signatory_unit": material.signatory_unit,
        "signed_on": material.signed_on,
        "translation_of": material.translation_of,
    }
    return {key: value for key, value in entry.items() if value not in ("", [], None)}


def as_written(field: Field, value: object) -> object:
    """A kept value in the types of TOML: days are dates, words in place of a day stay words."""
    if field.kind is FieldKind.TABLE and isinstance(value, Mapping):
        columns = {column.key: column for column in field.columns}
        return {key: as_written(columns[key], value[key]) for key in columns if key in value}
    if field.kind is FieldKind.DATE and isinstance(value, str):
        return as_day(value) or value
    return value


def _attested(filing: Filing, units: tuple[Unit, ...]) -> dict[int, dict[str, object]]:
    """What the attestations in force say, in the places that the folder format has for them, by unit."""
    rows = Attestation.objects.filter(
        body__filing=filing, body__voided_at__isnull=True, lapsed_at__isnull=True, refused=False
    ).select_related("by")
    found: dict[int, dict[str, object]] = {unit.pk: {} for unit in units}
    for row in rows.order_by("at", "pk"):
        day = day_of(row.at)
        if row.kind == AttestationKind.TRUTH_PLEDGE:
            _set(
                found,
                row.unit_id,
                "truth_pledge",
                {"signatory": row.by.name, "title": row.title, "date": day},
            )
            continue
        review = {"reviewer": row.by.name, "date": day, "opinion": row.opinion}
        if row.kind == AttestationKind.UNIT_REVIEW:
            _set(found, row.unit_id, "internal_review", review)
        if row.kind == AttestationKind.LEAD_REVIEW and row.about_id is not None:
            _set(found, row.about_id, "lead_review", review)
    return found


def _set(found: dict[int, dict[str, object]], unit: int, key: str, record: dict[str, object]) -> None:
    if key in ATTESTED and unit in found:
        found[unit][key] = {name: value for name, value in record.items() if value}
