"""The site's tables as JSON lines, the same for SQLite and PostgreSQL; read in one snapshot."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from xianxing.pilot.protection.triggers import put_in_place, set_aside

# Made by `migrate` itself, made again by `xianxing search rebuild` or as time passes, or worth nothing in
# another place: log-ins end with the site they were made on.
LEFT_OUT = frozenset(
    (
        "contenttypes.contenttype",
        "auth.permission",
        "sessions.session",
        "usersessions.usersession",
        "search.searchtext",
        "search.gramblock",
        "relations.namedthing",
        "relations.sketchband",
        "relations.textsketch",
        "shared.sharedvalue",
        "figures.yeartally",
    )
)
BATCH = 2000


def tables() -> list[type[models.Model]]:
    """The models whose rows are backed up, in a fixed order; tables of many-to-many fields too."""
    found = apps.get_models(include_auto_created=True)
    kept = [model for model in found if model._meta.managed and not model._meta.proxy]
    return sorted((m for m in kept if m._meta.label_lower not in LEFT_OUT), key=lambda m: m._meta.label_lower)


def migrations() -> list[str]:
    """The migrations that the database has been through."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read within is as of one moment, and nobody who writes has to wait for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    before = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = before  # type: ignore[attr-defined]


def dump(model: type[models.Model], path: Path) -> int:
    """Write a table's rows, one JSON array a line, in the order of the primary key; returns how many."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows, count = model._base_manager.order_by("pk").values_list(*names), 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(names) + "\n")
        for row in rows.iterator(chunk_size=BATCH):
            stream.write(json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n")
            count += 1
    return count


def load(model: type[models.Model], path: Path) -> int:
    """Insert the rows of a dumped table; ValueError when its columns are not the model's."""
    fields = model._meta.concrete_fields
    readers = [_reader(field) for field in fields]
    with path.open(encoding="utf-8") as stream:
        if json.loads(next(stream)) != [field.attname for field in fields]:
            raise ValueError(f"{path.name} has other columns than this version's table")
        count = 0
        while batch := list(islice(stream, BATCH)):
            model._base_manager.bulk_create([_row(model, readers, json.loads(line)) for line in batch])
            count += len(batch)
    return count


@contextmanager
def without_triggers() -> Iterator[None]:
    """Load a whole record at once: the triggers stand aside and are back, in the same transaction."""
    vendor = connection.vendor
    _run(set_aside(vendor))
    yield
    connection.check_constraints()
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _run(put_in_place(vendor))


def reset_sequences(loaded: Sequence[type[models.Model]]) -> None:
    """Let PostgreSQL count on from the highest number of each table."""
    _run(connection.ops.sequence_reset_sql(no_style(), list(loaded)))


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _plain(value: object) -> object:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return value


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return lambda value: value
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64decode(value)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python


def _row(
    model: type[models.Model], readers: Sequence[Callable[[Any], Any]], values: Sequence[Any]
) -> models.Model:
    names = (field.attname for field in model._meta.concrete_fields)
    read = (reader(value) for reader, value in zip(readers, values, strict=True))
    return model(**dict(zip(names, read, strict=True)))
