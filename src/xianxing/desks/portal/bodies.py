"""The frozen content as people read it: labels and values in the order of the form, tables as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xianxing.checker.body import records
from xianxing.desks.portal.cells import shown
from xianxing.desks.portal.sections import sections_of, sheet_fields
from xianxing.law import Field, Guide
from xianxing.pilot.filings.models import Filing, MaterialVersion


@dataclass(frozen=True)
class FieldAnswer:
    """One field: a text, or the head and rows of a table."""

    label: str
    path: str
    text: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class BodySection:
    """A section, a unit's sheet, or the list of files."""

    id: str
    label: str
    unit: str
    answers: tuple[FieldAnswer, ...]


@dataclass(frozen=True)
class FileLine:
    """A file of the body; `material` and `number` address the version with these bytes, 0 without one."""

    kind: str
    name: str
    signatory: str
    size: int
    material: int = 0
    number: int = 0


def parts_of(guide: Guide, data: Mapping[str, object], units: Mapping[str, str]) -> list[BodySection]:
    """A body (or the form's data) as parts; empty answers are left out. `units` names units by key."""
    found = []
    for section in sections_of(guide):
        answers = [answer_of(field, _in(data.get(field.group), field.key)) for field in section.fields]
        found.append(BodySection(section.id, str(section.label), "", _filled(answers)))
    for sheet in records(data.get("units", data.get("unit"))):
        key = str(sheet.get("id", ""))
        answers = [answer_of(field, sheet.get(field.key)) for field in sheet_fields(guide)]
        found.append(BodySection("", units.get(key, key), key, _filled(answers)))
    return [part for part in found if part.answers]


def files_of(filing: Filing, guide: Guide, body: Mapping[str, object]) -> list[FileLine]:
    """The files of a body, each with the version in which its bytes can be opened; one query."""
    digests = {str(file.get("sha256", "")) for file in records(body.get("files"))}
    kept = MaterialVersion.objects.filter(
        material__filing=filing, file__sha256__in=digests, file__erased_at__isnull=True
    )
    rows = kept.order_by("number", "pk").values_list("file__sha256", "material", "number") if digests else ()
    places = {digest: (material, number) for digest, material, number in rows}
    found = []
    for file in records(body.get("files")):
        kind = str(file.get("kind", ""))
        signed = " ".join(str(file.get(key, "")) for key in ("signatory", "signatory_title")).strip()
        size = file.get("size")
        material, number = places.get(str(file.get("sha256", "")), (0, 0))
        found.append(
            FileLine(
                str(guide.materials[kind].label) if kind in guide.materials else kind,
                str(file.get("file", "")), signed, size if isinstance(size, int) else 0, material, number,
            )
        )  # fmt: skip
    return found


def _filled(answers: list[FieldAnswer]) -> tuple[FieldAnswer, ...]:
    return tuple(one for one in answers if one.text or one.rows)


def answer_of(field: Field, value: object) -> FieldAnswer:
    """A field with a value, for reading."""
    if field.columns:
        head = tuple(str(column.label) for column in field.columns)
        rows = tuple(
            tuple(shown(column, row.get(column.key)) for column in field.columns) for row in records(value)
        )
        return FieldAnswer(str(field.label), field.path, "", head, rows)
    return FieldAnswer(str(field.label), field.path, shown(field, value))


def _in(group: object, key: str) -> object:
    return group.get(key) if isinstance(group, Mapping) else None
