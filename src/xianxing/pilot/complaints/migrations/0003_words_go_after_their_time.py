"""The words of a complaint about a case may go after an act that erases what has been kept for its time."""

from django.db import migrations, models

FORWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS complaint_words",
        "CREATE TRIGGER complaint_words BEFORE UPDATE ON complaints_complaint WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) AND NOT EXISTS (SELECT 1 FROM complaints_complaintact AS erasing WHERE erasing.complaint_id = OLD.id AND erasing.kind = 'erase')))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        "DROP TRIGGER IF EXISTS complaint_identity",
        "CREATE TRIGGER complaint_identity BEFORE UPDATE ON complaints_complaint WHEN (length(NEW.identity) = 0 AND length(OLD.identity) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) AND NOT EXISTS (SELECT 1 FROM complaints_complaintact AS erasing WHERE erasing.complaint_id = OLD.id AND erasing.kind = 'erase')))) OR (length(NEW.identity) > 0 AND substr(NEW.identity, length(NEW.identity) - 15) <> substr(OLD.identity, length(OLD.identity) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS complaint_words ON complaints_complaint",
        "CREATE OR REPLACE FUNCTION complaint_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) AND NOT EXISTS (SELECT 1 FROM complaints_complaintact AS erasing WHERE erasing.complaint_id = OLD.id AND erasing.kind = 'erase')))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_words() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_words BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_words()",
        "DROP TRIGGER IF EXISTS complaint_identity ON complaints_complaint",
        "CREATE OR REPLACE FUNCTION complaint_identity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.identity) = 0 AND length(OLD.identity) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) AND NOT EXISTS (SELECT 1 FROM complaints_complaintact AS erasing WHERE erasing.complaint_id = OLD.id AND erasing.kind = 'erase')))) OR (length(NEW.identity) > 0 AND substr(NEW.identity, length(NEW.identity) - 15) <> substr(OLD.identity, length(OLD.identity) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_identity() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_identity BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_identity()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS complaint_words",
        "CREATE TRIGGER complaint_words BEFORE UPDATE ON complaints_complaint WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        "DROP TRIGGER IF EXISTS complaint_identity",
        "CREATE TRIGGER complaint_identity BEFORE UPDATE ON complaints_complaint WHEN (length(NEW.identity) = 0 AND length(OLD.identity) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.identity) > 0 AND substr(NEW.identity, length(NEW.identity) - 15) <> substr(OLD.identity, length(OLD.identity) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS complaint_words ON complaints_complaint",
        "CREATE OR REPLACE FUNCTION complaint_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_words() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_words BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_words()",
        "DROP TRIGGER IF EXISTS complaint_identity ON complaints_complaint",
        "CREATE OR REPLACE FUNCTION complaint_identity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.identity) = 0 AND length(OLD.identity) > 0 AND ((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed')) OR (OLD.about_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.about_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.about_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) OR (length(NEW.identity) > 0 AND substr(NEW.identity, length(NEW.identity) - 15) <> substr(OLD.identity, length(OLD.identity) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION complaint_identity() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER complaint_identity BEFORE UPDATE ON complaints_complaint FOR EACH ROW EXECUTE FUNCTION complaint_identity()",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_protection"),
    ]

    operations = [
        migrations.AlterField(
            model_name="complaintact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receive", "Received"),
                    ("accept", "Accepted"),
                    ("refuse", "Not accepted"),
                    ("direct", "Directed elsewhere"),
                    ("forward", "Forwarded to the institution"),
                    ("answer", "Answered by the institution"),
                    ("ask_again", "Sent back to the institution"),
                    ("extend", "Limit extended"),
                    ("close", "Complaint closed"),
                    ("offer_mediation", "Mediation offered"),
                    ("complainant_agrees", "Complainant agrees to mediation"),
                    ("complainant_declines", "Complainant declines mediation"),
                    ("institution_agrees", "Institution agrees to mediation"),
                    ("institution_declines", "Institution declines mediation"),
                    ("mediation_settled", "Mediation led to an agreement"),
                    ("mediation_failed", "Mediation led to no agreement"),
                    ("name_project", "Project found that it is about"),
                    ("link", "Linked to an earlier complaint"),
                    ("erase", "Words erased after their time"),
                ],
                max_length=24,
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
