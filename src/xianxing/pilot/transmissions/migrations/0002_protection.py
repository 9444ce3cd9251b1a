"""Packages for CSRC are held by triggers, as their table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER transmissions_transmissionpackage_update BEFORE UPDATE ON transmissions_transmissionpackage WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."ordinal" IS NOT OLD."ordinal" OR NEW."number" IS NOT OLD."number" OR NEW."digest" IS NOT OLD."digest" OR NEW."state" IS NOT OLD."state" OR (NEW."contents" IS NOT OLD."contents" AND NOT (NEW."contents" IN ('{}', '[]', 'null') OR NEW."contents" IS NULL)) OR NEW."file_id" IS NOT OLD."file_id" OR NEW."made_by_id" IS NOT OLD."made_by_id" OR NEW."made_at" IS NOT OLD."made_at" BEGIN SELECT RAISE(ABORT, 'a package stays as it was made'); END""",
        "CREATE TRIGGER transmissions_transmissionpackage_delete BEFORE DELETE ON transmissions_transmissionpackage BEGIN SELECT RAISE(ABORT, 'a package stays as it was made'); END",
        """CREATE TRIGGER transmissions_transmissionpackage_replace BEFORE INSERT ON transmissions_transmissionpackage WHEN EXISTS (SELECT 1 FROM transmissions_transmissionpackage AS held WHERE (held."id" = NEW."id") OR (held."number" = NEW."number") OR (held."case_id" = NEW."case_id" AND held."ordinal" = NEW."ordinal")) BEGIN SELECT RAISE(ABORT, 'a package stays as it was made'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION transmissions_transmissionpackage_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."ordinal" IS DISTINCT FROM OLD."ordinal" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."state" IS DISTINCT FROM OLD."state" OR (NEW."contents" IS DISTINCT FROM OLD."contents" AND NOT (NEW."contents"::text IN ('{}', '[]', 'null') OR NEW."contents" IS NULL)) OR NEW."file_id" IS DISTINCT FROM OLD."file_id" OR NEW."made_by_id" IS DISTINCT FROM OLD."made_by_id" OR NEW."made_at" IS DISTINCT FROM OLD."made_at" THEN RAISE EXCEPTION 'a package stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION transmissions_transmissionpackage_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER transmissions_transmissionpackage_update BEFORE UPDATE ON transmissions_transmissionpackage FOR EACH ROW EXECUTE FUNCTION transmissions_transmissionpackage_update()",
        "CREATE OR REPLACE FUNCTION transmissions_transmissionpackage_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a package stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION transmissions_transmissionpackage_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER transmissions_transmissionpackage_delete BEFORE DELETE ON transmissions_transmissionpackage FOR EACH ROW EXECUTE FUNCTION transmissions_transmissionpackage_delete()",
        "CREATE OR REPLACE FUNCTION transmissions_transmissionpackage_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a package stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION transmissions_transmissionpackage_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER transmissions_transmissionpackage_truncate BEFORE TRUNCATE ON transmissions_transmissionpackage FOR EACH STATEMENT EXECUTE FUNCTION transmissions_transmissionpackage_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS transmissions_transmissionpackage_update",
        "DROP TRIGGER IF EXISTS transmissions_transmissionpackage_delete",
        "DROP TRIGGER IF EXISTS transmissions_transmissionpackage_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS transmissions_transmissionpackage_update ON transmissions_transmissionpackage",
        "DROP TRIGGER IF EXISTS transmissions_transmissionpackage_delete ON transmissions_transmissionpackage",
        "DROP TRIGGER IF EXISTS transmissions_transmissionpackage_truncate ON transmissions_transmissionpackage",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("transmissions", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
