"""PostgreSQL's TRUNCATE empties the access log no more than DELETE does."""

from django.db import migrations

FORWARDS = {
    "sqlite": [],
    "postgresql": [
        "CREATE TRIGGER access_truncate BEFORE TRUNCATE ON parties_accessevent FOR EACH STATEMENT EXECUTE FUNCTION access_log_stays()",
    ],
}
BACKWARDS = {
    "sqlite": [],
    "postgresql": [
        "DROP TRIGGER access_truncate ON parties_accessevent",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_letters_are_sealed")]
    operations = [migrations.RunPython(forwards, backwards)]
