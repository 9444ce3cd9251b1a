"""Cells as pages show them: value as text, version, limit, guidance, findings and talk beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import Scene
from xianxing.desks.portal.sections import look
from xianxing.desks.portal.talks import Talk, Talks
from xianxing.documents.counting import count_zi
from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.filings.check.findings import Stated
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.permissions import editable_cells
from xianxing.workdays.clocks import day_of

COUNTED = (FieldKind.TEXT, FieldKind.SHORT_TEXT)
Value = object


@dataclass(frozen=True)
class Option:
    """One choice; `value` as the form sends it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Input:
    """One input: of a cell, or of a column in a row. `name` is what the form sends it under."""

    id: str
    name: str
    label: str
    kind: str
    text: str
    options: tuple[Option, ...]
    limit: int | None
    count: int
    required: bool
    shown: str

    @property
    def over(self) -> bool:
        """Whether the text has more 字 than the limit."""
        return self.limit is not None and self.count > self.limit


@dataclass(frozen=True)
class RowView:
    """One row of a table, edited in place."""

    pk: int
    version: int
    number: int
    inputs: tuple[Input, ...]
    findings: tuple[Stated, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class CellView:
    """One field of the form on its page."""

    field: Field
    unit: str
    location: str
    anchor: str
    input: Input
    version: int
    editable: bool
    clause: Link
    guidance: str
    example: str
    by: str
    findings: tuple[Stated, ...]
    talk: Talk
    rows: tuple[RowView, ...]
    blank: tuple[Input, ...]

    @property
    def table(self) -> bool:
        """Whether it is a table."""
        return bool(self.field.columns)


class Desk:
    """Makes the views of one filing's cells; reads nothing from the database by itself."""

    def __init__(
        self, scene: Scene, form: FilingForm, spots: Mapping[str, tuple[Stated, ...]], talks: Talks
    ) -> None:
        """Everything that the cells of a page need."""
        self.scene, self.form, self.spots, self.talks = scene, form, spots, talks
        self.editable = editable_cells(scene.who, scene.guide, at=scene.at)
        self.day = day_of(scene.at)

    def cells(self, fields: Iterable[Field], unit: str = "") -> list[CellView]:
        """The views of some fields, of the form or of one unit's sheet."""
        asked = look(self.form, unit)
        return [self._cell(field, unit, asked) for field in fields]

    def _cell(self, field: Field, unit: str, asked: object) -> CellView:
        cell = self.form.cells.get((unit, field.path))
        location = location_of(field, unit)
        value = cell.value if cell else None
        required = callable(asked) and field.required(asked)
        rows = self.form.rows.get((unit, field.path), ()) if field.columns else ()
        anchor = anchor_of(field)
        may = ("" if field.group != "unit" else unit, field.path) in self.editable
        return CellView(
            field=field,
            unit=unit,
            location=location,
            anchor=anchor,
            input=self._input(field, f"i-{anchor}", f"v:{field.path}", value, required),
            version=cell.version if cell else 0,
            editable=may,
            clause=self.scene.clause(field.clause),
            guidance=str(field.guidance),
            example=example_of(field),
            by=cell.updated_by.name if cell else "",
            findings=self.spots.get(location, ()),
            talk=self.talks.of(location, field.path, anchor, str(field.label)),
            rows=tuple(self._row(field, row, n, len(rows), location) for n, row in enumerate(rows)),
            blank=tuple(self._input(c, f"n-{anchor}-{c.key}", c.key, None, False) for c in field.columns),
        )

    def _row(self, field: Field, row: Cell, number: int, total: int, location: str) -> RowView:
        held = row.value if isinstance(row.value, Mapping) else {}
        inputs = tuple(
            self._input(c, f"r{row.pk}-{c.key}", c.key, held.get(c.key), c.required(held.get))
            for c in field.columns
        )
        found = self.spots.get(f"{location}[{number}]", ())
        return RowView(row.pk, row.version, number, inputs, found, number == 0, number == total - 1)

    def _input(self, field: Field, id: str, name: str, value: Value, required: bool) -> Input:
        return input_of(self.scene.guide, self.day, field, id=id, name=name, value=value, required=required)


def input_of(
    guide: Guide, day: date, field: Field, *, id: str, name: str, value: Value, required: bool = False
) -> Input:
    """The control for a field or column, holding a value, with the limit in force on a day."""
    text = as_text(value)
    options = options_of(field, value)
    return Input(
        id=id,
        name=name,
        label=str(field.label),
        kind=kind_of(field, options),
        text=text,
        options=options,
        limit=guide.limit(field, day) if field.kind in COUNTED else None,
        count=count_zi(text),
        required=required,
        shown=shown(field, value),
    )


def location_of(field: Field, unit: str) -> str:
    """The place of a cell as findings and comments name it."""
    return f"unit[{unit}].{field.key}" if unit else field.path


def anchor_of(field: Field) -> str:
    """The id of a cell on its page."""
    return "c-" + field.path.replace(".", "-")


def kind_of(field: Field, options: tuple[Option, ...]) -> str:
    """Which control a field is edited with."""
    if field.kind is FieldKind.STRINGS:
        return "lines"
    if field.kind is FieldKind.CHOICES:
        return "checks" if options else "lines"
    if field.kind is FieldKind.CHOICE and field.open_choices:
        return "short_text"
    return field.kind.value


def options_of(field: Field, value: Value) -> tuple[Option, ...]:
    """The choices of a field; yes and no for a boolean."""
    held = value if isinstance(value, list) else [value]
    if field.kind is FieldKind.BOOLEAN:
        return (
            Option("true", gettext("Yes"), value is True),
            Option("false", gettext("No"), value is False),
        )
    return tuple(
        Option(str(choice.value), str(choice.label), any(one == choice.value for one in held))
        for choice in field.choices
    )


def as_text(value: Value) -> str:
    """A kept value as an input holds it; a list one entry a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "\n".join(as_text(item) for item in value)
    return str(value)


def shown(field: Field, value: Value) -> str:
    """A value for reading: choices under their names, yes and no as words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, (list, tuple)):
        return gettext(", ").join(shown(field, item) for item in value)
    choice = field.choice(value)
    return str(choice.label) if choice else str(value)


def example_of(field: Field) -> str:
    """The guide's example in words: a choice under its name."""
    for choice in field.choices:
        if str(choice.value) == field.example:
            return str(choice.label)
    if field.kind is FieldKind.BOOLEAN:
        return {"true": gettext("Yes"), "false": gettext("No")}.get(field.example, field.example)
    if field.kind in (FieldKind.CHOICES, FieldKind.STRINGS, FieldKind.TABLE):
        return ""
    return field.example


def split(field: Field, values: list[str]) -> object:
    """What a form sent for a field, as the domain takes it."""
    if field.kind is FieldKind.STRINGS or (field.kind is FieldKind.CHOICES and not field.choices):
        return [line for text in values for line in text.splitlines() if line.strip()] or None
    if field.kind is FieldKind.CHOICES:
        return [value for value in values if value] or None
    return values[-1] if values else None
