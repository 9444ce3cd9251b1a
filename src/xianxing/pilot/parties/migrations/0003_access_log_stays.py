"""The triggers that keep the access log append-only; a later migration that remakes the table makes them anew."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER access_update BEFORE UPDATE ON parties_accessevent BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
        "CREATE TRIGGER access_delete BEFORE DELETE ON parties_accessevent BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION access_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER access_update BEFORE UPDATE ON parties_accessevent FOR EACH ROW EXECUTE FUNCTION access_log_stays()",
        "CREATE TRIGGER access_delete BEFORE DELETE ON parties_accessevent FOR EACH ROW EXECUTE FUNCTION access_log_stays()",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER access_update",
        "DROP TRIGGER access_delete",
    ],
    "postgresql": [
        "DROP TRIGGER access_update ON parties_accessevent",
        "DROP TRIGGER access_delete ON parties_accessevent",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_access_log")]
    operations = [migrations.RunPython(forwards, backwards)]
