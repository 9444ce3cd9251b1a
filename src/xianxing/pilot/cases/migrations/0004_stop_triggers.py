"""Nothing goes on in a stopped case, and PostgreSQL's TRUNCATE is refused like every other removal."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER event_not_stopped BEFORE INSERT ON cases_event WHEN NEW.step NOT IN ('erase', 'secrecy.report', 'secrecy.lift') AND EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = NEW.case_id AND stop.lifted_at IS NULL) BEGIN SELECT RAISE(ABORT, 'the case is stopped for secrecy'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION event_not_stopped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.step NOT IN ('erase', 'secrecy.report', 'secrecy.lift') AND EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = NEW.case_id AND stop.lifted_at IS NULL) THEN RAISE EXCEPTION 'the case is stopped for secrecy' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_not_stopped() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER event_not_stopped BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION event_not_stopped()",
        "CREATE FUNCTION cases_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER cases_log_truncate BEFORE TRUNCATE ON cases_log FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_event_truncate BEFORE TRUNCATE ON cases_event FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_signedhead_truncate BEFORE TRUNCATE ON cases_signedhead FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_cosignature_truncate BEFORE TRUNCATE ON cases_cosignature FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_receipt_truncate BEFORE TRUNCATE ON cases_receipt FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_case_truncate BEFORE TRUNCATE ON cases_case FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_payload_truncate BEFORE TRUNCATE ON cases_payload FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER event_not_stopped",
    ],
    "postgresql": [
        "DROP TRIGGER event_not_stopped ON cases_event",
        "DROP FUNCTION cases_no_truncate() CASCADE",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_secrecy_stop")]
    operations = [migrations.RunPython(forwards, backwards)]
