"""Signed lists of commitments stay as they were signed."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER supervision_commitmentsignature_update BEFORE UPDATE ON supervision_commitmentsignature WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."unit" IS NOT OLD."unit" OR NEW."version" IS NOT OLD."version" OR (NEW."items" IS NOT OLD."items" AND NOT (NEW."items" IN ('{}', '[]', 'null') OR NEW."items" IS NULL)) OR (NEW."digest" IS NOT OLD."digest" AND NOT (NEW."digest" = '')) OR NEW."signed_by_id" IS NOT OLD."signed_by_id" OR NEW."signed_at" IS NOT OLD."signed_at" BEGIN SELECT RAISE(ABORT, 'a list of commitments stays as it was signed'); END""",
        "CREATE TRIGGER supervision_commitmentsignature_delete BEFORE DELETE ON supervision_commitmentsignature BEGIN SELECT RAISE(ABORT, 'a list of commitments stays as it was signed'); END",
        """CREATE TRIGGER supervision_commitmentsignature_replace BEFORE INSERT ON supervision_commitmentsignature WHEN EXISTS (SELECT 1 FROM supervision_commitmentsignature AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."unit" = NEW."unit" AND held."version" = NEW."version")) BEGIN SELECT RAISE(ABORT, 'a list of commitments stays as it was signed'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION supervision_commitmentsignature_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."version" IS DISTINCT FROM OLD."version" OR (NEW."items" IS DISTINCT FROM OLD."items" AND NOT (NEW."items"::text IN ('{}', '[]', 'null') OR NEW."items" IS NULL)) OR (NEW."digest" IS DISTINCT FROM OLD."digest" AND NOT (NEW."digest" = '')) OR NEW."signed_by_id" IS DISTINCT FROM OLD."signed_by_id" OR NEW."signed_at" IS DISTINCT FROM OLD."signed_at" THEN RAISE EXCEPTION 'a list of commitments stays as it was signed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_commitmentsignature_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_commitmentsignature_update BEFORE UPDATE ON supervision_commitmentsignature FOR EACH ROW EXECUTE FUNCTION supervision_commitmentsignature_update()",
        "CREATE OR REPLACE FUNCTION supervision_commitmentsignature_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a list of commitments stays as it was signed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_commitmentsignature_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_commitmentsignature_delete BEFORE DELETE ON supervision_commitmentsignature FOR EACH ROW EXECUTE FUNCTION supervision_commitmentsignature_delete()",
        "CREATE OR REPLACE FUNCTION supervision_commitmentsignature_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a list of commitments stays as it was signed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION supervision_commitmentsignature_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER supervision_commitmentsignature_truncate BEFORE TRUNCATE ON supervision_commitmentsignature FOR EACH STATEMENT EXECUTE FUNCTION supervision_commitmentsignature_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS supervision_commitmentsignature_update",
        "DROP TRIGGER IF EXISTS supervision_commitmentsignature_delete",
        "DROP TRIGGER IF EXISTS supervision_commitmentsignature_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS supervision_commitmentsignature_update ON supervision_commitmentsignature",
        "DROP TRIGGER IF EXISTS supervision_commitmentsignature_delete ON supervision_commitmentsignature",
        "DROP TRIGGER IF EXISTS supervision_commitmentsignature_truncate ON supervision_commitmentsignature",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_commitments")]

    operations = [migrations.RunPython(forwards, backwards)]
