"""No entry of the log and no open stop is replaced, by whatever key; an event needs its case's row."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "DROP TRIGGER event_next_number",
        "DROP TRIGGER cases_publication_replace",
        "DROP TRIGGER cases_secrecystop_replace",
        "CREATE TRIGGER event_next_number BEFORE INSERT ON cases_event WHEN NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence + 1 = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'an event has the case''s next number'); END",
        "CREATE TRIGGER cases_publication_replace BEFORE INSERT ON cases_publication WHEN EXISTS (SELECT 1 FROM cases_publication WHERE (place = NEW.place) OR (sequence = NEW.sequence) OR (extension_id = NEW.extension_id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_secrecystop_replace BEFORE INSERT ON cases_secrecystop WHEN EXISTS (SELECT 1 FROM cases_secrecystop WHERE (id = NEW.id) OR (case_id = NEW.case_id AND lifted_at IS NEW.lifted_at)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    ],
    "postgresql": [
        "DROP TRIGGER event_next_number ON cases_event",
        "CREATE OR REPLACE FUNCTION event_next_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence + 1 = NEW.sequence) THEN RAISE EXCEPTION 'an event has the case''s next number' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_number() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER event_next_number BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION event_next_number()",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_stops_not_truncated")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
