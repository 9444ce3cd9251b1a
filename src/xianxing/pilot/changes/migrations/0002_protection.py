"""A change stays as it was told."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER changes_trialchange_update BEFORE UPDATE ON changes_trialchange WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."kind" IS NOT OLD."kind" OR NEW."approval" IS NOT OLD."approval" OR (NEW."what" IS NOT OLD."what" AND NOT (NEW."what" = '')) OR (NEW."why" IS NOT OLD."why" AND NOT (NEW."why" = '')) OR NEW."effective_on" IS NOT OLD."effective_on" OR NEW."unit" IS NOT OLD."unit" OR NEW."signed_by_id" IS NOT OLD."signed_by_id" OR NEW."signed_at" IS NOT OLD."signed_at" BEGIN SELECT RAISE(ABORT, 'a change stays as it was told'); END""",
        "CREATE TRIGGER changes_trialchange_delete BEFORE DELETE ON changes_trialchange BEGIN SELECT RAISE(ABORT, 'a change stays as it was told'); END",
        """CREATE TRIGGER changes_trialchange_replace BEFORE INSERT ON changes_trialchange WHEN EXISTS (SELECT 1 FROM changes_trialchange AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a change stays as it was told'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION changes_trialchange_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."approval" IS DISTINCT FROM OLD."approval" OR (NEW."what" IS DISTINCT FROM OLD."what" AND NOT (NEW."what" = '')) OR (NEW."why" IS DISTINCT FROM OLD."why" AND NOT (NEW."why" = '')) OR NEW."effective_on" IS DISTINCT FROM OLD."effective_on" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."signed_by_id" IS DISTINCT FROM OLD."signed_by_id" OR NEW."signed_at" IS DISTINCT FROM OLD."signed_at" THEN RAISE EXCEPTION 'a change stays as it was told' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION changes_trialchange_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER changes_trialchange_update BEFORE UPDATE ON changes_trialchange FOR EACH ROW EXECUTE FUNCTION changes_trialchange_update()",
        "CREATE OR REPLACE FUNCTION changes_trialchange_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a change stays as it was told' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION changes_trialchange_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER changes_trialchange_delete BEFORE DELETE ON changes_trialchange FOR EACH ROW EXECUTE FUNCTION changes_trialchange_delete()",
        "CREATE OR REPLACE FUNCTION changes_trialchange_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a change stays as it was told' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION changes_trialchange_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER changes_trialchange_truncate BEFORE TRUNCATE ON changes_trialchange FOR EACH STATEMENT EXECUTE FUNCTION changes_trialchange_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS changes_trialchange_update",
        "DROP TRIGGER IF EXISTS changes_trialchange_delete",
        "DROP TRIGGER IF EXISTS changes_trialchange_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS changes_trialchange_update ON changes_trialchange",
        "DROP TRIGGER IF EXISTS changes_trialchange_delete ON changes_trialchange",
        "DROP TRIGGER IF EXISTS changes_trialchange_truncate ON changes_trialchange",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
