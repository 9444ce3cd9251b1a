"""The triggers that hold every writer to the record; a later migration that remakes a table makes them anew."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER case_opens_empty BEFORE INSERT ON cases_case WHEN NEW.sequence <> 0 BEGIN SELECT RAISE(ABORT, 'a case opens without events'); END",
        "CREATE TRIGGER case_follows_event BEFORE UPDATE ON cases_case WHEN NEW.id <> OLD.id OR NEW.call_id <> OLD.call_id OR NEW.sequence <> OLD.sequence + 1 OR NOT EXISTS (SELECT 1 FROM cases_event AS e WHERE e.case_id = NEW.id AND e.sequence = NEW.sequence AND e.target_state = NEW.state) BEGIN SELECT RAISE(ABORT, 'a case changes only with its next event'); END",
        "CREATE TRIGGER case_stays BEFORE DELETE ON cases_case BEGIN SELECT RAISE(ABORT, 'cases are never removed'); END",
        "CREATE TRIGGER event_next_number BEFORE INSERT ON cases_event WHEN NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence + 1 = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'an event has the case''s next number'); END",
        "CREATE TRIGGER event_next_place BEFORE INSERT ON cases_event WHEN NEW.place <> COALESCE((SELECT max(place) FROM cases_event), -1) + 1 BEGIN SELECT RAISE(ABORT, 'an event has the log''s next place'); END",
        "CREATE TRIGGER payload_update BEFORE UPDATE ON cases_payload BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER payload_delete BEFORE DELETE ON cases_payload WHEN NOT EXISTS (SELECT 1 FROM cases_event AS erased JOIN cases_event AS erasing ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence WHERE erased.place = OLD.event_id) BEGIN SELECT RAISE(ABORT, 'a payload goes only after a recorded erasure'); END",
        "CREATE TRIGGER cases_log_update BEFORE UPDATE ON cases_log BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_log_delete BEFORE DELETE ON cases_log BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_event_update BEFORE UPDATE ON cases_event BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_event_delete BEFORE DELETE ON cases_event BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_signedhead_update BEFORE UPDATE ON cases_signedhead BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_signedhead_delete BEFORE DELETE ON cases_signedhead BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_cosignature_update BEFORE UPDATE ON cases_cosignature BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_cosignature_delete BEFORE DELETE ON cases_cosignature BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_receipt_update BEFORE UPDATE ON cases_receipt BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_receipt_delete BEFORE DELETE ON cases_receipt BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION case_opens_empty() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.sequence <> 0 THEN RAISE EXCEPTION 'a case opens without events' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION case_opens_empty() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER case_opens_empty BEFORE INSERT ON cases_case FOR EACH ROW EXECUTE FUNCTION case_opens_empty()",
        "CREATE OR REPLACE FUNCTION case_follows_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id <> OLD.id OR NEW.call_id <> OLD.call_id OR NEW.sequence <> OLD.sequence + 1 OR NOT EXISTS (SELECT 1 FROM cases_event AS e WHERE e.case_id = NEW.id AND e.sequence = NEW.sequence AND e.target_state = NEW.state) THEN RAISE EXCEPTION 'a case changes only with its next event' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION case_follows_event() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER case_follows_event BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION case_follows_event()",
        "CREATE OR REPLACE FUNCTION case_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cases are never removed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION case_stays() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER case_stays BEFORE DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION case_stays()",
        "CREATE OR REPLACE FUNCTION event_next_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence + 1 = NEW.sequence) THEN RAISE EXCEPTION 'an event has the case''s next number' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_number() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER event_next_number BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION event_next_number()",
        "CREATE OR REPLACE FUNCTION event_next_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.place <> COALESCE((SELECT max(place) FROM cases_event), -1) + 1 THEN RAISE EXCEPTION 'an event has the log''s next place' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_place() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER event_next_place BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION event_next_place()",
        "CREATE OR REPLACE FUNCTION payload_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION payload_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER payload_update BEFORE UPDATE ON cases_payload FOR EACH ROW EXECUTE FUNCTION payload_update()",
        "CREATE OR REPLACE FUNCTION payload_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_event AS erased JOIN cases_event AS erasing ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence WHERE erased.place = OLD.event_id) THEN RAISE EXCEPTION 'a payload goes only after a recorded erasure' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION payload_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER payload_delete BEFORE DELETE ON cases_payload FOR EACH ROW EXECUTE FUNCTION payload_delete()",
        "CREATE OR REPLACE FUNCTION cases_log_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_log_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_log_update BEFORE UPDATE ON cases_log FOR EACH ROW EXECUTE FUNCTION cases_log_update()",
        "CREATE OR REPLACE FUNCTION cases_log_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_log_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_log_delete BEFORE DELETE ON cases_log FOR EACH ROW EXECUTE FUNCTION cases_log_delete()",
        "CREATE OR REPLACE FUNCTION cases_event_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_event_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_event_update BEFORE UPDATE ON cases_event FOR EACH ROW EXECUTE FUNCTION cases_event_update()",
        "CREATE OR REPLACE FUNCTION cases_event_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_event_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_event_delete BEFORE DELETE ON cases_event FOR EACH ROW EXECUTE FUNCTION cases_event_delete()",
        "CREATE OR REPLACE FUNCTION cases_signedhead_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_signedhead_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_signedhead_update BEFORE UPDATE ON cases_signedhead FOR EACH ROW EXECUTE FUNCTION cases_signedhead_update()",
        "CREATE OR REPLACE FUNCTION cases_signedhead_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_signedhead_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_signedhead_delete BEFORE DELETE ON cases_signedhead FOR EACH ROW EXECUTE FUNCTION cases_signedhead_delete()",
        "CREATE OR REPLACE FUNCTION cases_cosignature_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_cosignature_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_cosignature_update BEFORE UPDATE ON cases_cosignature FOR EACH ROW EXECUTE FUNCTION cases_cosignature_update()",
        "CREATE OR REPLACE FUNCTION cases_cosignature_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_cosignature_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_cosignature_delete BEFORE DELETE ON cases_cosignature FOR EACH ROW EXECUTE FUNCTION cases_cosignature_delete()",
        "CREATE OR REPLACE FUNCTION cases_receipt_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_receipt_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_receipt_update BEFORE UPDATE ON cases_receipt FOR EACH ROW EXECUTE FUNCTION cases_receipt_update()",
        "CREATE OR REPLACE FUNCTION cases_receipt_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_receipt_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_receipt_delete BEFORE DELETE ON cases_receipt FOR EACH ROW EXECUTE FUNCTION cases_receipt_delete()",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER case_opens_empty",
        "DROP TRIGGER case_follows_event",
        "DROP TRIGGER case_stays",
        "DROP TRIGGER event_next_number",
        "DROP TRIGGER event_next_place",
        "DROP TRIGGER payload_update",
        "DROP TRIGGER payload_delete",
        "DROP TRIGGER cases_log_update",
        "DROP TRIGGER cases_log_delete",
        "DROP TRIGGER cases_event_update",
        "DROP TRIGGER cases_event_delete",
        "DROP TRIGGER cases_signedhead_update",
        "DROP TRIGGER cases_signedhead_delete",
        "DROP TRIGGER cases_cosignature_update",
        "DROP TRIGGER cases_cosignature_delete",
        "DROP TRIGGER cases_receipt_update",
        "DROP TRIGGER cases_receipt_delete",
    ],
    "postgresql": [
        "DROP TRIGGER case_opens_empty ON cases_case",
        "DROP TRIGGER case_follows_event ON cases_case",
        "DROP TRIGGER case_stays ON cases_case",
        "DROP TRIGGER event_next_number ON cases_event",
        "DROP TRIGGER event_next_place ON cases_event",
        "DROP TRIGGER payload_update ON cases_payload",
        "DROP TRIGGER payload_delete ON cases_payload",
        "DROP TRIGGER cases_log_update ON cases_log",
        "DROP TRIGGER cases_log_delete ON cases_log",
        "DROP TRIGGER cases_event_update ON cases_event",
        "DROP TRIGGER cases_event_delete ON cases_event",
        "DROP TRIGGER cases_signedhead_update ON cases_signedhead",
        "DROP TRIGGER cases_signedhead_delete ON cases_signedhead",
        "DROP TRIGGER cases_cosignature_update ON cases_cosignature",
        "DROP TRIGGER cases_cosignature_delete ON cases_cosignature",
        "DROP TRIGGER cases_receipt_update ON cases_receipt",
        "DROP TRIGGER cases_receipt_delete ON cases_receipt",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
