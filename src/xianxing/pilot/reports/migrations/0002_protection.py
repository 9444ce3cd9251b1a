"""What is handed in and said to reports stays."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER reports_reportremark_update BEFORE UPDATE ON reports_reportremark WHEN NEW."id" IS NOT OLD."id" OR NEW."report_id" IS NOT OLD."report_id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."kind" IS NOT OLD."kind" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."said_by_id" IS NOT OLD."said_by_id" OR NEW."said_at" IS NOT OLD."said_at" BEGIN SELECT RAISE(ABORT, 'what was said to a report stays'); END""",
        "CREATE TRIGGER reports_reportremark_delete BEFORE DELETE ON reports_reportremark BEGIN SELECT RAISE(ABORT, 'what was said to a report stays'); END",
        """CREATE TRIGGER reports_reportremark_replace BEFORE INSERT ON reports_reportremark WHEN EXISTS (SELECT 1 FROM reports_reportremark AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what was said to a report stays'); END""",
        """CREATE TRIGGER reports_trialreport_update BEFORE UPDATE ON reports_trialreport WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."form" IS NOT OLD."form" OR NEW."item" IS NOT OLD."item" OR NEW."period_first" IS NOT OLD."period_first" OR NEW."period_last" IS NOT OLD."period_last" OR NEW."unit" IS NOT OLD."unit" OR (NEW."sections" IS NOT OLD."sections" AND NOT (NEW."sections" IN ('{}', '[]', 'null') OR NEW."sections" IS NULL)) OR (NEW."figures" IS NOT OLD."figures" AND NOT (NEW."figures" IN ('{}', '[]', 'null') OR NEW."figures" IS NULL)) OR NEW."act" IS NOT OLD."act" OR NEW."handed_in_by_id" IS NOT OLD."handed_in_by_id" OR NEW."handed_in_at" IS NOT OLD."handed_in_at" BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END""",
        "CREATE TRIGGER reports_trialreport_delete BEFORE DELETE ON reports_trialreport BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END",
        """CREATE TRIGGER reports_trialreport_replace BEFORE INSERT ON reports_trialreport WHEN EXISTS (SELECT 1 FROM reports_trialreport AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION reports_reportremark_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."report_id" IS DISTINCT FROM OLD."report_id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."said_by_id" IS DISTINCT FROM OLD."said_by_id" OR NEW."said_at" IS DISTINCT FROM OLD."said_at" THEN RAISE EXCEPTION 'what was said to a report stays' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION reports_reportremark_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER reports_reportremark_update BEFORE UPDATE ON reports_reportremark FOR EACH ROW EXECUTE FUNCTION reports_reportremark_update()",
        "CREATE OR REPLACE FUNCTION reports_reportremark_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was said to a report stays' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION reports_reportremark_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER reports_reportremark_delete BEFORE DELETE ON reports_reportremark FOR EACH ROW EXECUTE FUNCTION reports_reportremark_delete()",
        "CREATE OR REPLACE FUNCTION reports_reportremark_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was said to a report stays' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION reports_reportremark_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER reports_reportremark_truncate BEFORE TRUNCATE ON reports_reportremark FOR EACH STATEMENT EXECUTE FUNCTION reports_reportremark_truncate()",
        """CREATE OR REPLACE FUNCTION reports_trialreport_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."form" IS DISTINCT FROM OLD."form" OR NEW."item" IS DISTINCT FROM OLD."item" OR NEW."period_first" IS DISTINCT FROM OLD."period_first" OR NEW."period_last" IS DISTINCT FROM OLD."period_last" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR (NEW."sections" IS DISTINCT FROM OLD."sections" AND NOT (NEW."sections"::text IN ('{}', '[]', 'null') OR NEW."sections" IS NULL)) OR (NEW."figures" IS DISTINCT FROM OLD."figures" AND NOT (NEW."figures"::text IN ('{}', '[]', 'null') OR NEW."figures" IS NULL)) OR NEW."act" IS DISTINCT FROM OLD."act" OR NEW."handed_in_by_id" IS DISTINCT FROM OLD."handed_in_by_id" OR NEW."handed_in_at" IS DISTINCT FROM OLD."handed_in_at" THEN RAISE EXCEPTION 'a report stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION reports_trialreport_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER reports_trialreport_update BEFORE UPDATE ON reports_trialreport FOR EACH ROW EXECUTE FUNCTION reports_trialreport_update()",
        "CREATE OR REPLACE FUNCTION reports_trialreport_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a report stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION reports_trialreport_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER reports_trialreport_delete BEFORE DELETE ON reports_trialreport FOR EACH ROW EXECUTE FUNCTION reports_trialreport_delete()",
        "CREATE OR REPLACE FUNCTION reports_trialreport_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a report stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION reports_trialreport_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER reports_trialreport_truncate BEFORE TRUNCATE ON reports_trialreport FOR EACH STATEMENT EXECUTE FUNCTION reports_trialreport_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS reports_reportremark_update",
        "DROP TRIGGER IF EXISTS reports_reportremark_delete",
        "DROP TRIGGER IF EXISTS reports_reportremark_replace",
        "DROP TRIGGER IF EXISTS reports_trialreport_update",
        "DROP TRIGGER IF EXISTS reports_trialreport_delete",
        "DROP TRIGGER IF EXISTS reports_trialreport_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS reports_reportremark_update ON reports_reportremark",
        "DROP TRIGGER IF EXISTS reports_reportremark_delete ON reports_reportremark",
        "DROP TRIGGER IF EXISTS reports_reportremark_truncate ON reports_reportremark",
        "DROP TRIGGER IF EXISTS reports_trialreport_update ON reports_trialreport",
        "DROP TRIGGER IF EXISTS reports_trialreport_delete ON reports_trialreport",
        "DROP TRIGGER IF EXISTS reports_trialreport_truncate ON reports_trialreport",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
