"""A database that belongs to one test, for threads, processes and copies; the record forbids flushing one.

It is a copy of the empty, migrated test database, or made anew where no test of the session uses that one: a
file under SQLite, a database of its own on PostgreSQL.
"""

from __future__ import annotations

import atexit
import copy
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import dj_database_url
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from xianxing.pilot.protection.schema import bring_up_to_date
from xianxing.site.persistence import SQLITE_OPTIONS


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Everything inside works on the copy, other threads too; gives its address for other processes."""
    old = connections["default"]
    assert not old.in_atomic_block, "a test with the `db` fixture has the test database locked"
    make = _sqlite_copy if old.vendor == "sqlite" else _postgresql_copy
    with make(old, folder) as (name, url), _working_on(name):
        yield url


@contextmanager
def postgresql_database(server: str) -> Iterator[None]:
    """Everything inside works on a fresh, migrated database of this PostgreSQL, whatever the session's is."""
    parsed: dict[str, Any] = {**dj_database_url.parse(server), "OPTIONS": {}}
    name, other = f"other_{secrets.token_hex(4)}", parsed.pop("NAME") or "postgres"
    with _working_on(other, **parsed), connections["default"].cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template1')
    try:
        with _working_on(name, **parsed):
            bring_up_to_date()
            yield
    finally:
        with _working_on(other, **parsed), connections["default"].cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Everything inside works on a new database without a table, of the kind of the session's."""
    old, name = connections["default"], f"empty_{secrets.token_hex(4)}"
    if old.vendor == "sqlite":
        with _working_on(str(folder / name)):
            yield
        return
    old.close()
    with old._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template1')
    try:
        with _working_on(name):
            yield
    finally:
        with old._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _working_on(name: str, **declaring: Any) -> Iterator[None]:
    old, declared = connections["default"], connections.settings["default"]
    fresh = {**copy.deepcopy(declared), **declaring, "NAME": name}
    connections.settings["default"] = fresh
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = old
        connections.settings["default"] = declared


@contextmanager
def working_on_file(path: Path) -> Iterator[None]:
    """Everything inside works on this SQLite file, whatever the session's database is."""
    kind = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": SQLITE_OPTIONS}
    with _working_on(str(path), **kind):
        yield


def is_test_database(old: BaseDatabaseWrapper) -> bool:
    """Whether this is the session's test database or a copy; it is made only where a test uses it."""
    name = str(old.settings_dict["NAME"])
    return "memorydb" in name or Path(name).name.startswith(("test_", "own_"))


@contextmanager
def _sqlite_copy(old: BaseDatabaseWrapper, folder: Path) -> Iterator[tuple[str, str]]:
    path = folder / f"own-{secrets.token_hex(4)}.sqlite3"
    if is_test_database(old):
        old.ensure_connection()
        target = sqlite3.connect(path)
        old.connection.backup(target)
        target.close()
    else:
        shutil.copyfile(_migrated_file(), path)
    yield str(path), f"sqlite:///{path}"


@cache
def _migrated_file() -> Path:
    folder = tempfile.mkdtemp(prefix="xianxing-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "template.sqlite3"
    with _working_on(str(path)):
        bring_up_to_date()
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@contextmanager
def _postgresql_copy(old: BaseDatabaseWrapper, _folder: Path) -> Iterator[tuple[str, str]]:
    name, place = f"own_{secrets.token_hex(4)}", old.settings_dict
    template: Any = place["NAME"] if is_test_database(old) else "template1"
    old.close()
    with old._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        if not is_test_database(old):
            with _working_on(name):
                bring_up_to_date()
        yield name, f"postgresql://{place['USER']}@{place['HOST']}:{place['PORT']}/{name}"
    finally:
        with old._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
