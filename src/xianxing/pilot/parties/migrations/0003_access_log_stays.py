"""The triggers that keep the access log append-only; a later migration that remakes the table makes them anew."""

from django.db import migrations

from xianxing.pilot.parties.triggers import create, drop


def forwards(apps, schema_editor):
    for statement in create(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in drop(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_access_log")]
    operations = [migrations.RunPython(forwards, backwards)]
