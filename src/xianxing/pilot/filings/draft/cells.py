"""Writing cells and rows: each names the version it was based on, and nobody's text is ever overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from xianxing.law import Field, FieldKind
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.values import Value, fit, keep, keep_row
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, Unit
from xianxing.pilot.filings.permissions import (
    Held,
    Standing,
    may_write_cell,
    refuse_closed_to,
    refuse_writer,
    standing_to_write,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

MOST_ROWS = 200


@dataclass(frozen=True)
class Written:
    """One version of a cell: what it holds, by whom, since when. `version` 0 is a cell never written."""

    value: Value
    version: int
    by: User | None
    at: datetime | None
    removed: bool = False


class Conflict(Refused):
    """Somebody else wrote the cell meanwhile. `theirs` stands in the filing, `yours` was not written.

    `field` is the table where it is a row.
    """

    def __init__(self, theirs: Written, yours: Value, field: Field | None = None) -> None:
        super().__init__(
            "conflict",
            _(
                "Somebody else has changed this cell since you opened it. "
                "Both versions are shown; nothing was overwritten."
            ),
        )
        self.theirs = theirs
        self.yours = yours
        self.field = field


@dataclass(frozen=True)
class CellPlace:
    """Where something is written: a unit's sheet by its key ("" for the form), the path, a table's row."""

    unit: str
    path: str
    row: UUID | None = None


@transaction.atomic
def write(
    *,
    case: UUID,
    place: CellPlace,
    value: object,
    based_on: int,
    by: User,
    at: datetime,
    held: Held | None = None,
    earlier: Sequence[object] = (),
) -> Cell:
    """Write a field or a row; `based_on` is the version that the writer saw, 0 for an empty field or new row.

    `earlier` are values that the same writer sent on that version and got no answer to; where all that was
    written since is one of them, it is no conflict.

    None or blank text empties a field; a row is written whole. Words that don't fit the field are kept as
    words. The same value again makes no version, whoever wrote it, so that sending twice adds one row. `held`
    as in `standing_to_write`. Raises Conflict when another version was written meanwhile or the row was taken
    out, Refused for what can't be kept, a person who doesn't fill the cell, or a closed filing.
    """
    who = standing_to_write(case, by, at=at, held=held)
    unit = next((one for one in who.units if one.key == place.unit), None)
    if place.unit and unit is None:
        raise Refused("unit", _("This field belongs to a unit's sheet, or the unit isn't in the filing."))
    field = _writable(who, unit, place.path, at)
    seen = based_on + _own_steps(who, unit, field, place.row, based_on, earlier) if earlier else based_on
    return _put(who, unit, field, place.row, value, seen, at)


def write_cell(
    *,
    filing: Filing,
    unit: Unit | None = None,
    path: str,
    value: object,
    based_on: int,
    by: User,
    at: datetime,
) -> Cell:
    """As `write`, a field that is no table."""
    place = CellPlace(unit.key if unit else "", path)
    return write(case=filing.pk, place=place, value=value, based_on=based_on, by=by, at=at)


def add_row(
    *,
    filing: Filing,
    unit: Unit | None = None,
    path: str,
    value: object,
    by: User,
    at: datetime,
    row: UUID | None = None,
) -> Cell:
    """Add a row at the end of a table. `row` is an id of the writer's, so that sending twice adds once."""
    place = CellPlace(unit.key if unit else "", path, row or uuid4())
    return write(case=filing.pk, place=place, value=value, based_on=0, by=by, at=at)


def write_row(*, cell: Cell, value: object, based_on: int, by: User, at: datetime) -> Cell:
    """Write a row whole; versions and conflicts as for `write`. A removed row must be restored first."""
    place = CellPlace(cell.unit.key if cell.unit else "", cell.path, cell.row or uuid4())
    return write(case=cell.filing_id, place=place, value=value, based_on=based_on, by=by, at=at)


@transaction.atomic
def remove_row(*, cell: Cell, based_on: int, by: User, at: datetime) -> Cell:
    """Take a row out; its versions stay readable. Conflict when somebody wrote it meanwhile."""
    _opened(cell.filing, cell.unit, cell.path, by, at)
    current = Cell.objects.select_for_update().get(pk=cell.pk)
    if current.removed:
        return current
    if current.version != based_on:
        raise Conflict(_written(current), None)
    return _next(current, current.value, by, at, removed=True)


@transaction.atomic
def restore_row(*, cell: Cell, by: User, at: datetime) -> Cell:
    """Bring a removed row back at the end of its table, with what it held."""
    filing = _opened(cell.filing, cell.unit, cell.path, by, at).filing
    current = Cell.objects.select_for_update().get(pk=cell.pk)
    if not current.removed:
        return current
    last = rows_of(filing, cell.unit, cell.path).aggregate(last=Max("position"))["last"]
    current.position = 0 if last is None else last + 1
    return _next(current, current.value, by, at, removed=False)


@transaction.atomic
def move_row(*, cell: Cell, to: int, by: User, at: datetime) -> None:
    """Move a row to place `to` (from 0) of its table; beyond the end means the end. Order has no versions."""
    filing = _opened(cell.filing, cell.unit, cell.path, by, at).filing
    order = [row for row in rows_of(filing, cell.unit, cell.path) if row.pk != cell.pk]
    moved = Cell.objects.get(pk=cell.pk)
    if moved.removed:
        raise Refused("removed", _("This row was taken out; bring it back first."))
    order.insert(max(0, to), moved)
    for position, row in enumerate(order):
        row.position = position
    Cell.objects.bulk_update(order, ["position"])


