"""Findings as filed go with the contents of their case, not only while it is stopped for secrecy."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "DROP TRIGGER filed_findings_delete",
        "CREATE TRIGGER filed_findings_delete BEFORE DELETE ON filings_filedfindings WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) BEGIN SELECT RAISE(ABORT, 'what was filed stays as it was filed'); END",
    ],
    "postgresql": [
        "DROP TRIGGER filed_findings_delete ON filings_filedfindings",
        "CREATE OR REPLACE FUNCTION filed_findings_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL) THEN RAISE EXCEPTION 'what was filed stays as it was filed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filed_findings_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filed_findings_delete BEFORE DELETE ON filings_filedfindings FOR EACH ROW EXECUTE FUNCTION filed_findings_delete()",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("filings", "0006_sheet_versions")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
