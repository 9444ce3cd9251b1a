"""The tables and triggers of a new database made at once, instead of by every migration there ever was.

Django builds the models of the past anew for each step of a migration; with a hundred tables that takes
longer than everything else a first start does. A test holds both ways to the same schema on both databases.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from xianxing.pilot.protection.declarations import OURS
from xianxing.pilot.protection.triggers import put_in_place

OF_DEMONSTRATIONS = "demo"  # its app isn't installed in a real site


class NewerDatabaseError(RuntimeError):
    """The database went through migrations that this version of the software doesn't have."""


def unknown_migrations() -> list[str]:
    """The migrations that the database went through and this version doesn't have, by name; none is well.

    An earlier version of the software over a later database would write rows that the later one doesn't
    understand. Libraries aren't asked: they put several migrations together now and then.
    """
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    applied = MigrationRecorder(connection).applied_migrations()
    libraries = {app.label for app in apps.get_app_configs() if not app.name.startswith(OURS)}
    unasked = {*libraries, OF_DEMONSTRATIONS}
    return sorted(f"{app}.{name}" for app, name in {*applied} - {*known} if app not in unasked)


def bring_up_to_date() -> None:
    """Make the schema of an empty database at once; migrate any other, but one that is newer."""
    unknown = unknown_migrations()
    if unknown:
        raise NewerDatabaseError(", ".join(unknown))
    if connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
        return
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        complete_tables()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def complete_tables() -> None:
    """Give tables that were made from the models what migrations give them: triggers, and their entries."""
    with connection.cursor() as cursor:
        for statement in put_in_place(connection.vendor):
            cursor.execute(statement)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).graph.nodes:
        recorder.record_applied(app, name)
