"""The sealed words of the public stay; what erasures say of themselves keeps no notice."""

from django.db import migrations

DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS notices_notice_delete",
        "DROP TRIGGER IF EXISTS notices_noticeextension_delete",
        "DROP TRIGGER IF EXISTS comment_sealed",
        "DROP TRIGGER IF EXISTS notices_registerentry_delete",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS notices_notice_delete ON notices_notice",
        "DROP TRIGGER IF EXISTS notices_noticeextension_delete ON notices_noticeextension",
        "DROP TRIGGER IF EXISTS comment_sealed ON notices_publiccomment",
        "DROP TRIGGER IF EXISTS notices_registerentry_delete ON notices_registerentry",
    ],
}

CREATE = {
    "sqlite": [
        "CREATE TRIGGER notices_notice_delete BEFORE DELETE ON notices_notice WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        "CREATE TRIGGER notices_noticeextension_delete BEFORE DELETE ON notices_noticeextension WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        "CREATE TRIGGER comment_sealed BEFORE UPDATE ON notices_publiccomment WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        "CREATE TRIGGER notices_registerentry_delete BEFORE DELETE ON notices_registerentry WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION notices_notice_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_notice_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_notice_delete BEFORE DELETE ON notices_notice FOR EACH ROW EXECUTE FUNCTION notices_notice_delete()",
        "CREATE OR REPLACE FUNCTION notices_noticeextension_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_noticeextension_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_noticeextension_delete BEFORE DELETE ON notices_noticeextension FOR EACH ROW EXECUTE FUNCTION notices_noticeextension_delete()",
        "CREATE OR REPLACE FUNCTION comment_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION comment_sealed() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER comment_sealed BEFORE UPDATE ON notices_publiccomment FOR EACH ROW EXECUTE FUNCTION comment_sealed()",
        "CREATE OR REPLACE FUNCTION notices_registerentry_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_registerentry_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_registerentry_delete BEFORE DELETE ON notices_registerentry FOR EACH ROW EXECUTE FUNCTION notices_registerentry_delete()",
    ],
}


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*DROP[vendor], *CREATE[vendor]):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_lengthened_protection"),
        ("filings", "0011_files_stay"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
