"""A step of local support stays as it was entered."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER incentives_supportstep_update BEFORE UPDATE ON incentives_supportstep WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."policy" IS NOT OLD."policy" OR NEW."policy_since" IS NOT OLD."policy_since" OR NEW."policy_digest" IS NOT OLD."policy_digest" OR NEW."unit" IS NOT OLD."unit" OR NEW."stage" IS NOT OLD."stage" OR (NEW."findings" IS NOT OLD."findings" AND NOT (NEW."findings" IN ('{}', '[]', 'null') OR NEW."findings" IS NULL)) OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."organ" IS NOT OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS NOT OLD."document" AND NOT (NEW."document" = '')) OR NEW."happened_on" IS NOT OLD."happened_on" OR (NEW."evidence" IS NOT OLD."evidence" AND NOT (NEW."evidence" IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS NOT OLD."entered_by_id" OR NEW."entered_at" IS NOT OLD."entered_at" BEGIN SELECT RAISE(ABORT, 'a step of local support stays as it was entered'); END""",
        "CREATE TRIGGER incentives_supportstep_delete BEFORE DELETE ON incentives_supportstep BEGIN SELECT RAISE(ABORT, 'a step of local support stays as it was entered'); END",
        """CREATE TRIGGER incentives_supportstep_replace BEFORE INSERT ON incentives_supportstep WHEN EXISTS (SELECT 1 FROM incentives_supportstep AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a step of local support stays as it was entered'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION incentives_supportstep_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."policy" IS DISTINCT FROM OLD."policy" OR NEW."policy_since" IS DISTINCT FROM OLD."policy_since" OR NEW."policy_digest" IS DISTINCT FROM OLD."policy_digest" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."stage" IS DISTINCT FROM OLD."stage" OR (NEW."findings" IS DISTINCT FROM OLD."findings" AND NOT (NEW."findings"::text IN ('{}', '[]', 'null') OR NEW."findings" IS NULL)) OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."organ" IS DISTINCT FROM OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS DISTINCT FROM OLD."document" AND NOT (NEW."document" = '')) OR NEW."happened_on" IS DISTINCT FROM OLD."happened_on" OR (NEW."evidence" IS DISTINCT FROM OLD."evidence" AND NOT (NEW."evidence"::text IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS DISTINCT FROM OLD."entered_by_id" OR NEW."entered_at" IS DISTINCT FROM OLD."entered_at" THEN RAISE EXCEPTION 'a step of local support stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incentives_supportstep_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incentives_supportstep_update BEFORE UPDATE ON incentives_supportstep FOR EACH ROW EXECUTE FUNCTION incentives_supportstep_update()",
        "CREATE OR REPLACE FUNCTION incentives_supportstep_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a step of local support stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incentives_supportstep_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incentives_supportstep_delete BEFORE DELETE ON incentives_supportstep FOR EACH ROW EXECUTE FUNCTION incentives_supportstep_delete()",
        "CREATE OR REPLACE FUNCTION incentives_supportstep_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a step of local support stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incentives_supportstep_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incentives_supportstep_truncate BEFORE TRUNCATE ON incentives_supportstep FOR EACH STATEMENT EXECUTE FUNCTION incentives_supportstep_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS incentives_supportstep_update",
        "DROP TRIGGER IF EXISTS incentives_supportstep_delete",
        "DROP TRIGGER IF EXISTS incentives_supportstep_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS incentives_supportstep_update ON incentives_supportstep",
        "DROP TRIGGER IF EXISTS incentives_supportstep_delete ON incentives_supportstep",
        "DROP TRIGGER IF EXISTS incentives_supportstep_truncate ON incentives_supportstep",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("incentives", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
