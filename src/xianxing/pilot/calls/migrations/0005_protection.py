"""Calls, pinned guides and extensions are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS extension_update",
        "DROP TRIGGER IF EXISTS extension_delete",
        "DROP TRIGGER IF EXISTS extension_replace",
        "CREATE TRIGGER calls_extension_update BEFORE UPDATE ON calls_extension BEGIN SELECT RAISE(ABORT, 'a published extension stays as it is'); END",
        "CREATE TRIGGER calls_extension_delete BEFORE DELETE ON calls_extension BEGIN SELECT RAISE(ABORT, 'a published extension stays as it is'); END",
        """CREATE TRIGGER calls_extension_replace BEFORE INSERT ON calls_extension WHEN EXISTS (SELECT 1 FROM calls_extension AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'a published extension stays as it is'); END""",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS extension_update ON calls_extension",
        "DROP TRIGGER IF EXISTS extension_delete ON calls_extension",
        "DROP TRIGGER IF EXISTS extension_truncate ON calls_extension",
        "CREATE OR REPLACE FUNCTION calls_extension_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a published extension stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_extension_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_extension_update BEFORE UPDATE ON calls_extension FOR EACH ROW EXECUTE FUNCTION calls_extension_update()",
        "CREATE OR REPLACE FUNCTION calls_extension_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a published extension stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_extension_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_extension_delete BEFORE DELETE ON calls_extension FOR EACH ROW EXECUTE FUNCTION calls_extension_delete()",
        "CREATE OR REPLACE FUNCTION calls_extension_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a published extension stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_extension_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_extension_truncate BEFORE TRUNCATE ON calls_extension FOR EACH STATEMENT EXECUTE FUNCTION calls_extension_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS calls_extension_update",
        "DROP TRIGGER IF EXISTS calls_extension_delete",
        "DROP TRIGGER IF EXISTS calls_extension_replace",
        "CREATE TRIGGER extension_update BEFORE UPDATE ON calls_extension BEGIN SELECT RAISE(ABORT, 'a published extension stays as it is'); END",
        "CREATE TRIGGER extension_delete BEFORE DELETE ON calls_extension BEGIN SELECT RAISE(ABORT, 'a published extension stays as it is'); END",
        "CREATE TRIGGER extension_replace BEFORE INSERT ON calls_extension WHEN EXISTS (SELECT 1 FROM calls_extension WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a published extension stays as it is'); END",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS calls_extension_update ON calls_extension",
        "DROP TRIGGER IF EXISTS calls_extension_delete ON calls_extension",
        "DROP TRIGGER IF EXISTS calls_extension_truncate ON calls_extension",
        "CREATE TRIGGER extension_update BEFORE UPDATE ON calls_extension FOR EACH ROW EXECUTE FUNCTION extension_stays()",
        "CREATE TRIGGER extension_delete BEFORE DELETE ON calls_extension FOR EACH ROW EXECUTE FUNCTION extension_stays()",
        "CREATE TRIGGER extension_truncate BEFORE TRUNCATE ON calls_extension FOR EACH STATEMENT EXECUTE FUNCTION extension_stays()",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("calls", "0004_extensions_not_truncated")]
    operations = [migrations.RunPython(forwards, backwards)]
