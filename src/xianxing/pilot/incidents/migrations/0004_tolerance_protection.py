"""Evidence and drafts on fault tolerance are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER incidents_tolerancedraft_update BEFORE UPDATE ON incidents_tolerancedraft WHEN NEW."id" IS NOT OLD."id" OR NEW."incident_id" IS NOT OLD."incident_id" OR NEW."number" IS NOT OLD."number" OR (NEW."findings" IS NOT OLD."findings" AND NOT (NEW."findings" IN ('{}', '[]', 'null') OR NEW."findings" IS NULL)) OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."drafted_by_id" IS NOT OLD."drafted_by_id" OR NEW."drafted_at" IS NOT OLD."drafted_at" BEGIN SELECT RAISE(ABORT, 'what was said of an incident stays as it was said'); END""",
        "CREATE TRIGGER incidents_tolerancedraft_delete BEFORE DELETE ON incidents_tolerancedraft BEGIN SELECT RAISE(ABORT, 'what was said of an incident stays as it was said'); END",
        """CREATE TRIGGER incidents_tolerancedraft_replace BEFORE INSERT ON incidents_tolerancedraft WHEN EXISTS (SELECT 1 FROM incidents_tolerancedraft AS held WHERE (held."id" = NEW."id") OR (held."incident_id" = NEW."incident_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'what was said of an incident stays as it was said'); END""",
        """CREATE TRIGGER incidents_toleranceevidence_update BEFORE UPDATE ON incidents_toleranceevidence WHEN NEW."id" IS NOT OLD."id" OR NEW."incident_id" IS NOT OLD."incident_id" OR NEW."limb" IS NOT OLD."limb" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."evidence_id" IS NOT OLD."evidence_id" OR NEW."handed_in_by_id" IS NOT OLD."handed_in_by_id" OR NEW."handed_in_at" IS NOT OLD."handed_in_at" BEGIN SELECT RAISE(ABORT, 'what was said of an incident stays as it was said'); END""",
        "CREATE TRIGGER incidents_toleranceevidence_delete BEFORE DELETE ON incidents_toleranceevidence BEGIN SELECT RAISE(ABORT, 'what was said of an incident stays as it was said'); END",
        """CREATE TRIGGER incidents_toleranceevidence_replace BEFORE INSERT ON incidents_toleranceevidence WHEN EXISTS (SELECT 1 FROM incidents_toleranceevidence AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what was said of an incident stays as it was said'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION incidents_tolerancedraft_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."incident_id" IS DISTINCT FROM OLD."incident_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR (NEW."findings" IS DISTINCT FROM OLD."findings" AND NOT (NEW."findings"::text IN ('{}', '[]', 'null') OR NEW."findings" IS NULL)) OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."drafted_by_id" IS DISTINCT FROM OLD."drafted_by_id" OR NEW."drafted_at" IS DISTINCT FROM OLD."drafted_at" THEN RAISE EXCEPTION 'what was said of an incident stays as it was said' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incidents_tolerancedraft_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incidents_tolerancedraft_update BEFORE UPDATE ON incidents_tolerancedraft FOR EACH ROW EXECUTE FUNCTION incidents_tolerancedraft_update()",
        "CREATE OR REPLACE FUNCTION incidents_tolerancedraft_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was said of an incident stays as it was said' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incidents_tolerancedraft_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incidents_tolerancedraft_delete BEFORE DELETE ON incidents_tolerancedraft FOR EACH ROW EXECUTE FUNCTION incidents_tolerancedraft_delete()",
        "CREATE OR REPLACE FUNCTION incidents_tolerancedraft_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was said of an incident stays as it was said' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incidents_tolerancedraft_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incidents_tolerancedraft_truncate BEFORE TRUNCATE ON incidents_tolerancedraft FOR EACH STATEMENT EXECUTE FUNCTION incidents_tolerancedraft_truncate()",
        """CREATE OR REPLACE FUNCTION incidents_toleranceevidence_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."incident_id" IS DISTINCT FROM OLD."incident_id" OR NEW."limb" IS DISTINCT FROM OLD."limb" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."evidence_id" IS DISTINCT FROM OLD."evidence_id" OR NEW."handed_in_by_id" IS DISTINCT FROM OLD."handed_in_by_id" OR NEW."handed_in_at" IS DISTINCT FROM OLD."handed_in_at" THEN RAISE EXCEPTION 'what was said of an incident stays as it was said' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incidents_toleranceevidence_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incidents_toleranceevidence_update BEFORE UPDATE ON incidents_toleranceevidence FOR EACH ROW EXECUTE FUNCTION incidents_toleranceevidence_update()",
        "CREATE OR REPLACE FUNCTION incidents_toleranceevidence_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was said of an incident stays as it was said' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incidents_toleranceevidence_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incidents_toleranceevidence_delete BEFORE DELETE ON incidents_toleranceevidence FOR EACH ROW EXECUTE FUNCTION incidents_toleranceevidence_delete()",
        "CREATE OR REPLACE FUNCTION incidents_toleranceevidence_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was said of an incident stays as it was said' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION incidents_toleranceevidence_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER incidents_toleranceevidence_truncate BEFORE TRUNCATE ON incidents_toleranceevidence FOR EACH STATEMENT EXECUTE FUNCTION incidents_toleranceevidence_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS incidents_tolerancedraft_update",
        "DROP TRIGGER IF EXISTS incidents_tolerancedraft_delete",
        "DROP TRIGGER IF EXISTS incidents_tolerancedraft_replace",
        "DROP TRIGGER IF EXISTS incidents_toleranceevidence_update",
        "DROP TRIGGER IF EXISTS incidents_toleranceevidence_delete",
        "DROP TRIGGER IF EXISTS incidents_toleranceevidence_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS incidents_tolerancedraft_update ON incidents_tolerancedraft",
        "DROP TRIGGER IF EXISTS incidents_tolerancedraft_delete ON incidents_tolerancedraft",
        "DROP TRIGGER IF EXISTS incidents_tolerancedraft_truncate ON incidents_tolerancedraft",
        "DROP TRIGGER IF EXISTS incidents_toleranceevidence_update ON incidents_toleranceevidence",
        "DROP TRIGGER IF EXISTS incidents_toleranceevidence_delete ON incidents_toleranceevidence",
        "DROP TRIGGER IF EXISTS incidents_toleranceevidence_truncate ON incidents_toleranceevidence",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_tolerance")]

    operations = [migrations.RunPython(forwards, backwards)]
