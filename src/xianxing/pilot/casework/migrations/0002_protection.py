"""What units were asked to correct is held by triggers, as its table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER casework_correctionitem_update BEFORE UPDATE ON casework_correctionitem WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."body_id" IS NOT OLD."body_id" OR NEW."round" IS NOT OLD."round" OR NEW."number" IS NOT OLD."number" OR NEW."rule" IS NOT OLD."rule" OR NEW."location" IS NOT OLD."location" OR NEW."clause" IS NOT OLD."clause" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."remedy" IS NOT OLD."remedy" AND NOT (NEW."remedy" = '')) OR NEW."asked_by_id" IS NOT OLD."asked_by_id" OR NEW."asked_at" IS NOT OLD."asked_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER casework_correctionitem_delete BEFORE DELETE ON casework_correctionitem BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER casework_correctionitem_replace BEFORE INSERT ON casework_correctionitem WHEN EXISTS (SELECT 1 FROM casework_correctionitem AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."round" = NEW."round" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION casework_correctionitem_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."body_id" IS DISTINCT FROM OLD."body_id" OR NEW."round" IS DISTINCT FROM OLD."round" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."rule" IS DISTINCT FROM OLD."rule" OR NEW."location" IS DISTINCT FROM OLD."location" OR NEW."clause" IS DISTINCT FROM OLD."clause" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."remedy" IS DISTINCT FROM OLD."remedy" AND NOT (NEW."remedy" = '')) OR NEW."asked_by_id" IS DISTINCT FROM OLD."asked_by_id" OR NEW."asked_at" IS DISTINCT FROM OLD."asked_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION casework_correctionitem_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER casework_correctionitem_update BEFORE UPDATE ON casework_correctionitem FOR EACH ROW EXECUTE FUNCTION casework_correctionitem_update()",
        "CREATE OR REPLACE FUNCTION casework_correctionitem_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION casework_correctionitem_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER casework_correctionitem_delete BEFORE DELETE ON casework_correctionitem FOR EACH ROW EXECUTE FUNCTION casework_correctionitem_delete()",
        "CREATE OR REPLACE FUNCTION casework_correctionitem_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION casework_correctionitem_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER casework_correctionitem_truncate BEFORE TRUNCATE ON casework_correctionitem FOR EACH STATEMENT EXECUTE FUNCTION casework_correctionitem_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS casework_correctionitem_update",
        "DROP TRIGGER IF EXISTS casework_correctionitem_delete",
        "DROP TRIGGER IF EXISTS casework_correctionitem_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS casework_correctionitem_update ON casework_correctionitem",
        "DROP TRIGGER IF EXISTS casework_correctionitem_delete ON casework_correctionitem",
        "DROP TRIGGER IF EXISTS casework_correctionitem_truncate ON casework_correctionitem",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
