"""Inspections, work papers, findings and reports are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER inspections_findinganswer_update BEFORE UPDATE ON inspections_findinganswer WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."finding_id" IS NOT OLD."finding_id" OR NEW."unit" IS NOT OLD."unit" OR NEW."agrees" IS NOT OLD."agrees" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."evidence" IS NOT OLD."evidence" OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END""",
        "CREATE TRIGGER inspections_findinganswer_delete BEFORE DELETE ON inspections_findinganswer BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END",
        """CREATE TRIGGER inspections_findinganswer_replace BEFORE INSERT ON inspections_findinganswer WHEN EXISTS (SELECT 1 FROM inspections_findinganswer AS held WHERE (held."id" = NEW."id") OR (held."finding_id" = NEW."finding_id" AND held."unit" = NEW."unit")) BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END""",
        """CREATE TRIGGER inspections_inspection_update BEFORE UPDATE ON inspections_inspection WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."place" IS NOT OLD."place" OR (NEW."reason" IS NOT OLD."reason" AND NOT (NEW."reason" = '')) OR (NEW."scope" IS NOT OLD."scope" AND NOT (NEW."scope" = '')) OR NEW."first_day" IS NOT OLD."first_day" OR NEW."last_day" IS NOT OLD."last_day" OR NEW."inspectors" IS NOT OLD."inspectors" OR NEW."planned_by_id" IS NOT OLD."planned_by_id" OR NEW."planned_at" IS NOT OLD."planned_at" BEGIN SELECT RAISE(ABORT, 'an inspection stays as it was planned'); END""",
        "CREATE TRIGGER inspections_inspection_delete BEFORE DELETE ON inspections_inspection BEGIN SELECT RAISE(ABORT, 'an inspection stays as it was planned'); END",
        """CREATE TRIGGER inspections_inspection_replace BEFORE INSERT ON inspections_inspection WHEN EXISTS (SELECT 1 FROM inspections_inspection AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'an inspection stays as it was planned'); END""",
        """CREATE TRIGGER inspections_inspectionfinding_update BEFORE UPDATE ON inspections_inspectionfinding WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."inspection_id" IS NOT OLD."inspection_id" OR NEW."line_id" IS NOT OLD."line_id" OR NEW."number" IS NOT OLD."number" OR NEW."grade" IS NOT OLD."grade" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."units" IS NOT OLD."units" OR NEW."told_at" IS NOT OLD."told_at" BEGIN SELECT RAISE(ABORT, 'a finding stays as it was told'); END""",
        "CREATE TRIGGER inspections_inspectionfinding_delete BEFORE DELETE ON inspections_inspectionfinding BEGIN SELECT RAISE(ABORT, 'a finding stays as it was told'); END",
        """CREATE TRIGGER inspections_inspectionfinding_replace BEFORE INSERT ON inspections_inspectionfinding WHEN EXISTS (SELECT 1 FROM inspections_inspectionfinding AS held WHERE (held."id" = NEW."id") OR (held."line_id" = NEW."line_id") OR (held."inspection_id" = NEW."inspection_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a finding stays as it was told'); END""",
        """CREATE TRIGGER inspections_inspectionline_update BEFORE UPDATE ON inspections_inspectionline WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."inspection_id" IS NOT OLD."inspection_id" OR NEW."number" IS NOT OLD."number" OR NEW."source" IS NOT OLD."source" OR NEW."label" IS NOT OLD."label" OR NEW."clause" IS NOT OLD."clause" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."added_by_id" IS NOT OLD."added_by_id" OR NEW."added_at" IS NOT OLD."added_at" BEGIN SELECT RAISE(ABORT, 'a line of a work paper stays as it was written'); END""",
        "CREATE TRIGGER inspections_inspectionline_delete BEFORE DELETE ON inspections_inspectionline BEGIN SELECT RAISE(ABORT, 'a line of a work paper stays as it was written'); END",
        """CREATE TRIGGER inspections_inspectionline_replace BEFORE INSERT ON inspections_inspectionline WHEN EXISTS (SELECT 1 FROM inspections_inspectionline AS held WHERE (held."id" = NEW."id") OR (held."inspection_id" = NEW."inspection_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a line of a work paper stays as it was written'); END""",
        """CREATE TRIGGER inspections_lineresult_update BEFORE UPDATE ON inspections_lineresult WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."line_id" IS NOT OLD."line_id" OR NEW."number" IS NOT OLD."number" OR NEW."outcome" IS NOT OLD."outcome" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."told_by" IS NOT OLD."told_by" AND NOT (NEW."told_by" = '')) OR NEW."grade" IS NOT OLD."grade" OR NEW."units" IS NOT OLD."units" OR NEW."evidence" IS NOT OLD."evidence" OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" BEGIN SELECT RAISE(ABORT, 'a result stays as it was written'); END""",
        "CREATE TRIGGER inspections_lineresult_delete BEFORE DELETE ON inspections_lineresult BEGIN SELECT RAISE(ABORT, 'a result stays as it was written'); END",
        """CREATE TRIGGER inspections_lineresult_replace BEFORE INSERT ON inspections_lineresult WHEN EXISTS (SELECT 1 FROM inspections_lineresult AS held WHERE (held."id" = NEW."id") OR (held."line_id" = NEW."line_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a result stays as it was written'); END""",
        """CREATE TRIGGER inspections_rectificationreport_update BEFORE UPDATE ON inspections_rectificationreport WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."item" IS NOT OLD."item" OR NEW."number" IS NOT OLD."number" OR NEW."unit" IS NOT OLD."unit" OR (NEW."measures" IS NOT OLD."measures" AND NOT (NEW."measures" IN ('{}', '[]', 'null') OR NEW."measures" IS NULL)) OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END""",
        "CREATE TRIGGER inspections_rectificationreport_delete BEFORE DELETE ON inspections_rectificationreport BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END",
        """CREATE TRIGGER inspections_rectificationreport_replace BEFORE INSERT ON inspections_rectificationreport WHEN EXISTS (SELECT 1 FROM inspections_rectificationreport AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a report stays as it was handed in'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION inspections_findinganswer_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."finding_id" IS DISTINCT FROM OLD."finding_id" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."agrees" IS DISTINCT FROM OLD."agrees" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."evidence" IS DISTINCT FROM OLD."evidence" OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" THEN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_findinganswer_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_findinganswer_update BEFORE UPDATE ON inspections_findinganswer FOR EACH ROW EXECUTE FUNCTION inspections_findinganswer_update()",
        "CREATE OR REPLACE FUNCTION inspections_findinganswer_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_findinganswer_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_findinganswer_delete BEFORE DELETE ON inspections_findinganswer FOR EACH ROW EXECUTE FUNCTION inspections_findinganswer_delete()",
        "CREATE OR REPLACE FUNCTION inspections_findinganswer_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_findinganswer_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_findinganswer_truncate BEFORE TRUNCATE ON inspections_findinganswer FOR EACH STATEMENT EXECUTE FUNCTION inspections_findinganswer_truncate()",
        """CREATE OR REPLACE FUNCTION inspections_inspection_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."place" IS DISTINCT FROM OLD."place" OR (NEW."reason" IS DISTINCT FROM OLD."reason" AND NOT (NEW."reason" = '')) OR (NEW."scope" IS DISTINCT FROM OLD."scope" AND NOT (NEW."scope" = '')) OR NEW."first_day" IS DISTINCT FROM OLD."first_day" OR NEW."last_day" IS DISTINCT FROM OLD."last_day" OR NEW."inspectors" IS DISTINCT FROM OLD."inspectors" OR NEW."planned_by_id" IS DISTINCT FROM OLD."planned_by_id" OR NEW."planned_at" IS DISTINCT FROM OLD."planned_at" THEN RAISE EXCEPTION 'an inspection stays as it was planned' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspection_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspection_update BEFORE UPDATE ON inspections_inspection FOR EACH ROW EXECUTE FUNCTION inspections_inspection_update()",
        "CREATE OR REPLACE FUNCTION inspections_inspection_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an inspection stays as it was planned' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspection_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspection_delete BEFORE DELETE ON inspections_inspection FOR EACH ROW EXECUTE FUNCTION inspections_inspection_delete()",
        "CREATE OR REPLACE FUNCTION inspections_inspection_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an inspection stays as it was planned' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspection_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspection_truncate BEFORE TRUNCATE ON inspections_inspection FOR EACH STATEMENT EXECUTE FUNCTION inspections_inspection_truncate()",
        """CREATE OR REPLACE FUNCTION inspections_inspectionfinding_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."inspection_id" IS DISTINCT FROM OLD."inspection_id" OR NEW."line_id" IS DISTINCT FROM OLD."line_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."grade" IS DISTINCT FROM OLD."grade" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."units" IS DISTINCT FROM OLD."units" OR NEW."told_at" IS DISTINCT FROM OLD."told_at" THEN RAISE EXCEPTION 'a finding stays as it was told' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspectionfinding_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspectionfinding_update BEFORE UPDATE ON inspections_inspectionfinding FOR EACH ROW EXECUTE FUNCTION inspections_inspectionfinding_update()",
        "CREATE OR REPLACE FUNCTION inspections_inspectionfinding_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a finding stays as it was told' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspectionfinding_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspectionfinding_delete BEFORE DELETE ON inspections_inspectionfinding FOR EACH ROW EXECUTE FUNCTION inspections_inspectionfinding_delete()",
        "CREATE OR REPLACE FUNCTION inspections_inspectionfinding_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a finding stays as it was told' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspectionfinding_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspectionfinding_truncate BEFORE TRUNCATE ON inspections_inspectionfinding FOR EACH STATEMENT EXECUTE FUNCTION inspections_inspectionfinding_truncate()",
        """CREATE OR REPLACE FUNCTION inspections_inspectionline_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."inspection_id" IS DISTINCT FROM OLD."inspection_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."source" IS DISTINCT FROM OLD."source" OR NEW."label" IS DISTINCT FROM OLD."label" OR NEW."clause" IS DISTINCT FROM OLD."clause" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."added_by_id" IS DISTINCT FROM OLD."added_by_id" OR NEW."added_at" IS DISTINCT FROM OLD."added_at" THEN RAISE EXCEPTION 'a line of a work paper stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspectionline_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspectionline_update BEFORE UPDATE ON inspections_inspectionline FOR EACH ROW EXECUTE FUNCTION inspections_inspectionline_update()",
        "CREATE OR REPLACE FUNCTION inspections_inspectionline_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a line of a work paper stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspectionline_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspectionline_delete BEFORE DELETE ON inspections_inspectionline FOR EACH ROW EXECUTE FUNCTION inspections_inspectionline_delete()",
        "CREATE OR REPLACE FUNCTION inspections_inspectionline_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a line of a work paper stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_inspectionline_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_inspectionline_truncate BEFORE TRUNCATE ON inspections_inspectionline FOR EACH STATEMENT EXECUTE FUNCTION inspections_inspectionline_truncate()",
        """CREATE OR REPLACE FUNCTION inspections_lineresult_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."line_id" IS DISTINCT FROM OLD."line_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."outcome" IS DISTINCT FROM OLD."outcome" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."told_by" IS DISTINCT FROM OLD."told_by" AND NOT (NEW."told_by" = '')) OR NEW."grade" IS DISTINCT FROM OLD."grade" OR NEW."units" IS DISTINCT FROM OLD."units" OR NEW."evidence" IS DISTINCT FROM OLD."evidence" OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" THEN RAISE EXCEPTION 'a result stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_lineresult_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_lineresult_update BEFORE UPDATE ON inspections_lineresult FOR EACH ROW EXECUTE FUNCTION inspections_lineresult_update()",
        "CREATE OR REPLACE FUNCTION inspections_lineresult_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a result stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_lineresult_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_lineresult_delete BEFORE DELETE ON inspections_lineresult FOR EACH ROW EXECUTE FUNCTION inspections_lineresult_delete()",
        "CREATE OR REPLACE FUNCTION inspections_lineresult_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a result stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_lineresult_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_lineresult_truncate BEFORE TRUNCATE ON inspections_lineresult FOR EACH STATEMENT EXECUTE FUNCTION inspections_lineresult_truncate()",
        """CREATE OR REPLACE FUNCTION inspections_rectificationreport_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."item" IS DISTINCT FROM OLD."item" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR (NEW."measures" IS DISTINCT FROM OLD."measures" AND NOT (NEW."measures"::text IN ('{}', '[]', 'null') OR NEW."measures" IS NULL)) OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" THEN RAISE EXCEPTION 'a report stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_rectificationreport_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_rectificationreport_update BEFORE UPDATE ON inspections_rectificationreport FOR EACH ROW EXECUTE FUNCTION inspections_rectificationreport_update()",
        "CREATE OR REPLACE FUNCTION inspections_rectificationreport_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a report stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_rectificationreport_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_rectificationreport_delete BEFORE DELETE ON inspections_rectificationreport FOR EACH ROW EXECUTE FUNCTION inspections_rectificationreport_delete()",
        "CREATE OR REPLACE FUNCTION inspections_rectificationreport_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a report stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION inspections_rectificationreport_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER inspections_rectificationreport_truncate BEFORE TRUNCATE ON inspections_rectificationreport FOR EACH STATEMENT EXECUTE FUNCTION inspections_rectificationreport_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS inspections_findinganswer_update",
        "DROP TRIGGER IF EXISTS inspections_findinganswer_delete",
        "DROP TRIGGER IF EXISTS inspections_findinganswer_replace",
        "DROP TRIGGER IF EXISTS inspections_inspection_update",
        "DROP TRIGGER IF EXISTS inspections_inspection_delete",
        "DROP TRIGGER IF EXISTS inspections_inspection_replace",
        "DROP TRIGGER IF EXISTS inspections_inspectionfinding_update",
        "DROP TRIGGER IF EXISTS inspections_inspectionfinding_delete",
        "DROP TRIGGER IF EXISTS inspections_inspectionfinding_replace",
        "DROP TRIGGER IF EXISTS inspections_inspectionline_update",
        "DROP TRIGGER IF EXISTS inspections_inspectionline_delete",
        "DROP TRIGGER IF EXISTS inspections_inspectionline_replace",
        "DROP TRIGGER IF EXISTS inspections_lineresult_update",
        "DROP TRIGGER IF EXISTS inspections_lineresult_delete",
        "DROP TRIGGER IF EXISTS inspections_lineresult_replace",
        "DROP TRIGGER IF EXISTS inspections_rectificationreport_update",
        "DROP TRIGGER IF EXISTS inspections_rectificationreport_delete",
        "DROP TRIGGER IF EXISTS inspections_rectificationreport_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS inspections_findinganswer_update ON inspections_findinganswer",
        "DROP TRIGGER IF EXISTS inspections_findinganswer_delete ON inspections_findinganswer",
        "DROP TRIGGER IF EXISTS inspections_findinganswer_truncate ON inspections_findinganswer",
        "DROP TRIGGER IF EXISTS inspections_inspection_update ON inspections_inspection",
        "DROP TRIGGER IF EXISTS inspections_inspection_delete ON inspections_inspection",
        "DROP TRIGGER IF EXISTS inspections_inspection_truncate ON inspections_inspection",
        "DROP TRIGGER IF EXISTS inspections_inspectionfinding_update ON inspections_inspectionfinding",
        "DROP TRIGGER IF EXISTS inspections_inspectionfinding_delete ON inspections_inspectionfinding",
        "DROP TRIGGER IF EXISTS inspections_inspectionfinding_truncate ON inspections_inspectionfinding",
        "DROP TRIGGER IF EXISTS inspections_inspectionline_update ON inspections_inspectionline",
        "DROP TRIGGER IF EXISTS inspections_inspectionline_delete ON inspections_inspectionline",
        "DROP TRIGGER IF EXISTS inspections_inspectionline_truncate ON inspections_inspectionline",
        "DROP TRIGGER IF EXISTS inspections_lineresult_update ON inspections_lineresult",
        "DROP TRIGGER IF EXISTS inspections_lineresult_delete ON inspections_lineresult",
        "DROP TRIGGER IF EXISTS inspections_lineresult_truncate ON inspections_lineresult",
        "DROP TRIGGER IF EXISTS inspections_rectificationreport_update ON inspections_rectificationreport",
        "DROP TRIGGER IF EXISTS inspections_rectificationreport_delete ON inspections_rectificationreport",
        "DROP TRIGGER IF EXISTS inspections_rectificationreport_truncate ON inspections_rectificationreport",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
