"""SQLite's INSERT OR REPLACE is refused like every other removal; PostgreSQL's triggers read our tables only."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER cases_case_replace BEFORE INSERT ON cases_case WHEN EXISTS (SELECT 1 FROM cases_case WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_event_replace BEFORE INSERT ON cases_event WHEN EXISTS (SELECT 1 FROM cases_event WHERE (place = NEW.place) OR (case_id = NEW.case_id AND sequence = NEW.sequence)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_payload_replace BEFORE INSERT ON cases_payload WHEN EXISTS (SELECT 1 FROM cases_payload WHERE (event_id = NEW.event_id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_log_replace BEFORE INSERT ON cases_log WHEN EXISTS (SELECT 1 FROM cases_log WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_signedhead_replace BEFORE INSERT ON cases_signedhead WHEN EXISTS (SELECT 1 FROM cases_signedhead WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_cosignature_replace BEFORE INSERT ON cases_cosignature WHEN EXISTS (SELECT 1 FROM cases_cosignature WHERE (id = NEW.id) OR (head_id = NEW.head_id AND witness = NEW.witness)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_receipt_replace BEFORE INSERT ON cases_receipt WHEN EXISTS (SELECT 1 FROM cases_receipt WHERE (id = NEW.id) OR (event_id = NEW.event_id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    ],
    "postgresql": [
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION case_opens_empty() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION case_follows_event() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION case_stays() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_number() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_place() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION payload_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION payload_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_log_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_log_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_event_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_event_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_signedhead_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_signedhead_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_cosignature_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_cosignature_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_receipt_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_receipt_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_not_stopped() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER cases_case_replace",
        "DROP TRIGGER cases_event_replace",
        "DROP TRIGGER cases_payload_replace",
        "DROP TRIGGER cases_log_replace",
        "DROP TRIGGER cases_signedhead_replace",
        "DROP TRIGGER cases_cosignature_replace",
        "DROP TRIGGER cases_receipt_replace",
    ],
    "postgresql": [],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_events_by_time")]
    operations = [migrations.RunPython(forwards, backwards)]
