"""A published extension is never changed or removed, whoever asks."""

from django.db import migrations

TABLE = "calls_extension"
MESSAGE = "a published extension stays as it is"
KINDS = ("update", "delete")


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for what in KINDS:
            schema_editor.execute(
                f"CREATE TRIGGER extension_{what} BEFORE {what.upper()} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                params=None,
            )
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION extension_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        params=None,
    )
    for what in KINDS:
        schema_editor.execute(
            f"CREATE TRIGGER extension_{what} BEFORE {what.upper()} ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION extension_stays()",
            params=None,
        )


def backwards(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for what in KINDS:
        schema_editor.execute(f"DROP TRIGGER extension_{what}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
