"""Calls and pinned guides are held by triggers as well, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER calls_call_update BEFORE UPDATE ON calls_call BEGIN SELECT RAISE(ABORT, 'a published call stays as it is'); END",
        "CREATE TRIGGER calls_call_delete BEFORE DELETE ON calls_call BEGIN SELECT RAISE(ABORT, 'a published call stays as it is'); END",
        """CREATE TRIGGER calls_call_replace BEFORE INSERT ON calls_call WHEN EXISTS (SELECT 1 FROM calls_call AS held WHERE (held."id" = NEW."id") OR (held."batch" = NEW."batch")) BEGIN SELECT RAISE(ABORT, 'a published call stays as it is'); END""",
        """CREATE TRIGGER calls_pinnedguide_update BEFORE UPDATE ON calls_pinnedguide WHEN NEW."digest" IS NOT OLD."digest" OR NEW."name" IS NOT OLD."name" OR NEW."files" IS NOT OLD."files" OR NEW."pinned_at" IS NOT OLD."pinned_at" OR (OLD."retired_at" IS NOT NULL AND NEW."retired_at" IS NOT OLD."retired_at") BEGIN SELECT RAISE(ABORT, 'a pinned guide stays as it is'); END""",
        "CREATE TRIGGER calls_pinnedguide_delete BEFORE DELETE ON calls_pinnedguide BEGIN SELECT RAISE(ABORT, 'a pinned guide stays as it is'); END",
        """CREATE TRIGGER calls_pinnedguide_replace BEFORE INSERT ON calls_pinnedguide WHEN EXISTS (SELECT 1 FROM calls_pinnedguide AS held WHERE (held."digest" = NEW."digest")) BEGIN SELECT RAISE(ABORT, 'a pinned guide stays as it is'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION calls_call_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a published call stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_call_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_call_update BEFORE UPDATE ON calls_call FOR EACH ROW EXECUTE FUNCTION calls_call_update()",
        "CREATE OR REPLACE FUNCTION calls_call_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a published call stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_call_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_call_delete BEFORE DELETE ON calls_call FOR EACH ROW EXECUTE FUNCTION calls_call_delete()",
        "CREATE OR REPLACE FUNCTION calls_call_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a published call stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_call_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_call_truncate BEFORE TRUNCATE ON calls_call FOR EACH STATEMENT EXECUTE FUNCTION calls_call_truncate()",
        """CREATE OR REPLACE FUNCTION calls_pinnedguide_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."name" IS DISTINCT FROM OLD."name" OR NEW."files" IS DISTINCT FROM OLD."files" OR NEW."pinned_at" IS DISTINCT FROM OLD."pinned_at" OR (OLD."retired_at" IS NOT NULL AND NEW."retired_at" IS DISTINCT FROM OLD."retired_at") THEN RAISE EXCEPTION 'a pinned guide stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_pinnedguide_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_pinnedguide_update BEFORE UPDATE ON calls_pinnedguide FOR EACH ROW EXECUTE FUNCTION calls_pinnedguide_update()",
        "CREATE OR REPLACE FUNCTION calls_pinnedguide_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a pinned guide stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_pinnedguide_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_pinnedguide_delete BEFORE DELETE ON calls_pinnedguide FOR EACH ROW EXECUTE FUNCTION calls_pinnedguide_delete()",
        "CREATE OR REPLACE FUNCTION calls_pinnedguide_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a pinned guide stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_pinnedguide_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_pinnedguide_truncate BEFORE TRUNCATE ON calls_pinnedguide FOR EACH STATEMENT EXECUTE FUNCTION calls_pinnedguide_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS calls_call_update",
        "DROP TRIGGER IF EXISTS calls_call_delete",
        "DROP TRIGGER IF EXISTS calls_call_replace",
        "DROP TRIGGER IF EXISTS calls_pinnedguide_update",
        "DROP TRIGGER IF EXISTS calls_pinnedguide_delete",
        "DROP TRIGGER IF EXISTS calls_pinnedguide_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS calls_call_update ON calls_call",
        "DROP TRIGGER IF EXISTS calls_call_delete ON calls_call",
        "DROP TRIGGER IF EXISTS calls_call_truncate ON calls_call",
        "DROP TRIGGER IF EXISTS calls_pinnedguide_update ON calls_pinnedguide",
        "DROP TRIGGER IF EXISTS calls_pinnedguide_delete ON calls_pinnedguide",
        "DROP TRIGGER IF EXISTS calls_pinnedguide_truncate ON calls_pinnedguide",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("calls", "0005_protection")]
    operations = [migrations.RunPython(forwards, backwards)]
