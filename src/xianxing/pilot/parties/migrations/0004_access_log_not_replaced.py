"""SQLite's INSERT OR REPLACE changes no line of the access log either."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER access_replace BEFORE INSERT ON parties_accessevent WHEN EXISTS (SELECT 1 FROM parties_accessevent WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    ],
    "postgresql": [],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER access_replace",
    ],
    "postgresql": [],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_access_log_stays")]
    operations = [migrations.RunPython(forwards, backwards)]
