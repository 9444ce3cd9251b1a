"""PostgreSQL's TRUNCATE would lift every stop for secrecy without a trace."""

from django.db import migrations

FORWARDS = {
    "sqlite": [],
    "postgresql": [
        "CREATE TRIGGER cases_secrecystop_truncate BEFORE TRUNCATE ON cases_secrecystop FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
    ],
}
BACKWARDS = {
    "sqlite": [],
    "postgresql": [
        "DROP TRIGGER cases_secrecystop_truncate ON cases_secrecystop",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_endings")]
    operations = [migrations.RunPython(forwards, backwards)]
