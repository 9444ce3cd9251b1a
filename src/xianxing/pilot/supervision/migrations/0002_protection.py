"""Plans, values and answers are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER supervision_alarmanswer_update BEFORE UPDATE ON supervision_alarmanswer WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."indicator" IS NOT OLD."indicator" OR NEW."period" IS NOT OLD."period" OR NEW."kind" IS NOT OLD."kind" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."given_by_id" IS NOT OLD."given_by_id" OR NEW."given_at" IS NOT OLD."given_at" BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END""",
        "CREATE TRIGGER supervision_alarmanswer_delete BEFORE DELETE ON supervision_alarmanswer BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END",
        """CREATE TRIGGER supervision_alarmanswer_replace BEFORE INSERT ON supervision_alarmanswer WHEN EXISTS (SELECT 1 FROM supervision_alarmanswer AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END""",
        """CREATE TRIGGER supervision_indicatorplan_update BEFORE UPDATE ON supervision_indicatorplan WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR (NEW."lines" IS NOT OLD."lines" AND NOT (NEW."lines" IN ('{}', '[]', 'null') OR NEW."lines" IS NULL)) OR NEW."effective_on" IS NOT OLD."effective_on" OR NEW."unit" IS NOT OLD."unit" OR NEW."signed_by_id" IS NOT OLD."signed_by_id" OR NEW."signed_at" IS NOT OLD."signed_at" BEGIN SELECT RAISE(ABORT, 'a plan stays as it was signed'); END""",
        "CREATE TRIGGER supervision_indicatorplan_delete BEFORE DELETE ON supervision_indicatorplan BEGIN SELECT RAISE(ABORT, 'a plan stays as it was signed'); END",
        """CREATE TRIGGER supervision_indicatorplan_replace BEFORE INSERT ON supervision_indicatorplan WHEN EXISTS (SELECT 1 FROM supervision_indicatorplan AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a plan stays as it was signed'); END""",
        """CREATE TRIGGER supervision_valuebatch_update BEFORE UPDATE ON supervision_valuebatch WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR (NEW."values" IS NOT OLD."values" AND NOT (NEW."values" IN ('{}', '[]', 'null') OR NEW."values" IS NULL)) OR NEW."unit" IS NOT OLD."unit" OR NEW."way" IS NOT OLD."way" OR (NEW."reason" IS NOT OLD."reason" AND NOT (NEW."reason" = '')) OR NEW."reported_by_id" IS NOT OLD."reported_by_id" OR NEW."reported_at" IS NOT OLD."reported_at" BEGIN SELECT RAISE(ABORT, 'values stay as they were reported'); END""",
        "CREATE TRIGGER supervision_valuebatch_delete BEFORE DELETE ON supervision_valuebatch BEGIN SELECT RAISE(ABORT, 'values stay as they were reported'); END",
        """CREATE TRIGGER supervision_valuebatch_replace BEFORE INSERT ON supervision_valuebatch WHEN EXISTS (SELECT 1 FROM supervision_valuebatch AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'values stay as they were reported'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION supervision_alarmanswer_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."indicator" IS DISTINCT FROM OLD."indicator" OR NEW."period" IS DISTINCT FROM OLD."period" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."given_by_id" IS DISTINCT FROM OLD."given_by_id" OR NEW."given_at" IS DISTINCT FROM OLD."given_at" THEN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_alarmanswer_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_alarmanswer_update BEFORE UPDATE ON supervision_alarmanswer FOR EACH ROW EXECUTE FUNCTION supervision_alarmanswer_update()",
        "CREATE OR REPLACE FUNCTION supervision_alarmanswer_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_alarmanswer_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_alarmanswer_delete BEFORE DELETE ON supervision_alarmanswer FOR EACH ROW EXECUTE FUNCTION supervision_alarmanswer_delete()",
        "CREATE OR REPLACE FUNCTION supervision_alarmanswer_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_alarmanswer_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_alarmanswer_truncate BEFORE TRUNCATE ON supervision_alarmanswer FOR EACH STATEMENT EXECUTE FUNCTION supervision_alarmanswer_truncate()",
        """CREATE OR REPLACE FUNCTION supervision_indicatorplan_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR (NEW."lines" IS DISTINCT FROM OLD."lines" AND NOT (NEW."lines"::text IN ('{}', '[]', 'null') OR NEW."lines" IS NULL)) OR NEW."effective_on" IS DISTINCT FROM OLD."effective_on" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."signed_by_id" IS DISTINCT FROM OLD."signed_by_id" OR NEW."signed_at" IS DISTINCT FROM OLD."signed_at" THEN RAISE EXCEPTION 'a plan stays as it was signed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_indicatorplan_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_indicatorplan_update BEFORE UPDATE ON supervision_indicatorplan FOR EACH ROW EXECUTE FUNCTION supervision_indicatorplan_update()",
        "CREATE OR REPLACE FUNCTION supervision_indicatorplan_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a plan stays as it was signed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_indicatorplan_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_indicatorplan_delete BEFORE DELETE ON supervision_indicatorplan FOR EACH ROW EXECUTE FUNCTION supervision_indicatorplan_delete()",
        "CREATE OR REPLACE FUNCTION supervision_indicatorplan_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a plan stays as it was signed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_indicatorplan_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_indicatorplan_truncate BEFORE TRUNCATE ON supervision_indicatorplan FOR EACH STATEMENT EXECUTE FUNCTION supervision_indicatorplan_truncate()",
        """CREATE OR REPLACE FUNCTION supervision_valuebatch_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR (NEW."values" IS DISTINCT FROM OLD."values" AND NOT (NEW."values"::text IN ('{}', '[]', 'null') OR NEW."values" IS NULL)) OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."way" IS DISTINCT FROM OLD."way" OR (NEW."reason" IS DISTINCT FROM OLD."reason" AND NOT (NEW."reason" = '')) OR NEW."reported_by_id" IS DISTINCT FROM OLD."reported_by_id" OR NEW."reported_at" IS DISTINCT FROM OLD."reported_at" THEN RAISE EXCEPTION 'values stay as they were reported' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_valuebatch_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_valuebatch_update BEFORE UPDATE ON supervision_valuebatch FOR EACH ROW EXECUTE FUNCTION supervision_valuebatch_update()",
        "CREATE OR REPLACE FUNCTION supervision_valuebatch_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'values stay as they were reported' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_valuebatch_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_valuebatch_delete BEFORE DELETE ON supervision_valuebatch FOR EACH ROW EXECUTE FUNCTION supervision_valuebatch_delete()",
        "CREATE OR REPLACE FUNCTION supervision_valuebatch_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'values stay as they were reported' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_valuebatch_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_valuebatch_truncate BEFORE TRUNCATE ON supervision_valuebatch FOR EACH STATEMENT EXECUTE FUNCTION supervision_valuebatch_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS supervision_alarmanswer_update",
        "DROP TRIGGER IF EXISTS supervision_alarmanswer_delete",
        "DROP TRIGGER IF EXISTS supervision_alarmanswer_replace",
        "DROP TRIGGER IF EXISTS supervision_indicatorplan_update",
        "DROP TRIGGER IF EXISTS supervision_indicatorplan_delete",
        "DROP TRIGGER IF EXISTS supervision_indicatorplan_replace",
        "DROP TRIGGER IF EXISTS supervision_valuebatch_update",
        "DROP TRIGGER IF EXISTS supervision_valuebatch_delete",
        "DROP TRIGGER IF EXISTS supervision_valuebatch_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS supervision_alarmanswer_update ON supervision_alarmanswer",
        "DROP TRIGGER IF EXISTS supervision_alarmanswer_delete ON supervision_alarmanswer",
        "DROP TRIGGER IF EXISTS supervision_alarmanswer_truncate ON supervision_alarmanswer",
        "DROP TRIGGER IF EXISTS supervision_indicatorplan_update ON supervision_indicatorplan",
        "DROP TRIGGER IF EXISTS supervision_indicatorplan_delete ON supervision_indicatorplan",
        "DROP TRIGGER IF EXISTS supervision_indicatorplan_truncate ON supervision_indicatorplan",
        "DROP TRIGGER IF EXISTS supervision_valuebatch_update ON supervision_valuebatch",
        "DROP TRIGGER IF EXISTS supervision_valuebatch_delete ON supervision_valuebatch",
        "DROP TRIGGER IF EXISTS supervision_valuebatch_truncate ON supervision_valuebatch",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
