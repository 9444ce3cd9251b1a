"""SQLite's INSERT OR REPLACE changes no line of the access log either."""

from django.db import migrations

from xianxing.pilot.parties.triggers import allow_replacing, forbid_replacing


def forwards(apps, schema_editor):
    for statement in forbid_replacing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in allow_replacing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_access_log_stays")]
    operations = [migrations.RunPython(forwards, backwards)]
