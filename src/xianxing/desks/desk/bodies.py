"""A filed body laid out for reading: the form's labels with what was filed, nothing from the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xianxing.checker.body import records
from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body


@dataclass(frozen=True)
class BodyEntry:
    """A field with its value; a table has `columns` and `rows` instead of a text. `path` names the field."""

    label: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    path: str = ""

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each row's cells beside the names of their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class BodyPart:
    """A part of the body under its heading."""

    key: str
    title: str
    entries: tuple[BodyEntry, ...]


@dataclass(frozen=True)
class File:
    """A file as filed: `number` is its place in the body's list, by which it is fetched."""

    number: int
    name: str
    kind: str
    sha256: str
    size: int
    signatory: str


def parts_of(body: Body) -> list[BodyPart]:
    """Form, then a sheet for each unit, as they were filed; empty fields are left out."""
    guide, content = guide_of(body.filing.case.call), content_of(body)
    found = [
        BodyPart("project", gettext("Basics"), tuple(_entries(guide, "project", content.get("project")))),
        BodyPart("content", gettext("Content"), tuple(_entries(guide, "content", content.get("content")))),
    ]
    for number, unit in enumerate(records(content.get("units"))):
        title = str(unit.get("name") or unit.get("uscc", ""))
        found.append(BodyPart(f"unit-{number}", title, tuple(_entries(guide, "unit", unit))))
    return [part for part in found if part.entries]


def files_of(body: Body) -> list[File]:
    """The files that the body names, those without bytes left out."""
    guide = guide_of(body.filing.case.call)
    entries = enumerate(records(content_of(body).get("files")))
    return [_file(number, entry, guide) for number, entry in entries if entry.get("sha256")]


def _file(number: int, entry: Mapping[str, object], guide: Guide) -> File:
    kind = str(entry.get("kind", ""))
    size = entry.get("size")
    return File(
        number,
        str(entry.get("file", "")),
        str(guide.material(kind).label) if kind in guide.materials else kind,
        str(entry.get("sha256", "")),
        size if isinstance(size, int) else 0,
        " ".join(filter(None, (str(entry.get("signatory", "")), str(entry.get("signatory_title", ""))))),
    )


def _entries(guide: Guide, group: str, values: object) -> Iterator[BodyEntry]:
    held = values if isinstance(values, Mapping) else {}
    for field in guide.fields_of(group):
        value = held.get(field.key)
        if value in (None, "", []):
            continue
        label, path = str(field.label), f"{group}.{field.key}"
        if field.kind in (FieldKind.TABLE, FieldKind.GROUP):
            columns = tuple(str(column.label) for column in field.columns)
            rows = records(value) or ([value] if isinstance(value, Mapping) else [])
            cells = tuple(tuple(_text(c, row.get(c.key)) for c in field.columns) for row in rows)
            yield BodyEntry(label, columns=columns, rows=cells, path=path)
        else:
            yield BodyEntry(label, _text(field, value), path=path)


def _text(field: Field, value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return gettext(", ").join(_text(field, item) for item in value)
    chosen = field.choice(value)
    return str(chosen.label) if chosen else str(value)
