"""Errata are held by triggers, as their table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER notices_erratum_update BEFORE UPDATE ON notices_erratum WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."about" IS NOT OLD."about" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."reason" IS NOT OLD."reason" AND NOT (NEW."reason" = '')) OR NEW."made_by_id" IS NOT OLD."made_by_id" OR NEW."made_at" IS NOT OLD."made_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER notices_erratum_delete BEFORE DELETE ON notices_erratum BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER notices_erratum_replace BEFORE INSERT ON notices_erratum WHEN EXISTS (SELECT 1 FROM notices_erratum AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION notices_erratum_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."about" IS DISTINCT FROM OLD."about" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."reason" IS DISTINCT FROM OLD."reason" AND NOT (NEW."reason" = '')) OR NEW."made_by_id" IS DISTINCT FROM OLD."made_by_id" OR NEW."made_at" IS DISTINCT FROM OLD."made_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_erratum_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_erratum_update BEFORE UPDATE ON notices_erratum FOR EACH ROW EXECUTE FUNCTION notices_erratum_update()",
        "CREATE OR REPLACE FUNCTION notices_erratum_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_erratum_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_erratum_delete BEFORE DELETE ON notices_erratum FOR EACH ROW EXECUTE FUNCTION notices_erratum_delete()",
        "CREATE OR REPLACE FUNCTION notices_erratum_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_erratum_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_erratum_truncate BEFORE TRUNCATE ON notices_erratum FOR EACH STATEMENT EXECUTE FUNCTION notices_erratum_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS notices_erratum_update",
        "DROP TRIGGER IF EXISTS notices_erratum_delete",
        "DROP TRIGGER IF EXISTS notices_erratum_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS notices_erratum_update ON notices_erratum",
        "DROP TRIGGER IF EXISTS notices_erratum_delete ON notices_erratum",
        "DROP TRIGGER IF EXISTS notices_erratum_truncate ON notices_erratum",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_errata")]

    operations = [migrations.RunPython(forwards, backwards)]
