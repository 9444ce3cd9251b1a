"""PostgreSQL's TRUNCATE would lift every stop for secrecy without a trace."""

from django.db import migrations

from xianxing.pilot.cases.triggers import STOP, forbid_truncating_stops


def forwards(apps, schema_editor):
    for statement in forbid_truncating_stops(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {STOP}_truncate ON {STOP}", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_endings")]
    operations = [migrations.RunPython(forwards, backwards)]
