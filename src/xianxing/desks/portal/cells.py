"""Cells as pages show them: value as text, version, limit, guidance, findings and talk beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import FilingContext
from xianxing.desks.portal.sections import look
from xianxing.desks.portal.talks import Talk, Talks
from xianxing.documents.counting import count_zi
from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind, Guide
from xianxing.law.form import Condition, Lookup
from xianxing.pilot.filings.check.findings import Stated
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.draft.values import misfit
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.permissions import editable_cells
from xianxing.workdays.clocks import day_of

COUNTED = (FieldKind.TEXT, FieldKind.SHORT_TEXT)
MOST_BUTTONS = 8
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
    part: str = ""
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether the text has more 字 than the limit."""
        return self.limit is not None and self.count > self.limit

    @property
    def grouped(self) -> bool:
        """Whether it is several boxes or buttons under one name."""
        return self.kind in ("checks", "radios", "checks_open")


@dataclass(frozen=True)
class RowView:
    """One row of a table, edited in place; `version` 0 is a row still to be written."""

    row: UUID
    place: str
    version: int
    number: int
    inputs: tuple[Input, ...]
    findings: tuple[Stated, ...] = ()
    first: bool = True
    last: bool = True


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
    blank: RowView | None
    hidden: bool = False
    condition: str = ""

    @property
    def table(self) -> bool:
        """Whether it is a table."""
        return bool(self.field.columns)


class Desk:
    """Makes the views of one filing's cells; reads nothing from the database by itself."""

    def __init__(
        self,
        scene: FilingContext,
        form: FilingForm,
        spots: Mapping[str, tuple[Stated, ...]],
        talks: Talks,
        typed: Mapping[str, UnkeptValue] | None = None,
    ) -> None:
        """What the cells of a page need; `typed` is what was sent and couldn't be kept, by place."""
        self.scene, self.form, self.spots, self.talks = scene, form, spots, talks
        self.typed = typed or {}
        self.editable = editable_cells(scene.who, scene.guide, at=scene.at)
        self.day = day_of(scene.at)

    def cells(self, fields: Iterable[Field], unit: str = "") -> list[CellView]:
        """The views of some fields, of the form or of one unit's sheet."""
        asked = look(self.form, unit)
        return [self._cell(field, unit, asked) for field in fields]

    def _cell(self, field: Field, unit: str, asked: Lookup) -> CellView:
        cell = self.form.cells.get((unit, field.path))
        location = location_of(field, unit)
        typed = self.typed.get(field.path)
        value = typed.value if typed else cell.value if cell else None
        rows = self.form.rows.get((unit, field.path), ()) if field.columns else ()
        anchor = anchor_of(field)
        may = ("" if field.group != "unit" else unit, field.path) in self.editable
        begun = bool(cell or rows or typed)
        return CellView(
            field=field,
            unit=unit,
            location=location,
            anchor=anchor,
            input=self._input(
                field, f"i-{anchor}", field.path, value, field.required(asked), typed.problem if typed else ""
            ),
            version=typed.based if typed else cell.version if cell else 0,
            editable=may,
            clause=self.scene.clause(field.clause),
            guidance=str(field.guidance),
            example=example_of(field),
            by=cell.updated_by.name if cell else "",
            findings=self.spots.get(location, ()) if begun else (),
            talk=self.talks.of(location, field.path, anchor, str(field.label)),
            rows=tuple(self._row(field, row, n, len(rows), location) for n, row in enumerate(rows)),
            blank=self._blank(field) if field.columns and may else None,
            hidden=not field.asked(asked),
            condition=condition_of(field.shown_when, asked),
        )

    def _row(self, field: Field, row: Cell, number: int, total: int, location: str) -> RowView:
        place = f"{field.path}|{row.row}"
        typed = self.typed.get(place)
        value = typed.value if typed else row.value
        held = value if isinstance(value, Mapping) else {}
        return RowView(
            row=row.row or UUID(int=0),
            place=place,
            version=typed.based if typed else row.version,
            number=number,
            inputs=self._columns(field, place, held, typed.problem if typed else ""),
            findings=self.spots.get(f"{location}[{number}]", ()),
            first=number == 0,
            last=number == total - 1,
        )

    def _blank(self, field: Field) -> RowView:
        """A row to be written: a fresh one, or the one that was sent and couldn't be kept."""
        held = {row.row for rows in self.form.rows.values() for row in rows}
        for place, typed in self.typed.items():
            path, _, row = place.partition("|")
            if row and path == field.path and UUID(row) not in held:
                value = typed.value if isinstance(typed.value, Mapping) else {}
                return RowView(UUID(row), place, 0, 0, self._columns(field, place, value, typed.problem))
        row = str(uuid4())
        place = f"{field.path}|{row}"
        return RowView(UUID(row), place, 0, 0, self._columns(field, place, {}, ""))

    def _columns(
        self, field: Field, place: str, held: Mapping[str, Value], problem: str
    ) -> tuple[Input, ...]:
        key = place.partition("|")[2]
        return tuple(
            self._input(
                c, f"r{key}-{c.key}", f"{place}:{c.key}", held.get(c.key), c.required(held.get),
                problem if n == 0 else "", row=True,
            )
            for n, c in enumerate(field.columns)
        )  # fmt: skip

    def _input(
        self,
        field: Field,
        id: str,
        place: str,
        value: Value,
        required: bool,
        problem: str = "",
        *,
        row: bool = False,
    ) -> Input:
        made = input_of(
            self.scene.guide,
            self.day,
            field,
            id=id,
            name=f"v:{place}",
            value=value,
            required=required,
            row=row,
        )
        return replace(made, problem=problem or made.problem)


