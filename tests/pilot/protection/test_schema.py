"""Both ways to a new database end in the same tables, triggers and entries, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from tests.pilot.own_database import empty_database
from tests.pilot.quick_states import quick_states
from xianxing.pilot.protection.schema import bring_up_to_date
from xianxing.pilot.protection.triggers import differences

pytestmark = pytest.mark.both_databases

Schema = dict[str, tuple[object, object]]


def test_property_of_a_database_made_at_once_it_is_the_one_that_migrations_make(
    tmp_path: Path, unlocked: None
) -> None:
    with empty_database(tmp_path), quick_states():
        call_command("migrate", "contenttypes", interactive=False, verbosity=0)
        bring_up_to_date()  # a database that was begun is migrated
        by_migrations, entered = _schema(), _entered()
        assert differences() == []
    with empty_database(tmp_path):
        bring_up_to_date()
        assert _schema() == by_migrations
        assert _entered() == entered
        assert differences() == []


@pytest.fixture
def unlocked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def _entered() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _schema() -> Schema:
    """Each table's columns, by name, and its constraints and indexes; their order says nothing."""
    with connection.cursor() as cursor:
        look = connection.introspection
        tables: Schema = {}
        for table in look.table_names(cursor):
            columns = [
                (column.name, look.get_field_type(column.type_code, column), column.null_ok)
                for column in look.get_table_description(cursor, table)
            ]
            held = look.get_constraints(cursor, table)
            tables[table] = (sorted(columns), sorted(map(_plain, held.items()), key=repr))
        return tables


def _plain(held: tuple[str, Any]) -> tuple[object, ...]:
    name, rule = held
    if name.startswith(("__unnamed", "fk_")):  # SQLite's own counting, in the order of the columns
        name = ""
    what = {key: str(value) for key, value in rule.items() if key != "definition"}
    return (name, *sorted(what.items()))
