"""A database that belongs to one test, for threads, processes and copies; the record forbids flushing one.

It is a copy of the empty, migrated test database: a file under SQLite, a database of its own on PostgreSQL.
"""

from __future__ import annotations

import copy
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Everything inside works on the copy, other threads too; gives its address for other processes."""
    old = connections["default"]
    assert not old.in_atomic_block, "a test with the `db` fixture has the test database locked"
    old.ensure_connection()
    declared = connections.settings["default"]
    fresh = copy.deepcopy(declared)
    make = _sqlite_copy if old.vendor == "sqlite" else _postgresql_copy
    with make(old, fresh, folder) as url:
        connections.settings["default"] = fresh
        connections["default"] = connections.create_connection("default")
        try:
            yield url
        finally:
            connections["default"].close()
            connections["default"] = old
            connections.settings["default"] = declared


@contextmanager
def _sqlite_copy(old: BaseDatabaseWrapper, fresh: dict[str, object], folder: Path) -> Iterator[str]:
    path = folder / f"own-{secrets.token_hex(4)}.sqlite3"
    target = sqlite3.connect(path)
    old.connection.backup(target)
    target.close()
    fresh["NAME"] = str(path)
    yield f"sqlite:///{path}"


@contextmanager
def _postgresql_copy(old: BaseDatabaseWrapper, fresh: dict[str, object], _folder: Path) -> Iterator[str]:
    name = f"own_{secrets.token_hex(4)}"
    template = old.settings_dict["NAME"]
    old.close()
    with old._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    fresh["NAME"] = name
    try:
        yield "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**fresh)
    finally:
        with old._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
