"""The triggers that hold every writer to the record; a later migration that remakes a table makes them anew."""

from django.db import migrations

from xianxing.pilot.cases.triggers import create, drop


def forwards(apps, schema_editor):
    for statement in create(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in drop(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
