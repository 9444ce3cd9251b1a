"""Assessments, proofs and outcomes are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER exits_exitassessment_update BEFORE UPDATE ON exits_exitassessment WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."exit" IS NOT OLD."exit" OR NEW."unit" IS NOT OLD."unit" OR NEW."proposes" IS NOT OLD."proposes" OR (NEW."figures" IS NOT OLD."figures" AND NOT (NEW."figures" IN ('{}', '[]', 'null') OR NEW."figures" IS NULL)) OR (NEW."judgement" IS NOT OLD."judgement" AND NOT (NEW."judgement" = '')) OR NEW."digest" IS NOT OLD."digest" OR NEW."handed_in_by_id" IS NOT OLD."handed_in_by_id" OR NEW."handed_in_at" IS NOT OLD."handed_in_at" BEGIN SELECT RAISE(ABORT, 'an assessment stays as it was handed in'); END""",
        "CREATE TRIGGER exits_exitassessment_delete BEFORE DELETE ON exits_exitassessment BEGIN SELECT RAISE(ABORT, 'an assessment stays as it was handed in'); END",
        """CREATE TRIGGER exits_exitassessment_replace BEFORE INSERT ON exits_exitassessment WHEN EXISTS (SELECT 1 FROM exits_exitassessment AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'an assessment stays as it was handed in'); END""",
        """CREATE TRIGGER exits_measureproof_update BEFORE UPDATE ON exits_measureproof WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."exit" IS NOT OLD."exit" OR NEW."unit" IS NOT OLD."unit" OR NEW."measure" IS NOT OLD."measure" OR NEW."applies" IS NOT OLD."applies" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."evidence" IS NOT OLD."evidence" AND NOT (NEW."evidence" IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."given_by_id" IS NOT OLD."given_by_id" OR NEW."given_at" IS NOT OLD."given_at" BEGIN SELECT RAISE(ABORT, 'a proof stays as it was brought'); END""",
        "CREATE TRIGGER exits_measureproof_delete BEFORE DELETE ON exits_measureproof BEGIN SELECT RAISE(ABORT, 'a proof stays as it was brought'); END",
        """CREATE TRIGGER exits_measureproof_replace BEFORE INSERT ON exits_measureproof WHEN EXISTS (SELECT 1 FROM exits_measureproof AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a proof stays as it was brought'); END""",
        """CREATE TRIGGER exits_referraloutcome_update BEFORE UPDATE ON exits_referraloutcome WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."referral" IS NOT OLD."referral" OR (NEW."organ" IS NOT OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS NOT OLD."document" AND NOT (NEW."document" = '')) OR NEW."received_on" IS NOT OLD."received_on" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."evidence" IS NOT OLD."evidence" AND NOT (NEW."evidence" IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS NOT OLD."entered_by_id" OR NEW."entered_at" IS NOT OLD."entered_at" BEGIN SELECT RAISE(ABORT, 'an outcome stays as it was entered'); END""",
        "CREATE TRIGGER exits_referraloutcome_delete BEFORE DELETE ON exits_referraloutcome BEGIN SELECT RAISE(ABORT, 'an outcome stays as it was entered'); END",
        """CREATE TRIGGER exits_referraloutcome_replace BEFORE INSERT ON exits_referraloutcome WHEN EXISTS (SELECT 1 FROM exits_referraloutcome AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'an outcome stays as it was entered'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION exits_exitassessment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."exit" IS DISTINCT FROM OLD."exit" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."proposes" IS DISTINCT FROM OLD."proposes" OR (NEW."figures" IS DISTINCT FROM OLD."figures" AND NOT (NEW."figures"::text IN ('{}', '[]', 'null') OR NEW."figures" IS NULL)) OR (NEW."judgement" IS DISTINCT FROM OLD."judgement" AND NOT (NEW."judgement" = '')) OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."handed_in_by_id" IS DISTINCT FROM OLD."handed_in_by_id" OR NEW."handed_in_at" IS DISTINCT FROM OLD."handed_in_at" THEN RAISE EXCEPTION 'an assessment stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_exitassessment_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_exitassessment_update BEFORE UPDATE ON exits_exitassessment FOR EACH ROW EXECUTE FUNCTION exits_exitassessment_update()",
        "CREATE OR REPLACE FUNCTION exits_exitassessment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an assessment stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_exitassessment_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_exitassessment_delete BEFORE DELETE ON exits_exitassessment FOR EACH ROW EXECUTE FUNCTION exits_exitassessment_delete()",
        "CREATE OR REPLACE FUNCTION exits_exitassessment_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an assessment stays as it was handed in' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_exitassessment_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_exitassessment_truncate BEFORE TRUNCATE ON exits_exitassessment FOR EACH STATEMENT EXECUTE FUNCTION exits_exitassessment_truncate()",
        """CREATE OR REPLACE FUNCTION exits_measureproof_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."exit" IS DISTINCT FROM OLD."exit" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."measure" IS DISTINCT FROM OLD."measure" OR NEW."applies" IS DISTINCT FROM OLD."applies" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."evidence" IS DISTINCT FROM OLD."evidence" AND NOT (NEW."evidence"::text IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."given_by_id" IS DISTINCT FROM OLD."given_by_id" OR NEW."given_at" IS DISTINCT FROM OLD."given_at" THEN RAISE EXCEPTION 'a proof stays as it was brought' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_measureproof_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_measureproof_update BEFORE UPDATE ON exits_measureproof FOR EACH ROW EXECUTE FUNCTION exits_measureproof_update()",
        "CREATE OR REPLACE FUNCTION exits_measureproof_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a proof stays as it was brought' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_measureproof_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_measureproof_delete BEFORE DELETE ON exits_measureproof FOR EACH ROW EXECUTE FUNCTION exits_measureproof_delete()",
        "CREATE OR REPLACE FUNCTION exits_measureproof_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a proof stays as it was brought' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_measureproof_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_measureproof_truncate BEFORE TRUNCATE ON exits_measureproof FOR EACH STATEMENT EXECUTE FUNCTION exits_measureproof_truncate()",
        """CREATE OR REPLACE FUNCTION exits_referraloutcome_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."referral" IS DISTINCT FROM OLD."referral" OR (NEW."organ" IS DISTINCT FROM OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS DISTINCT FROM OLD."document" AND NOT (NEW."document" = '')) OR NEW."received_on" IS DISTINCT FROM OLD."received_on" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."evidence" IS DISTINCT FROM OLD."evidence" AND NOT (NEW."evidence"::text IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS DISTINCT FROM OLD."entered_by_id" OR NEW."entered_at" IS DISTINCT FROM OLD."entered_at" THEN RAISE EXCEPTION 'an outcome stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_referraloutcome_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_referraloutcome_update BEFORE UPDATE ON exits_referraloutcome FOR EACH ROW EXECUTE FUNCTION exits_referraloutcome_update()",
        "CREATE OR REPLACE FUNCTION exits_referraloutcome_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an outcome stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_referraloutcome_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_referraloutcome_delete BEFORE DELETE ON exits_referraloutcome FOR EACH ROW EXECUTE FUNCTION exits_referraloutcome_delete()",
        "CREATE OR REPLACE FUNCTION exits_referraloutcome_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an outcome stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION exits_referraloutcome_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER exits_referraloutcome_truncate BEFORE TRUNCATE ON exits_referraloutcome FOR EACH STATEMENT EXECUTE FUNCTION exits_referraloutcome_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS exits_exitassessment_update",
        "DROP TRIGGER IF EXISTS exits_exitassessment_delete",
        "DROP TRIGGER IF EXISTS exits_exitassessment_replace",
        "DROP TRIGGER IF EXISTS exits_measureproof_update",
        "DROP TRIGGER IF EXISTS exits_measureproof_delete",
        "DROP TRIGGER IF EXISTS exits_measureproof_replace",
        "DROP TRIGGER IF EXISTS exits_referraloutcome_update",
        "DROP TRIGGER IF EXISTS exits_referraloutcome_delete",
        "DROP TRIGGER IF EXISTS exits_referraloutcome_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS exits_exitassessment_update ON exits_exitassessment",
        "DROP TRIGGER IF EXISTS exits_exitassessment_delete ON exits_exitassessment",
        "DROP TRIGGER IF EXISTS exits_exitassessment_truncate ON exits_exitassessment",
        "DROP TRIGGER IF EXISTS exits_measureproof_update ON exits_measureproof",
        "DROP TRIGGER IF EXISTS exits_measureproof_delete ON exits_measureproof",
        "DROP TRIGGER IF EXISTS exits_measureproof_truncate ON exits_measureproof",
        "DROP TRIGGER IF EXISTS exits_referraloutcome_update ON exits_referraloutcome",
        "DROP TRIGGER IF EXISTS exits_referraloutcome_delete ON exits_referraloutcome",
        "DROP TRIGGER IF EXISTS exits_referraloutcome_truncate ON exits_referraloutcome",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("exits", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
