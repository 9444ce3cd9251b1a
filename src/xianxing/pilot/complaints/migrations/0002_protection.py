"""Complaints, acts on them and their files are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER complaint_words BEFORE UPDATE ON complaints_complaint WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        "CREATE TRIGGER complaint_identity BEFORE UPDATE ON complaints_complaint WHEN (length(NEW.identity) = 0 AND length(OLD.identity) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.identity) > 0 AND substr(NEW.identity, length(NEW.identity) - 15) <> substr(OLD.identity, length(OLD.identity) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        "CREATE TRIGGER complaint_about_once BEFORE UPDATE ON complaints_complaint WHEN OLD.about_id IS NOT NULL AND (NEW.about_id IS NULL OR NEW.about_id <> OLD.about_id) BEGIN SELECT RAISE(ABORT, 'what a complaint is about is said once'); END",
        "CREATE TRIGGER complaint_case_once BEFORE UPDATE ON complaints_complaint WHEN OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id) BEGIN SELECT RAISE(ABORT, 'what a complaint is about is said once'); END",
        """CREATE TRIGGER complaints_complaint_update BEFORE UPDATE ON complaints_complaint WHEN NEW."id" IS NOT OLD."id" OR NEW."number" IS NOT OLD."number" OR NEW."kind" IS NOT OLD."kind" OR NEW."way" IS NOT OLD."way" OR NEW."received_on" IS NOT OLD."received_on" OR NEW."received_at" IS NOT OLD."received_at" OR NEW."anonymous" IS NOT OLD."anonymous" OR NEW."may_be_named" IS NOT OLD."may_be_named" OR NEW."digest" IS NOT OLD."digest" OR NEW."identity_digest" IS NOT OLD."identity_digest" OR NEW."secret" IS NOT OLD."secret" OR NEW."ledger_id" IS NOT OLD."ledger_id" OR NEW."entered_by_id" IS NOT OLD."entered_by_id" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER complaints_complaint_delete BEFORE DELETE ON complaints_complaint BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER complaints_complaint_replace BEFORE INSERT ON complaints_complaint WHEN EXISTS (SELECT 1 FROM complaints_complaint AS held WHERE (held."id" = NEW."id") OR (held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER complaint_act_words BEFORE UPDATE ON complaints_complaintact WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND EXISTS (SELECT 1 FROM complaints_complaint AS whole WHERE whole.id = OLD.complaint_id AND length(whole.sealed) > 0)) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        """CREATE TRIGGER complaints_complaintact_update BEFORE UPDATE ON complaints_complaintact WHEN NEW."id" IS NOT OLD."id" OR NEW."complaint_id" IS NOT OLD."complaint_id" OR NEW."sequence" IS NOT OLD."sequence" OR NEW."kind" IS NOT OLD."kind" OR NEW."side" IS NOT OLD."side" OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" OR NEW."state" IS NOT OLD."state" OR NEW."clock" IS NOT OLD."clock" OR NEW."due" IS NOT OLD."due" OR NEW."close_due" IS NOT OLD."close_due" OR NEW."detail" IS NOT OLD."detail" OR NEW."digest" IS NOT OLD."digest" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER complaints_complaintact_delete BEFORE DELETE ON complaints_complaintact BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER complaints_complaintact_replace BEFORE INSERT ON complaints_complaintact WHEN EXISTS (SELECT 1 FROM complaints_complaintact AS held WHERE (held."id" = NEW."id") OR (held."complaint_id" = NEW."complaint_id" AND held."sequence" = NEW."sequence")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER complaint_file BEFORE UPDATE ON complaints_complaintfile WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND EXISTS (SELECT 1 FROM complaints_complaint AS whole WHERE whole.id = OLD.complaint_id AND length(whole.sealed) > 0)) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        """CREATE TRIGGER complaints_complaintfile_update BEFORE UPDATE ON complaints_complaintfile WHEN NEW."id" IS NOT OLD."id" OR NEW."complaint_id" IS NOT OLD."complaint_id" OR NEW."size" IS NOT OLD."size" OR NEW."digest" IS NOT OLD."digest" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER complaints_complaintfile_delete BEFORE DELETE ON complaints_complaintfile BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER complaints_complaintfile_replace BEFORE INSERT ON complaints_complaintfile WHEN EXISTS (SELECT 1 FROM complaints_complaintfile AS held WHERE (held."id" = NEW."id") OR (held."complaint_id" = NEW."complaint_id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION complaint_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_words() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_words BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_words()",
        "CREATE OR REPLACE FUNCTION complaint_identity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.identity) = 0 AND length(OLD.identity) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.identity) > 0 AND substr(NEW.identity, length(NEW.identity) - 15) <> substr(OLD.identity, length(OLD.identity) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_identity() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_identity BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_identity()",
        "CREATE OR REPLACE FUNCTION complaint_about_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.about_id IS NOT NULL AND (NEW.about_id IS NULL OR NEW.about_id <> OLD.about_id) THEN RAISE EXCEPTION 'what a complaint is about is said once' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_about_once() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_about_once BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_about_once()",
        "CREATE OR REPLACE FUNCTION complaint_case_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id) THEN RAISE EXCEPTION 'what a complaint is about is said once' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_case_once() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_case_once BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_case_once()",
        """CREATE OR REPLACE FUNCTION complaints_complaint_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."way" IS DISTINCT FROM OLD."way" OR NEW."received_on" IS DISTINCT FROM OLD."received_on" OR NEW."received_at" IS DISTINCT FROM OLD."received_at" OR NEW."anonymous" IS DISTINCT FROM OLD."anonymous" OR NEW."may_be_named" IS DISTINCT FROM OLD."may_be_named" OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."identity_digest" IS DISTINCT FROM OLD."identity_digest" OR NEW."secret" IS DISTINCT FROM OLD."secret" OR NEW."ledger_id" IS DISTINCT FROM OLD."ledger_id" OR NEW."entered_by_id" IS DISTINCT FROM OLD."entered_by_id" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaint_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaint_update BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaints_complaint_update()",
        "CREATE OR REPLACE FUNCTION complaints_complaint_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaint_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaint_delete BEFORE DELETE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaints_complaint_delete()",
        "CREATE OR REPLACE FUNCTION complaints_complaint_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaint_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaint_truncate BEFORE TRUNCATE ON complaints_complaint FOR EACH STATEMENT EXECUTE FUNCTION complaints_complaint_truncate()",
        "CREATE OR REPLACE FUNCTION complaint_act_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND EXISTS (SELECT 1 FROM complaints_complaint AS whole WHERE whole.id = OLD.complaint_id AND length(whole.sealed) > 0)) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_act_words() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_act_words BEFORE UPDATE ON complaints_complaintact FOR EACH ROW EXECUTE FUNCTION complaint_act_words()",
        """CREATE OR REPLACE FUNCTION complaints_complaintact_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."complaint_id" IS DISTINCT FROM OLD."complaint_id" OR NEW."sequence" IS DISTINCT FROM OLD."sequence" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."side" IS DISTINCT FROM OLD."side" OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" OR NEW."state" IS DISTINCT FROM OLD."state" OR NEW."clock" IS DISTINCT FROM OLD."clock" OR NEW."due" IS DISTINCT FROM OLD."due" OR NEW."close_due" IS DISTINCT FROM OLD."close_due" OR NEW."detail" IS DISTINCT FROM OLD."detail" OR NEW."digest" IS DISTINCT FROM OLD."digest" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaintact_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaintact_update BEFORE UPDATE ON complaints_complaintact FOR EACH ROW EXECUTE FUNCTION complaints_complaintact_update()",
        "CREATE OR REPLACE FUNCTION complaints_complaintact_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaintact_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaintact_delete BEFORE DELETE ON complaints_complaintact FOR EACH ROW EXECUTE FUNCTION complaints_complaintact_delete()",
        "CREATE OR REPLACE FUNCTION complaints_complaintact_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaintact_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaintact_truncate BEFORE TRUNCATE ON complaints_complaintact FOR EACH STATEMENT EXECUTE FUNCTION complaints_complaintact_truncate()",
        "CREATE OR REPLACE FUNCTION complaint_file() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND EXISTS (SELECT 1 FROM complaints_complaint AS whole WHERE whole.id = OLD.complaint_id AND length(whole.sealed) > 0)) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_file() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_file BEFORE UPDATE ON complaints_complaintfile FOR EACH ROW EXECUTE FUNCTION complaint_file()",
        """CREATE OR REPLACE FUNCTION complaints_complaintfile_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."complaint_id" IS DISTINCT FROM OLD."complaint_id" OR NEW."size" IS DISTINCT FROM OLD."size" OR NEW."digest" IS DISTINCT FROM OLD."digest" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaintfile_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaintfile_update BEFORE UPDATE ON complaints_complaintfile FOR EACH ROW EXECUTE FUNCTION complaints_complaintfile_update()",
        "CREATE OR REPLACE FUNCTION complaints_complaintfile_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaintfile_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaintfile_delete BEFORE DELETE ON complaints_complaintfile FOR EACH ROW EXECUTE FUNCTION complaints_complaintfile_delete()",
        "CREATE OR REPLACE FUNCTION complaints_complaintfile_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaints_complaintfile_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaints_complaintfile_truncate BEFORE TRUNCATE ON complaints_complaintfile FOR EACH STATEMENT EXECUTE FUNCTION complaints_complaintfile_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS complaint_words",
        "DROP TRIGGER IF EXISTS complaint_identity",
        "DROP TRIGGER IF EXISTS complaint_about_once",
        "DROP TRIGGER IF EXISTS complaint_case_once",
        "DROP TRIGGER IF EXISTS complaints_complaint_update",
        "DROP TRIGGER IF EXISTS complaints_complaint_delete",
        "DROP TRIGGER IF EXISTS complaints_complaint_replace",
        "DROP TRIGGER IF EXISTS complaint_act_words",
        "DROP TRIGGER IF EXISTS complaints_complaintact_update",
        "DROP TRIGGER IF EXISTS complaints_complaintact_delete",
        "DROP TRIGGER IF EXISTS complaints_complaintact_replace",
        "DROP TRIGGER IF EXISTS complaint_file",
        "DROP TRIGGER IF EXISTS complaints_complaintfile_update",
        "DROP TRIGGER IF EXISTS complaints_complaintfile_delete",
        "DROP TRIGGER IF EXISTS complaints_complaintfile_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS complaint_words ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaint_identity ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaint_about_once ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaint_case_once ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaints_complaint_update ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaints_complaint_delete ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaints_complaint_truncate ON complaints_complaint",
        "DROP TRIGGER IF EXISTS complaint_act_words ON complaints_complaintact",
        "DROP TRIGGER IF EXISTS complaints_complaintact_update ON complaints_complaintact",
        "DROP TRIGGER IF EXISTS complaints_complaintact_delete ON complaints_complaintact",
        "DROP TRIGGER IF EXISTS complaints_complaintact_truncate ON complaints_complaintact",
        "DROP TRIGGER IF EXISTS complaint_file ON complaints_complaintfile",
        "DROP TRIGGER IF EXISTS complaints_complaintfile_update ON complaints_complaintfile",
        "DROP TRIGGER IF EXISTS complaints_complaintfile_delete ON complaints_complaintfile",
        "DROP TRIGGER IF EXISTS complaints_complaintfile_truncate ON complaints_complaintfile",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