def rows_of(filing: Filing, unit: Unit | None, path: str) -> QuerySet[Cell]:
    """The rows of a table in order, without those taken out."""
    rows = Cell.objects.filter(filing=filing, unit=unit, path=path, row__isnull=False, removed=False)
    return rows.order_by("position", "pk")


def place_of(unit: Unit | None, path: str, row: UUID | None = None) -> str:
    """Unit, path and row in one word, under which a filing holds one cell."""
    return f"{unit.pk if unit else ''}|{path}|{row or ''}"


def field_at(filing: Filing, path: str) -> Field:
    """The field of the form at a path; Refused for one that the guide's form doesn't have."""
    fields = guide_of(filing.case.call).fields
    if path not in fields:
        raise Refused("field", _("The form has no field {path}.").format(path=path))
    return fields[path]


def _opened(filing: Filing, unit: Unit | None, path: str, by: User, at: datetime) -> Standing:
    """The standing in the locked filing, after everything that forbids writing a row there was asked."""
    who = standing_to_write(filing.pk, by, at=at)
    _needs_table(_writable(who, unit, path, at))
    return who


def _writable(who: Standing, unit: Unit | None, path: str, at: datetime) -> Field:
    """The field, after everything that forbids writing it was asked."""
    field = field_at(who.filing, path)
    if field.group == "material":
        raise Refused("material", _("Files are described where they are listed, not in cells."))
    if (field.group == "unit") != (unit is not None) or (unit is not None and unit not in who.units):
        raise Refused("unit", _("This field belongs to a unit's sheet, or the unit isn't in the filing."))
    refuse_closed_to(who, at=at)
    if not may_write_cell(who, field, unit):
        if field.kind is FieldKind.GROUP:
            fit(field, {"": ""})
        refuse_writer()
    return field


def _put(
    who: Standing,
    unit: Unit | None,
    field: Field,
    row: UUID | None,
    value: object,
    based_on: int,
    at: datetime,
) -> Cell:
    if row is not None:
        _needs_table(field)
    elif field.kind is FieldKind.TABLE:
        raise Refused("table", _("“{label}” is a table; write its rows.").format(label=field.label))
    kept = keep(field, value) if row is None else keep_row(field, value)
    there = Cell.objects.filter(filing=who.filing, place=place_of(unit, field.path, row)).first()
    if there is not None:
        there.filing = who.filing
        return _rewrite(there, kept, based_on, who.user, at, field)
    if based_on:
        raise Refused("version", _("This cell has no such version; reload the page."))
    position = 0 if row is None else _end(who.filing, unit, field.path)
    return _new(who.filing, unit, field.path, row, kept, position, who.user, at)


def _own_steps(
    who: Standing, unit: Unit | None, field: Field, row: UUID | None, based_on: int, earlier: Sequence[object]
) -> int:
    """How many versions after `based_on` are the writer's own unanswered ones; 0 where anybody else wrote."""
    there = Cell.objects.filter(filing=who.filing, place=place_of(unit, field.path, row)).first()
    if there is None or there.removed or there.version <= based_on:
        return 0
    later = list(CellVersion.objects.filter(cell=there, version__gt=based_on).select_related("by"))
    sent = []
    for value in earlier:
        with suppress(Refused):
            sent.append(keep(field, value) if row is None else keep_row(field, value))
    return len(later) if all(one.by == who.user and one.value in sent for one in later) else 0


def _end(filing: Filing, unit: Unit | None, path: str) -> int:
    """The position after a table's last row; Refused where it is full."""
    found = rows_of(filing, unit, path).aggregate(last=Max("position"), count=Count("pk"))
    if found["count"] >= MOST_ROWS:
        raise Refused("rows", _("A table takes at most {count} rows.").format(count=MOST_ROWS))
    return 0 if found["last"] is None else found["last"] + 1


def _needs_table(field: Field) -> None:
    if field.kind is not FieldKind.TABLE:
        raise Refused("no-table", _("“{label}” is no table.").format(label=field.label))


def _new(
    filing: Filing,
    unit: Unit | None,
    path: str,
    row: UUID | None,
    value: Value,
    position: int,
    by: User,
    at: datetime,
) -> Cell:
    cell = Cell.objects.create(
        filing=filing, unit=unit, path=path, row=row, place=place_of(unit, path, row), position=position,
        value=value, updated_by=by, updated_at=at,
    )  # fmt: skip
    CellVersion.objects.create(cell=cell, version=1, value=value, by=by, at=at)
    return cell


def _rewrite(cell: Cell, value: Value, based_on: int, by: User, at: datetime, field: Field) -> Cell:
    if cell.value == value and not cell.removed:
        return cell
    if cell.removed or cell.version != based_on:
        raise Conflict(_written(cell), value, field)
    return _next(cell, value, by, at, removed=False)


def _next(cell: Cell, value: Value, by: User, at: datetime, *, removed: bool) -> Cell:
    cell.version, cell.value, cell.removed = cell.version + 1, value, removed
    cell.updated_by, cell.updated_at = by, at
    cell.save(update_fields=["version", "value", "removed", "position", "updated_by", "updated_at"])
    CellVersion.objects.create(cell=cell, version=cell.version, value=value, removed=removed, by=by, at=at)
    return cell


def _written(cell: Cell) -> Written:
    return Written(cell.value, cell.version, cell.updated_by, cell.updated_at, cell.removed)
