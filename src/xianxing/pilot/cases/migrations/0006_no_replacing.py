"""SQLite's INSERT OR REPLACE is refused like every other removal."""

from django.db import migrations

from xianxing.pilot.cases.triggers import allow_replacing, forbid_replacing


def forwards(apps, schema_editor):
    for statement in forbid_replacing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in allow_replacing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_events_by_time")]
    operations = [migrations.RunPython(forwards, backwards)]
