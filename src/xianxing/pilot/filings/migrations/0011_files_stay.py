"""What was frozen isn't discarded, an answer stays, a file goes with an erasure; what erasures say of themselves keeps nothing."""

from django.db import migrations

DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS filings_filedfindings_delete",
        "DROP TRIGGER IF EXISTS filing_discarded",
        "DROP TRIGGER IF EXISTS filings_filing_update",
        "DROP TRIGGER IF EXISTS filings_filing_delete",
        "DROP TRIGGER IF EXISTS filings_filing_replace",
        "DROP TRIGGER IF EXISTS question_answered",
        "DROP TRIGGER IF EXISTS filings_sheetversion_delete",
        "DROP TRIGGER IF EXISTS file_stays",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS filings_filedfindings_delete ON filings_filedfindings",
        "DROP TRIGGER IF EXISTS filing_discarded ON filings_filing",
        "DROP TRIGGER IF EXISTS filings_filing_update ON filings_filing",
        "DROP TRIGGER IF EXISTS filings_filing_delete ON filings_filing",
        "DROP TRIGGER IF EXISTS filings_filing_truncate ON filings_filing",
        "DROP TRIGGER IF EXISTS question_answered ON filings_question",
        "DROP TRIGGER IF EXISTS filings_sheetversion_delete ON filings_sheetversion",
        "DROP TRIGGER IF EXISTS file_stays ON filings_storedfile",
    ],
}

CREATE = {
    "sqlite": [
        "CREATE TRIGGER filings_filedfindings_delete BEFORE DELETE ON filings_filedfindings WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) BEGIN SELECT RAISE(ABORT, 'what was filed stays as it was filed'); END",
        "CREATE TRIGGER filing_discarded BEFORE UPDATE ON filings_filing WHEN NEW.discarded_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0) BEGIN SELECT RAISE(ABORT, 'what was frozen once isn''t discarded'); END",
        """CREATE TRIGGER filings_filing_update BEFORE UPDATE ON filings_filing WHEN NEW."case_id" IS NOT OLD."case_id" OR NEW."created_by_id" IS NOT OLD."created_by_id" OR NEW."created_at" IS NOT OLD."created_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER filings_filing_delete BEFORE DELETE ON filings_filing BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER filings_filing_replace BEFORE INSERT ON filings_filing WHEN EXISTS (SELECT 1 FROM filings_filing AS held WHERE (held."case_id" = NEW."case_id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER question_answered BEFORE UPDATE ON filings_question WHEN OLD.answered_at IS NOT NULL AND (NEW.answered_at IS NULL OR NEW.answered_at <> OLD.answered_at OR NEW.answered_by_id IS NULL OR NEW.answered_by_id <> OLD.answered_by_id OR (NEW.answer <> OLD.answer AND (NEW.answer <> '' OR NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.filing_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.filing_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) BEGIN SELECT RAISE(ABORT, 'an answer that was given stays'); END",
        "CREATE TRIGGER filings_sheetversion_delete BEFORE DELETE ON filings_sheetversion WHEN NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.filing_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.filing_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) BEGIN SELECT RAISE(ABORT, 'what was filed stays as it was filed'); END",
        "CREATE TRIGGER file_stays BEFORE UPDATE ON filings_storedfile WHEN (OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NULL OR NEW.erased_at <> OLD.erased_at)) OR ((length(NEW.wrapped_key) = 0 OR NEW.erased_at IS NOT NULL) AND OLD.erased_at IS NULL AND EXISTS (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id) AS holding WHERE NOT (NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = holding.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = holding.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')))) AND NOT EXISTS (SELECT 1 FROM filings_materialversion AS w JOIN filings_material AS n ON n.id = w.material_id JOIN cases_secrecystop AS s ON s.case_id = n.filing_id WHERE w.file_id = NEW.id AND s.lifted_at IS NULL)) BEGIN SELECT RAISE(ABORT, 'a file goes with an erasure of its case'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION filings_filedfindings_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) THEN RAISE EXCEPTION 'what was filed stays as it was filed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filings_filedfindings_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filings_filedfindings_delete BEFORE DELETE ON filings_filedfindings FOR EACH ROW EXECUTE FUNCTION filings_filedfindings_delete()",
        "CREATE OR REPLACE FUNCTION filing_discarded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.discarded_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0) THEN RAISE EXCEPTION 'what was frozen once isn''t discarded' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filing_discarded() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filing_discarded BEFORE UPDATE ON filings_filing FOR EACH ROW EXECUTE FUNCTION filing_discarded()",
        """CREATE OR REPLACE FUNCTION filings_filing_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."created_by_id" IS DISTINCT FROM OLD."created_by_id" OR NEW."created_at" IS DISTINCT FROM OLD."created_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filings_filing_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filings_filing_update BEFORE UPDATE ON filings_filing FOR EACH ROW EXECUTE FUNCTION filings_filing_update()",
        "CREATE OR REPLACE FUNCTION filings_filing_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filings_filing_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filings_filing_delete BEFORE DELETE ON filings_filing FOR EACH ROW EXECUTE FUNCTION filings_filing_delete()",
        "CREATE OR REPLACE FUNCTION filings_filing_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filings_filing_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filings_filing_truncate BEFORE TRUNCATE ON filings_filing FOR EACH STATEMENT EXECUTE FUNCTION filings_filing_truncate()",
        "CREATE OR REPLACE FUNCTION question_answered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.answered_at IS NOT NULL AND (NEW.answered_at IS NULL OR NEW.answered_at <> OLD.answered_at OR NEW.answered_by_id IS NULL OR NEW.answered_by_id <> OLD.answered_by_id OR (NEW.answer <> OLD.answer AND (NEW.answer <> '' OR NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.filing_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.filing_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))))) THEN RAISE EXCEPTION 'an answer that was given stays' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION question_answered() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER question_answered BEFORE UPDATE ON filings_question FOR EACH ROW EXECUTE FUNCTION question_answered()",
        "CREATE OR REPLACE FUNCTION filings_sheetversion_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = OLD.filing_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = OLD.filing_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')) THEN RAISE EXCEPTION 'what was filed stays as it was filed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION filings_sheetversion_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER filings_sheetversion_delete BEFORE DELETE ON filings_sheetversion FOR EACH ROW EXECUTE FUNCTION filings_sheetversion_delete()",
        "CREATE OR REPLACE FUNCTION file_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NULL OR NEW.erased_at <> OLD.erased_at)) OR ((length(NEW.wrapped_key) = 0 OR NEW.erased_at IS NOT NULL) AND OLD.erased_at IS NULL AND EXISTS (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id) AS holding WHERE NOT (NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = holding.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = holding.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')))) AND NOT EXISTS (SELECT 1 FROM filings_materialversion AS w JOIN filings_material AS n ON n.id = w.material_id JOIN cases_secrecystop AS s ON s.case_id = n.filing_id WHERE w.file_id = NEW.id AND s.lifted_at IS NULL)) THEN RAISE EXCEPTION 'a file goes with an erasure of its case' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION file_stays() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER file_stays BEFORE UPDATE ON filings_storedfile FOR EACH ROW EXECUTE FUNCTION file_stays()",
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
        ("filings", "0010_discarded_drafts"),
        ("acts", "0003_sealed_acts"),
        ("papers", "0002_protection"),
        ("cases", "0014_duty_facts"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
