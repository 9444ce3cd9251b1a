"""How an event names the rows that it rests on: table, row and the value of each bound column.

The namings stand in the event's payload under `rests_on`, and so under its commitment, chain and seal.
Columns that hold words, files or JSON are named by SHA-256; others as they read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from xianxing.pilot.protection.declarations import bound, field_of
from xianxing.procedure.events import JSON
from xianxing.record.canonical import Plain, canonical, instant

RESTS_ON = "rests_on"
EMPTY: tuple[object, ...] = (None, "", b"", {}, [])


@dataclass(frozen=True)
class NamedRow:
    """A row for an event to name: `columns` are those that the act sets, None means all.

    `place` says that the row's own place column holds the place of this event.
    """

    row: models.Model
    columns: tuple[str, ...] | None = None
    place: bool = False


def namings(rows: Iterable[NamedRow]) -> list[JSON]:
    """What goes into the payload; TypeError for a table that isn't declared as bound."""
    return [_naming(named) for named in rows]


def value_named(model: type[models.Model], column: str, value: Any) -> JSON:
    """The value of a bound column as an event names it."""
    field = field_of(model, column)
    if value is None:
        return None
    if isinstance(field, (models.BinaryField, models.JSONField, models.TextField)):
        return _digest(text_named(value))
    if column in bound(model).erasable:
        return _digest(text_named(value))
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return value
    return str(value)


def text_named(value: Any) -> bytes:
    """The bytes whose digest an event names: bytes as they are, words and JSON in their canonical form."""
    return bytes(value) if isinstance(value, bytes | memoryview) else canonical(plain(value))


def plain(value: Any) -> Plain:
    """A JSON value for the canonical form, which knows no fractions: those become exact decimals."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


def _naming(named: NamedRow) -> JSON:
    model = type(named.row)
    columns = bound(model).columns if named.columns is None else named.columns
    said: dict[str, JSON] = {
        "table": model._meta.db_table,
        "row": str(named.row.pk),
        "columns": {
            name: value_named(model, name, getattr(named.row, field_of(model, name).attname))
            for name in columns
        },
    }
    if named.place:
        said["place"] = bound(model).place
    return said


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
