"""Notices, comments and the register are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER notices_notice_update BEFORE UPDATE ON notices_notice BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        "CREATE TRIGGER notices_notice_delete BEFORE DELETE ON notices_notice WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        """CREATE TRIGGER notices_notice_replace BEFORE INSERT ON notices_notice WHEN EXISTS (SELECT 1 FROM notices_notice AS held WHERE (held."id" = NEW."id") OR (held."number" = NEW."number") OR (held."event_id" = NEW."event_id")) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END""",
        """CREATE TRIGGER notices_publiccomment_update BEFORE UPDATE ON notices_publiccomment WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."notice_number" IS NOT OLD."notice_number" OR NEW."number" IS NOT OLD."number" OR NEW."kind" IS NOT OLD."kind" OR NEW."digest" IS NOT OLD."digest" OR NEW."secret" IS NOT OLD."secret" OR NEW."received_at" IS NOT OLD."received_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER notices_publiccomment_delete BEFORE DELETE ON notices_publiccomment BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER notices_publiccomment_replace BEFORE INSERT ON notices_publiccomment WHEN EXISTS (SELECT 1 FROM notices_publiccomment AS held WHERE (held."id" = NEW."id") OR (held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER notices_registerentry_update BEFORE UPDATE ON notices_registerentry BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        "CREATE TRIGGER notices_registerentry_delete BEFORE DELETE ON notices_registerentry WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        """CREATE TRIGGER notices_registerentry_replace BEFORE INSERT ON notices_registerentry WHEN EXISTS (SELECT 1 FROM notices_registerentry AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id") OR (held."number" = NEW."number") OR (held."event_id" = NEW."event_id")) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION notices_notice_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_notice_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_notice_update BEFORE UPDATE ON notices_notice FOR EACH ROW EXECUTE FUNCTION notices_notice_update()",
        "CREATE OR REPLACE FUNCTION notices_notice_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_notice_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_notice_delete BEFORE DELETE ON notices_notice FOR EACH ROW EXECUTE FUNCTION notices_notice_delete()",
        "CREATE OR REPLACE FUNCTION notices_notice_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_notice_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_notice_truncate BEFORE TRUNCATE ON notices_notice FOR EACH STATEMENT EXECUTE FUNCTION notices_notice_truncate()",
        """CREATE OR REPLACE FUNCTION notices_publiccomment_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."notice_number" IS DISTINCT FROM OLD."notice_number" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."secret" IS DISTINCT FROM OLD."secret" OR NEW."received_at" IS DISTINCT FROM OLD."received_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_publiccomment_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_publiccomment_update BEFORE UPDATE ON notices_publiccomment FOR EACH ROW EXECUTE FUNCTION notices_publiccomment_update()",
        "CREATE OR REPLACE FUNCTION notices_publiccomment_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_publiccomment_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_publiccomment_delete BEFORE DELETE ON notices_publiccomment FOR EACH ROW EXECUTE FUNCTION notices_publiccomment_delete()",
        "CREATE OR REPLACE FUNCTION notices_publiccomment_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_publiccomment_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_publiccomment_truncate BEFORE TRUNCATE ON notices_publiccomment FOR EACH STATEMENT EXECUTE FUNCTION notices_publiccomment_truncate()",
        "CREATE OR REPLACE FUNCTION notices_registerentry_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_registerentry_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_registerentry_update BEFORE UPDATE ON notices_registerentry FOR EACH ROW EXECUTE FUNCTION notices_registerentry_update()",
        "CREATE OR REPLACE FUNCTION notices_registerentry_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_registerentry_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_registerentry_delete BEFORE DELETE ON notices_registerentry FOR EACH ROW EXECUTE FUNCTION notices_registerentry_delete()",
        "CREATE OR REPLACE FUNCTION notices_registerentry_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_registerentry_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_registerentry_truncate BEFORE TRUNCATE ON notices_registerentry FOR EACH STATEMENT EXECUTE FUNCTION notices_registerentry_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS notices_notice_update",
        "DROP TRIGGER IF EXISTS notices_notice_delete",
        "DROP TRIGGER IF EXISTS notices_notice_replace",
        "DROP TRIGGER IF EXISTS notices_publiccomment_update",
        "DROP TRIGGER IF EXISTS notices_publiccomment_delete",
        "DROP TRIGGER IF EXISTS notices_publiccomment_replace",
        "DROP TRIGGER IF EXISTS notices_registerentry_update",
        "DROP TRIGGER IF EXISTS notices_registerentry_delete",
        "DROP TRIGGER IF EXISTS notices_registerentry_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS notices_notice_update ON notices_notice",
        "DROP TRIGGER IF EXISTS notices_notice_delete ON notices_notice",
        "DROP TRIGGER IF EXISTS notices_notice_truncate ON notices_notice",
        "DROP TRIGGER IF EXISTS notices_publiccomment_update ON notices_publiccomment",
        "DROP TRIGGER IF EXISTS notices_publiccomment_delete ON notices_publiccomment",
        "DROP TRIGGER IF EXISTS notices_publiccomment_truncate ON notices_publiccomment",
        "DROP TRIGGER IF EXISTS notices_registerentry_update ON notices_registerentry",
        "DROP TRIGGER IF EXISTS notices_registerentry_delete ON notices_registerentry",
        "DROP TRIGGER IF EXISTS notices_registerentry_truncate ON notices_registerentry",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
