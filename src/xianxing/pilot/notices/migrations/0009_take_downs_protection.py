"""What says that a publication was taken down is held by triggers, as its table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER notices_takedown_update BEFORE UPDATE ON notices_takedown BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        "CREATE TRIGGER notices_takedown_delete BEFORE DELETE ON notices_takedown WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END",
        """CREATE TRIGGER notices_takedown_replace BEFORE INSERT ON notices_takedown WHEN EXISTS (SELECT 1 FROM notices_takedown AS held WHERE (held."id" = NEW."id") OR (held."event_id" = NEW."event_id")) BEGIN SELECT RAISE(ABORT, 'what was published stays as it was published'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION notices_takedown_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_takedown_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_takedown_update BEFORE UPDATE ON notices_takedown FOR EACH ROW EXECUTE FUNCTION notices_takedown_update()",
        "CREATE OR REPLACE FUNCTION notices_takedown_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) THEN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_takedown_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_takedown_delete BEFORE DELETE ON notices_takedown FOR EACH ROW EXECUTE FUNCTION notices_takedown_delete()",
        "CREATE OR REPLACE FUNCTION notices_takedown_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_takedown_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_takedown_truncate BEFORE TRUNCATE ON notices_takedown FOR EACH STATEMENT EXECUTE FUNCTION notices_takedown_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS notices_takedown_update",
        "DROP TRIGGER IF EXISTS notices_takedown_delete",
        "DROP TRIGGER IF EXISTS notices_takedown_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS notices_takedown_update ON notices_takedown",
        "DROP TRIGGER IF EXISTS notices_takedown_delete ON notices_takedown",
        "DROP TRIGGER IF EXISTS notices_takedown_truncate ON notices_takedown",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_take_downs")]

    operations = [migrations.RunPython(forwards, backwards)]
