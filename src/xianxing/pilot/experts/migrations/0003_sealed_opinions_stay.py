"""A sealed opinion stays as it was sealed."""

from django.db import migrations

DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS opinion_sealed",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS opinion_sealed ON experts_opinion",
    ],
}

CREATE = {
    "sqlite": [
        "CREATE TRIGGER opinion_sealed BEFORE UPDATE ON experts_opinion WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION opinion_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION opinion_sealed() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER opinion_sealed BEFORE UPDATE ON experts_opinion FOR EACH ROW EXECUTE FUNCTION opinion_sealed()",
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
        ("experts", "0002_protection"),
        ("filings", "0011_files_stay"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
