"""PostgreSQL's TRUNCATE empties the access log no more than DELETE does."""

from django.db import migrations

from xianxing.pilot.parties.triggers import allow_truncation, forbid_truncation


def forwards(apps, schema_editor):
    for statement in forbid_truncation(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in allow_truncation(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_letters_are_sealed")]
    operations = [migrations.RunPython(forwards, backwards)]
