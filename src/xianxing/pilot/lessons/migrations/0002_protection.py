"""Lessons, entries of the library, confirmations and proposed rules stay as they were said."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER lessons_lesson_update BEFORE UPDATE ON lessons_lesson WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."source" IS NOT OLD."source" OR NEW."source_number" IS NOT OLD."source_number" OR NEW."guide" IS NOT OLD."guide" OR NEW."subject" IS NOT OLD."subject" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."change" IS NOT OLD."change" AND NOT (NEW."change" = '')) OR NEW."unit" IS NOT OLD."unit" OR NEW."proposed_by_id" IS NOT OLD."proposed_by_id" OR NEW."proposed_at" IS NOT OLD."proposed_at" BEGIN SELECT RAISE(ABORT, 'a lesson stays as it was proposed'); END""",
        "CREATE TRIGGER lessons_lesson_delete BEFORE DELETE ON lessons_lesson BEGIN SELECT RAISE(ABORT, 'a lesson stays as it was proposed'); END",
        """CREATE TRIGGER lessons_lesson_replace BEFORE INSERT ON lessons_lesson WHEN EXISTS (SELECT 1 FROM lessons_lesson AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a lesson stays as it was proposed'); END""",
        """CREATE TRIGGER lessons_libraryconfirmation_update BEFORE UPDATE ON lessons_libraryconfirmation WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."entry_id" IS NOT OLD."entry_id" OR NEW."unit" IS NOT OLD."unit" OR NEW."agrees" IS NOT OLD."agrees" OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR NEW."digest" IS NOT OLD."digest" OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" BEGIN SELECT RAISE(ABORT, 'a confirmation stays as it was given'); END""",
        "CREATE TRIGGER lessons_libraryconfirmation_delete BEFORE DELETE ON lessons_libraryconfirmation BEGIN SELECT RAISE(ABORT, 'a confirmation stays as it was given'); END",
        """CREATE TRIGGER lessons_libraryconfirmation_replace BEFORE INSERT ON lessons_libraryconfirmation WHEN EXISTS (SELECT 1 FROM lessons_libraryconfirmation AS held WHERE (held."id" = NEW."id") OR (held."entry_id" = NEW."entry_id" AND held."unit" = NEW."unit")) BEGIN SELECT RAISE(ABORT, 'a confirmation stays as it was given'); END""",
        """CREATE TRIGGER lessons_libraryentry_update BEFORE UPDATE ON lessons_libraryentry WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."reference" IS NOT OLD."reference" OR (NEW."content" IS NOT OLD."content" AND NOT (NEW."content" IN ('{}', '[]', 'null') OR NEW."content" IS NULL)) OR NEW."digest" IS NOT OLD."digest" OR NEW."written_by_id" IS NOT OLD."written_by_id" OR NEW."written_at" IS NOT OLD."written_at" BEGIN SELECT RAISE(ABORT, 'an entry of the library stays as it was written'); END""",
        "CREATE TRIGGER lessons_libraryentry_delete BEFORE DELETE ON lessons_libraryentry BEGIN SELECT RAISE(ABORT, 'an entry of the library stays as it was written'); END",
        """CREATE TRIGGER lessons_libraryentry_replace BEFORE INSERT ON lessons_libraryentry WHEN EXISTS (SELECT 1 FROM lessons_libraryentry AS held WHERE (held."id" = NEW."id") OR (held."reference" = NEW."reference") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'an entry of the library stays as it was written'); END""",
        """CREATE TRIGGER lessons_ruleproposal_update BEFORE UPDATE ON lessons_ruleproposal WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."reference" IS NOT OLD."reference" OR (NEW."title" IS NOT OLD."title" AND NOT (NEW."title" = '')) OR NEW."opened_by_id" IS NOT OLD."opened_by_id" OR NEW."opened_at" IS NOT OLD."opened_at" BEGIN SELECT RAISE(ABORT, 'a proposed rule stays as it was opened'); END""",
        "CREATE TRIGGER lessons_ruleproposal_delete BEFORE DELETE ON lessons_ruleproposal BEGIN SELECT RAISE(ABORT, 'a proposed rule stays as it was opened'); END",
        """CREATE TRIGGER lessons_ruleproposal_replace BEFORE INSERT ON lessons_ruleproposal WHEN EXISTS (SELECT 1 FROM lessons_ruleproposal AS held WHERE (held."id" = NEW."id") OR (held."reference" = NEW."reference") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a proposed rule stays as it was opened'); END""",
        """CREATE TRIGGER lessons_ruleproposalstep_update BEFORE UPDATE ON lessons_ruleproposalstep WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."proposal_id" IS NOT OLD."proposal_id" OR NEW."number" IS NOT OLD."number" OR NEW."stage" IS NOT OLD."stage" OR NEW."happened_on" IS NOT OLD."happened_on" OR (NEW."authors" IS NOT OLD."authors" AND NOT (NEW."authors" = '')) OR (NEW."words" IS NOT OLD."words" AND NOT (NEW."words" = '')) OR (NEW."organ" IS NOT OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS NOT OLD."document" AND NOT (NEW."document" = '')) OR (NEW."evidence" IS NOT OLD."evidence" AND NOT (NEW."evidence" IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS NOT OLD."entered_by_id" OR NEW."entered_at" IS NOT OLD."entered_at" BEGIN SELECT RAISE(ABORT, 'a step stays as it was entered'); END""",
        "CREATE TRIGGER lessons_ruleproposalstep_delete BEFORE DELETE ON lessons_ruleproposalstep BEGIN SELECT RAISE(ABORT, 'a step stays as it was entered'); END",
        """CREATE TRIGGER lessons_ruleproposalstep_replace BEFORE INSERT ON lessons_ruleproposalstep WHEN EXISTS (SELECT 1 FROM lessons_ruleproposalstep AS held WHERE (held."id" = NEW."id") OR (held."proposal_id" = NEW."proposal_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a step stays as it was entered'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION lessons_lesson_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."source" IS DISTINCT FROM OLD."source" OR NEW."source_number" IS DISTINCT FROM OLD."source_number" OR NEW."guide" IS DISTINCT FROM OLD."guide" OR NEW."subject" IS DISTINCT FROM OLD."subject" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."change" IS DISTINCT FROM OLD."change" AND NOT (NEW."change" = '')) OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."proposed_by_id" IS DISTINCT FROM OLD."proposed_by_id" OR NEW."proposed_at" IS DISTINCT FROM OLD."proposed_at" THEN RAISE EXCEPTION 'a lesson stays as it was proposed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_lesson_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_lesson_update BEFORE UPDATE ON lessons_lesson FOR EACH ROW EXECUTE FUNCTION lessons_lesson_update()",
        "CREATE OR REPLACE FUNCTION lessons_lesson_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a lesson stays as it was proposed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_lesson_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_lesson_delete BEFORE DELETE ON lessons_lesson FOR EACH ROW EXECUTE FUNCTION lessons_lesson_delete()",
        "CREATE OR REPLACE FUNCTION lessons_lesson_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a lesson stays as it was proposed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_lesson_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_lesson_truncate BEFORE TRUNCATE ON lessons_lesson FOR EACH STATEMENT EXECUTE FUNCTION lessons_lesson_truncate()",
        """CREATE OR REPLACE FUNCTION lessons_libraryconfirmation_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."entry_id" IS DISTINCT FROM OLD."entry_id" OR NEW."unit" IS DISTINCT FROM OLD."unit" OR NEW."agrees" IS DISTINCT FROM OLD."agrees" OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" THEN RAISE EXCEPTION 'a confirmation stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_libraryconfirmation_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_libraryconfirmation_update BEFORE UPDATE ON lessons_libraryconfirmation FOR EACH ROW EXECUTE FUNCTION lessons_libraryconfirmation_update()",
        "CREATE OR REPLACE FUNCTION lessons_libraryconfirmation_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a confirmation stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_libraryconfirmation_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_libraryconfirmation_delete BEFORE DELETE ON lessons_libraryconfirmation FOR EACH ROW EXECUTE FUNCTION lessons_libraryconfirmation_delete()",
        "CREATE OR REPLACE FUNCTION lessons_libraryconfirmation_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a confirmation stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_libraryconfirmation_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_libraryconfirmation_truncate BEFORE TRUNCATE ON lessons_libraryconfirmation FOR EACH STATEMENT EXECUTE FUNCTION lessons_libraryconfirmation_truncate()",
        """CREATE OR REPLACE FUNCTION lessons_libraryentry_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."reference" IS DISTINCT FROM OLD."reference" OR (NEW."content" IS DISTINCT FROM OLD."content" AND NOT (NEW."content"::text IN ('{}', '[]', 'null') OR NEW."content" IS NULL)) OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."written_by_id" IS DISTINCT FROM OLD."written_by_id" OR NEW."written_at" IS DISTINCT FROM OLD."written_at" THEN RAISE EXCEPTION 'an entry of the library stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_libraryentry_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_libraryentry_update BEFORE UPDATE ON lessons_libraryentry FOR EACH ROW EXECUTE FUNCTION lessons_libraryentry_update()",
        "CREATE OR REPLACE FUNCTION lessons_libraryentry_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an entry of the library stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_libraryentry_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_libraryentry_delete BEFORE DELETE ON lessons_libraryentry FOR EACH ROW EXECUTE FUNCTION lessons_libraryentry_delete()",
        "CREATE OR REPLACE FUNCTION lessons_libraryentry_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an entry of the library stays as it was written' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_libraryentry_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_libraryentry_truncate BEFORE TRUNCATE ON lessons_libraryentry FOR EACH STATEMENT EXECUTE FUNCTION lessons_libraryentry_truncate()",
        """CREATE OR REPLACE FUNCTION lessons_ruleproposal_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."reference" IS DISTINCT FROM OLD."reference" OR (NEW."title" IS DISTINCT FROM OLD."title" AND NOT (NEW."title" = '')) OR NEW."opened_by_id" IS DISTINCT FROM OLD."opened_by_id" OR NEW."opened_at" IS DISTINCT FROM OLD."opened_at" THEN RAISE EXCEPTION 'a proposed rule stays as it was opened' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_ruleproposal_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_ruleproposal_update BEFORE UPDATE ON lessons_ruleproposal FOR EACH ROW EXECUTE FUNCTION lessons_ruleproposal_update()",
        "CREATE OR REPLACE FUNCTION lessons_ruleproposal_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a proposed rule stays as it was opened' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_ruleproposal_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_ruleproposal_delete BEFORE DELETE ON lessons_ruleproposal FOR EACH ROW EXECUTE FUNCTION lessons_ruleproposal_delete()",
        "CREATE OR REPLACE FUNCTION lessons_ruleproposal_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a proposed rule stays as it was opened' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_ruleproposal_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_ruleproposal_truncate BEFORE TRUNCATE ON lessons_ruleproposal FOR EACH STATEMENT EXECUTE FUNCTION lessons_ruleproposal_truncate()",
        """CREATE OR REPLACE FUNCTION lessons_ruleproposalstep_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."proposal_id" IS DISTINCT FROM OLD."proposal_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."stage" IS DISTINCT FROM OLD."stage" OR NEW."happened_on" IS DISTINCT FROM OLD."happened_on" OR (NEW."authors" IS DISTINCT FROM OLD."authors" AND NOT (NEW."authors" = '')) OR (NEW."words" IS DISTINCT FROM OLD."words" AND NOT (NEW."words" = '')) OR (NEW."organ" IS DISTINCT FROM OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS DISTINCT FROM OLD."document" AND NOT (NEW."document" = '')) OR (NEW."evidence" IS DISTINCT FROM OLD."evidence" AND NOT (NEW."evidence"::text IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS DISTINCT FROM OLD."entered_by_id" OR NEW."entered_at" IS DISTINCT FROM OLD."entered_at" THEN RAISE EXCEPTION 'a step stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_ruleproposalstep_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_ruleproposalstep_update BEFORE UPDATE ON lessons_ruleproposalstep FOR EACH ROW EXECUTE FUNCTION lessons_ruleproposalstep_update()",
        "CREATE OR REPLACE FUNCTION lessons_ruleproposalstep_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a step stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_ruleproposalstep_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_ruleproposalstep_delete BEFORE DELETE ON lessons_ruleproposalstep FOR EACH ROW EXECUTE FUNCTION lessons_ruleproposalstep_delete()",
        "CREATE OR REPLACE FUNCTION lessons_ruleproposalstep_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a step stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION lessons_ruleproposalstep_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER lessons_ruleproposalstep_truncate BEFORE TRUNCATE ON lessons_ruleproposalstep FOR EACH STATEMENT EXECUTE FUNCTION lessons_ruleproposalstep_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS lessons_lesson_update",
        "DROP TRIGGER IF EXISTS lessons_lesson_delete",
        "DROP TRIGGER IF EXISTS lessons_lesson_replace",
        "DROP TRIGGER IF EXISTS lessons_libraryconfirmation_update",
        "DROP TRIGGER IF EXISTS lessons_libraryconfirmation_delete",
        "DROP TRIGGER IF EXISTS lessons_libraryconfirmation_replace",
        "DROP TRIGGER IF EXISTS lessons_libraryentry_update",
        "DROP TRIGGER IF EXISTS lessons_libraryentry_delete",
        "DROP TRIGGER IF EXISTS lessons_libraryentry_replace",
        "DROP TRIGGER IF EXISTS lessons_ruleproposal_update",
        "DROP TRIGGER IF EXISTS lessons_ruleproposal_delete",
        "DROP TRIGGER IF EXISTS lessons_ruleproposal_replace",
        "DROP TRIGGER IF EXISTS lessons_ruleproposalstep_update",
        "DROP TRIGGER IF EXISTS lessons_ruleproposalstep_delete",
        "DROP TRIGGER IF EXISTS lessons_ruleproposalstep_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS lessons_lesson_update ON lessons_lesson",
        "DROP TRIGGER IF EXISTS lessons_lesson_delete ON lessons_lesson",
        "DROP TRIGGER IF EXISTS lessons_lesson_truncate ON lessons_lesson",
        "DROP TRIGGER IF EXISTS lessons_libraryconfirmation_update ON lessons_libraryconfirmation",
        "DROP TRIGGER IF EXISTS lessons_libraryconfirmation_delete ON lessons_libraryconfirmation",
        "DROP TRIGGER IF EXISTS lessons_libraryconfirmation_truncate ON lessons_libraryconfirmation",
        "DROP TRIGGER IF EXISTS lessons_libraryentry_update ON lessons_libraryentry",
        "DROP TRIGGER IF EXISTS lessons_libraryentry_delete ON lessons_libraryentry",
        "DROP TRIGGER IF EXISTS lessons_libraryentry_truncate ON lessons_libraryentry",
        "DROP TRIGGER IF EXISTS lessons_ruleproposal_update ON lessons_ruleproposal",
        "DROP TRIGGER IF EXISTS lessons_ruleproposal_delete ON lessons_ruleproposal",
        "DROP TRIGGER IF EXISTS lessons_ruleproposal_truncate ON lessons_ruleproposal",
        "DROP TRIGGER IF EXISTS lessons_ruleproposalstep_update ON lessons_ruleproposalstep",
        "DROP TRIGGER IF EXISTS lessons_ruleproposalstep_delete ON lessons_ruleproposalstep",
        "DROP TRIGGER IF EXISTS lessons_ruleproposalstep_truncate ON lessons_ruleproposalstep",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("lessons", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