@dataclass(frozen=True)
class UnkeptValue:
    """What a person sent for a place and what stands in the way of keeping it."""

    value: Value
    based: int
    problem: str

    @property
    def texts(self) -> list[str]:
        """Everything that was typed, to be read and copied."""
        parts = self.value.values() if isinstance(self.value, Mapping) else (self.value,)
        return [text for one in parts if (text := as_text(one))]


def input_of(
    guide: Guide,
    day: date,
    field: Field,
    *,
    id: str,
    name: str,
    value: Value,
    required: bool = False,
    row: bool = False,
) -> Input:
    """The control for a field or column, holding a value, with the limit in force on a day.

    In a row a choice is a list to open, elsewhere buttons that all are seen.
    """
    options = options_of(field, value)
    kind = kind_of(field, options, row=row)
    return Input(
        id=id,
        name=name,
        label=str(field.label),
        kind=kind,
        text=_text_of(field, kind, value),
        options=options,
        limit=guide.limit(field, day) if field.kind in COUNTED else None,
        count=count_zi(as_text(value)),
        required=required,
        shown=shown(field, value),
        part=field.key,
        problem=misfit(field, value),
    )


def condition_of(condition: Condition | None, asked: Lookup) -> str:
    """A condition as JSON for the script, with what the fields hold that it reads; "" for none."""
    if condition is None:
        return ""
    return json.dumps(
        {"when": _plain_condition(condition), "held": {path: asked(path) for path in condition.paths()}},
        ensure_ascii=False,
        default=str,
    )


def _plain_condition(condition: Condition) -> dict[str, object]:
    if condition.all:
        return {"all": [_plain_condition(part) for part in condition.all]}
    if condition.any:
        return {"any": [_plain_condition(part) for part in condition.any]}
    return {"field": condition.field, "values": list(condition.values), "negated": condition.negated}


def _text_of(field: Field, kind: str, value: Value) -> str:
    """What the control holds as text: an open choice under its name, of an open list what isn't a box."""
    if kind == "open_choice":
        return shown(field, value)
    if kind == "checks_open" and isinstance(value, list):
        return as_text([one for one in value if field.choice(one) is None])
    return as_text(value)


def location_of(field: Field, unit: str) -> str:
    """The place of a cell as findings and comments name it."""
    return f"unit[{unit}].{field.key}" if unit else field.path


def anchor_of(field: Field) -> str:
    """The id of a cell on its page."""
    return "c-" + field.path.replace(".", "-")


def kind_of(field: Field, options: tuple[Option, ...], *, row: bool = False) -> str:
    """Which control a field is edited with."""
    if field.kind in (FieldKind.STRINGS, FieldKind.CHOICES):
        if not options:
            return "lines"
        return "checks_open" if field.open_choices else "checks"
    if field.kind is FieldKind.CHOICE and field.open_choices:
        return "open_choice"
    if field.kind in (FieldKind.CHOICE, FieldKind.BOOLEAN):
        return "select" if row or len(options) > MOST_BUTTONS else "radios"
    return field.kind.value


def options_of(field: Field, value: Value) -> tuple[Option, ...]:
    """The choices of a field; yes and no for a boolean."""
    held = value if isinstance(value, list) else [value]
    if field.kind is FieldKind.BOOLEAN:
        found: tuple[Option, ...] = (
            Option("true", gettext("Yes"), value is True),
            Option("false", gettext("No"), value is False),
        )
    else:
        found = tuple(
            Option(str(choice.value), str(choice.label), any(one == choice.value for one in held))
            for choice in field.choices
        )
    if misfit(field, value):
        return (*found, Option(str(value), str(value), True))
    return found


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
    if field.kind is FieldKind.CHOICES and field.choices and not field.open_choices:
        return [value for value in values if value] or None
    if field.kind in (FieldKind.STRINGS, FieldKind.CHOICES):
        return [line for text in values for line in text.splitlines() if line.strip()] or None
    return values[-1] if values else None
