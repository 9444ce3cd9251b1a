"""SQLite's INSERT OR REPLACE is refused like every other removal; PostgreSQL's triggers read our tables only."""

from django.db import migrations

from xianxing.pilot.cases.triggers import allow_replacing, forbid_replacing, keep_to_own_tables


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*forbid_replacing(vendor), *keep_to_own_tables(vendor)):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in allow_replacing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_events_by_time")]
    operations = [migrations.RunPython(forwards, backwards)]
