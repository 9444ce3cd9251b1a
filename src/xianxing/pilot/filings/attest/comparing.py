"""What changed between the body that a person attested and the content now: cell by cell, file by file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xianxing.checker.body import records
from xianxing.documents.apart import comparer
from xianxing.law import Field, Guide
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.draft.diff import ColumnDifference, differ_values
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.draft.values import Value
from xianxing.pilot.filings.models import Attestation, Body
from xianxing.pilot.filings.permissions import frozen_body, standing, visible_units
from xianxing.pilot.parties.models import User

Row = Mapping[str, object]


class Became(StrEnum):
    """What became of a cell, row or file."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class CellChange:
    """A cell or row that was added, removed or written anew; rows by their new number.

    `label` names the field; `columns` hold the differing texts in segments, "" for a plain cell.
    """

    location: str
    label: str
    became: Became
    columns: tuple[ColumnDifference, ...]


@dataclass(frozen=True)
class FileDifference:
    """A file that was added, removed, replaced by other bytes or described otherwise, by its present name."""

    name: str
    became: Became
    sha256_before: str
    sha256_after: str
    described: tuple[ColumnDifference, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that differs. `frozen` says whether it was compared with a frozen body or a draft."""

    cells: tuple[CellChange, ...]
    files: tuple[FileDifference, ...]
    units_added: tuple[str, ...]
    units_removed: tuple[str, ...]
    frozen: bool

    def __bool__(self) -> bool:
        return bool(self.cells or self.files or self.units_added or self.units_removed)


def changes_since(attestation: Attestation, *, by: User, at: datetime) -> Changes:
    """What changed since an attestation, for any person of the filing's units.

    Compared with the body in force, or, while the content is open, with the draft: then without the sheets
    that the person may not see yet. Stranger for who may not read it.
    """
    body = attestation.body
    who = standing(by, body.filing, at=at)
    held = frozen_body(body.filing)
    before = content_of(body)
    if held is not None:
        after = content_of(Body.objects.get(pk=held.pk))
    else:
        seen = {unit.key for unit in visible_units(who)}
        after = dict(load_form(body.filing).body())
        before, after = _only(before, seen), _only(after, seen)
    return compared(guide_of(body.filing.case.call), before, after, frozen=held is not None)


def compared(guide: Guide, before: Row, after: Row, *, frozen: bool) -> Changes:
    """The differences of two bodies in the shape of `xianxing.checker.body`."""
    old, new = _by_id(before), _by_id(after)
    cells = [
        *(c for group in ("project", "content") for c in _group(guide, group, group, before, after)),
        *(c for key in new if key in old for c in _record(guide, "unit", f"unit[{key}]", old[key], new[key])),
    ]
    return Changes(
        tuple(cells),
        tuple(_files(records(before.get("files")), records(after.get("files")))),
        tuple(key for key in new if key not in old),
        tuple(key for key in old if key not in new),
        frozen,
    )


def _group(guide: Guide, group: str, place: str, before: Row, after: Row) -> Iterator[CellChange]:
    old, new = before.get(group), after.get(group)
    yield from _record(
        guide, group, place, old if isinstance(old, Mapping) else {}, new if isinstance(new, Mapping) else {}
    )


def _record(guide: Guide, group: str, place: str, old: Row, new: Row) -> Iterator[CellChange]:
    """The differing fields of one part of the form, in its order."""
    known = [field.key for field in guide.fields_of(group)]
    for key in dict.fromkeys([*known, *old, *new]):
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        field = guide.fields.get(f"{group}.{key}")
        label, location = str(field.label) if field else key, f"{place}.{key}"
        if _is_table(one) or _is_table(other):
            yield from _table(field, label, location, records(one), records(other))
        else:
            columns = differ_values(_value(one), _value(other))
            yield CellChange(location, label, _kind(one, other), columns)


def _table(
    field: Field | None, label: str, location: str, old: Sequence[Row], new: Sequence[Row]
) -> Iterator[CellChange]:
    names = {column.key: str(column.label) for column in field.columns} if field else {}
    for one, other, number in _aligned(old, new):
        columns = differ_values(_value(one), _value(other))
        named = tuple(ColumnDifference(names.get(c.column, c.column), c.segments) for c in columns)
        yield CellChange(f"{location}[{number}]", label, _kind(one, other), named)


def _aligned(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None, int]]:
    """The rows that differ in pairs, with the row's number now (of a removed one, the number it had)."""
    steps, _coarse = comparer.align([_key(row) for row in old], [_key(row) for row in new])
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            one = old[i1 + step] if i1 + step < i2 else None
            other = new[j1 + step] if j1 + step < j2 else None
            yield one, other, j1 + step if other is not None else i1 + step


def _files(old: Sequence[Row], new: Sequence[Row]) -> Iterator[FileDifference]:
    """Files are the same when their name is, or else their bytes are: so a renamed file is no new one."""
    left = list(old)
    for other in new:
        one = _take(left, "file", other) or _take(left, "sha256", other)
        described = differ_values(_about(one), _about(other))
        if one is None or described or one.get("sha256") != other.get("sha256"):
            yield _file(one, other, described)
    for one in left:
        yield _file(one, None, differ_values(_about(one), None))


def _take(left: list[Row], key: str, like: Row) -> Row | None:
    found = next((row for row in left if row.get(key) is not None and row.get(key) == like.get(key)), None)
    if found is not None:
        left.remove(found)
    return found


def _file(one: Row | None, other: Row | None, described: tuple[ColumnDifference, ...]) -> FileDifference:
    former, name = (str(row.get("file", "")) if row else "" for row in (one, other))
    before, after = (str(row.get("sha256", "")) if row else "" for row in (one, other))
    return FileDifference(name or former, _kind(one, other), before, after, described)


def _about(row: Row | None) -> Value:
    if row is None:
        return None
    return _value({key: value for key, value in row.items() if key not in ("sha256", "size")})


def _kind(one: object, other: object) -> Became:
    if one is None:
        return Became.ADDED
    return Became.REMOVED if other is None else Became.CHANGED


def _only(body: Row, keys: set[str]) -> dict[str, object]:
    units = [unit for unit in records(body.get("units")) if unit.get("id") in keys]
    return {**body, "units": units}


def _by_id(body: Row) -> dict[str, Row]:
    return {str(unit.get("id")): unit for unit in records(body.get("units"))}


def _is_table(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def _value(value: object) -> Value:
    """A part of a canonical body as the value that it is."""
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _value(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [part for part in value if isinstance(part, (str, int, bool))]
    return str(value)


def _key(row: Row) -> str:
    return json.dumps(row, sort_keys=True)
