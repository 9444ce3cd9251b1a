"""What was erased doesn't come back, and a stop for secrecy ends by a recorded lifting only."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER payload_erased BEFORE INSERT ON cases_payload WHEN EXISTS (SELECT 1 FROM cases_event AS erased JOIN cases_event AS erasing ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence WHERE erased.place = NEW.event_id) BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END",
        "CREATE TRIGGER stop_update BEFORE UPDATE ON cases_secrecystop WHEN NEW.case_id <> OLD.case_id OR OLD.lifted_at IS NOT NULL OR (NEW.lifted_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0 AND NOT EXISTS (SELECT 1 FROM cases_event AS e WHERE e.case_id = c.id AND e.sequence = c.sequence AND e.step = 'secrecy.lift'))) BEGIN SELECT RAISE(ABORT, 'a stop ends by a recorded lifting'); END",
        "CREATE TRIGGER stop_delete BEFORE DELETE ON cases_secrecystop BEGIN SELECT RAISE(ABORT, 'a stop ends by a recorded lifting'); END",
        "CREATE TRIGGER cases_secrecystop_replace BEFORE INSERT ON cases_secrecystop WHEN EXISTS (SELECT 1 FROM cases_secrecystop WHERE (id = NEW.id) OR (case_id = NEW.case_id AND lifted_at IS NEW.lifted_at)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION payload_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM cases_event AS erased JOIN cases_event AS erasing ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence WHERE erased.place = NEW.event_id) THEN RAISE EXCEPTION 'what was erased stays erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION payload_erased() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER payload_erased BEFORE INSERT ON cases_payload FOR EACH ROW EXECUTE FUNCTION payload_erased()",
        "CREATE OR REPLACE FUNCTION stop_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.case_id <> OLD.case_id OR OLD.lifted_at IS NOT NULL OR (NEW.lifted_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0 AND NOT EXISTS (SELECT 1 FROM cases_event AS e WHERE e.case_id = c.id AND e.sequence = c.sequence AND e.step = 'secrecy.lift'))) THEN RAISE EXCEPTION 'a stop ends by a recorded lifting' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION stop_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER stop_update BEFORE UPDATE ON cases_secrecystop FOR EACH ROW EXECUTE FUNCTION stop_update()",
        "CREATE OR REPLACE FUNCTION stop_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a stop ends by a recorded lifting' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION stop_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER stop_delete BEFORE DELETE ON cases_secrecystop FOR EACH ROW EXECUTE FUNCTION stop_delete()",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER payload_erased",
        "DROP TRIGGER stop_update",
        "DROP TRIGGER stop_delete",
        "DROP TRIGGER cases_secrecystop_replace",
    ],
    "postgresql": [
        "DROP TRIGGER payload_erased ON cases_payload",
        "DROP TRIGGER stop_update ON cases_secrecystop",
        "DROP TRIGGER stop_delete ON cases_secrecystop",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_lifting_and_erasures")]
    operations = [migrations.RunPython(forwards, backwards)]
