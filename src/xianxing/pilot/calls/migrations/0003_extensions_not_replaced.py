"""SQLite's INSERT OR REPLACE changes no published extension either."""

from django.db import migrations

TABLE = "calls_extension"
TAKEN = "EXISTS (SELECT 1 FROM calls_extension WHERE id = NEW.id)"
MESSAGE = "a published extension stays as it is"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER extension_replace BEFORE INSERT ON {TABLE} WHEN {TAKEN} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
            params=None,
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER extension_replace", params=None)


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_extensions_stay")]
    operations = [migrations.RunPython(forwards, backwards)]
