"""Evidence that acts rest on is held by triggers, as its table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER acts_evidence_update BEFORE UPDATE ON acts_evidence WHEN NEW."id" IS NOT OLD."id" OR NEW."file_id" IS NOT OLD."file_id" OR (NEW."name" IS NOT OLD."name" AND NOT (NEW."name" = '')) OR NEW."brought_by_id" IS NOT OLD."brought_by_id" OR NEW."brought_at" IS NOT OLD."brought_at" OR NEW."seal" IS NOT OLD."seal" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER acts_evidence_delete BEFORE DELETE ON acts_evidence BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER acts_evidence_replace BEFORE INSERT ON acts_evidence WHEN EXISTS (SELECT 1 FROM acts_evidence AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION acts_evidence_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."file_id" IS DISTINCT FROM OLD."file_id" OR (NEW."name" IS DISTINCT FROM OLD."name" AND NOT (NEW."name" = '')) OR NEW."brought_by_id" IS DISTINCT FROM OLD."brought_by_id" OR NEW."brought_at" IS DISTINCT FROM OLD."brought_at" OR NEW."seal" IS DISTINCT FROM OLD."seal" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION acts_evidence_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER acts_evidence_update BEFORE UPDATE ON acts_evidence FOR EACH ROW EXECUTE FUNCTION acts_evidence_update()",
        "CREATE OR REPLACE FUNCTION acts_evidence_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION acts_evidence_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER acts_evidence_delete BEFORE DELETE ON acts_evidence FOR EACH ROW EXECUTE FUNCTION acts_evidence_delete()",
        "CREATE OR REPLACE FUNCTION acts_evidence_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION acts_evidence_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER acts_evidence_truncate BEFORE TRUNCATE ON acts_evidence FOR EACH STATEMENT EXECUTE FUNCTION acts_evidence_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS acts_evidence_update",
        "DROP TRIGGER IF EXISTS acts_evidence_delete",
        "DROP TRIGGER IF EXISTS acts_evidence_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS acts_evidence_update ON acts_evidence",
        "DROP TRIGGER IF EXISTS acts_evidence_delete ON acts_evidence",
        "DROP TRIGGER IF EXISTS acts_evidence_truncate ON acts_evidence",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
