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

from xianxing.pilot.protection.triggers import put_in_place


def bring_up_to_date() -> None:
    """Make the schema of an empty database at once; migrate any other."""
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
