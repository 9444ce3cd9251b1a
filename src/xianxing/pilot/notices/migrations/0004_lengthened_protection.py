"""Later last days of notices are held by triggers, as their table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER notices_noticeextension_update BEFORE UPDATE ON notices_noticeextension BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        "CREATE TRIGGER notices_noticeextension_delete BEFORE DELETE ON notices_noticeextension WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        """CREATE TRIGGER notices_noticeextension_replace BEFORE INSERT ON notices_noticeextension WHEN EXISTS (SELECT 1 FROM notices_noticeextension AS held WHERE (held."id" = NEW."id") OR (held."event_id" = NEW."event_id")) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION notices_noticeextension_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_noticeextension_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_noticeextension_update BEFORE UPDATE ON notices_noticeextension FOR EACH ROW EXECUTE FUNCTION notices_noticeextension_update()",
        "CREATE OR REPLACE FUNCTION notices_noticeextension_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_noticeextension_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_noticeextension_delete BEFORE DELETE ON notices_noticeextension FOR EACH ROW EXECUTE FUNCTION notices_noticeextension_delete()",
        "CREATE OR REPLACE FUNCTION notices_noticeextension_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_noticeextension_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_noticeextension_truncate BEFORE TRUNCATE ON notices_noticeextension FOR EACH STATEMENT EXECUTE FUNCTION notices_noticeextension_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS notices_noticeextension_update",
        "DROP TRIGGER IF EXISTS notices_noticeextension_delete",
        "DROP TRIGGER IF EXISTS notices_noticeextension_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS notices_noticeextension_update ON notices_noticeextension",
        "DROP TRIGGER IF EXISTS notices_noticeextension_delete ON notices_noticeextension",
        "DROP TRIGGER IF EXISTS notices_noticeextension_truncate ON notices_noticeextension",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_lengthened")]

    operations = [migrations.RunPython(forwards, backwards)]
