"""A file that a package for CSRC is goes with an erasure of its case, too."""

from django.db import migrations

DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS file_stays",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS file_stays ON filings_storedfile",
    ],
}

CREATE = {
    "sqlite": [
        "CREATE TRIGGER file_stays BEFORE UPDATE ON filings_storedfile WHEN (OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NULL OR NEW.erased_at <> OLD.erased_at)) OR ((length(NEW.wrapped_key) = 0 OR NEW.erased_at IS NOT NULL) AND OLD.erased_at IS NULL AND EXISTS (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id UNION ALL SELECT t.case_id FROM transmissions_transmissionpackage AS t WHERE t.file_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id UNION ALL SELECT t.case_id FROM transmissions_transmissionpackage AS t WHERE t.file_id = NEW.id) AS holding WHERE NOT (NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = holding.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = holding.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')))) AND NOT EXISTS (SELECT 1 FROM filings_materialversion AS w JOIN filings_material AS n ON n.id = w.material_id JOIN cases_secrecystop AS s ON s.case_id = n.filing_id WHERE w.file_id = NEW.id AND s.lifted_at IS NULL)) BEGIN SELECT RAISE(ABORT, 'a file goes with an erasure of its case'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION file_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NULL OR NEW.erased_at <> OLD.erased_at)) OR ((length(NEW.wrapped_key) = 0 OR NEW.erased_at IS NOT NULL) AND OLD.erased_at IS NULL AND EXISTS (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id UNION ALL SELECT t.case_id FROM transmissions_transmissionpackage AS t WHERE t.file_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM (SELECT m.filing_id AS case_id FROM filings_materialversion AS v JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id AND EXISTS (SELECT 1 FROM filings_body AS f WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at) UNION ALL SELECT b.filing_id FROM filings_attestation AS a JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id UNION ALL SELECT b.filing_id FROM filings_submission AS s JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id UNION ALL SELECT t.case_id FROM transmissions_transmissionpackage AS t WHERE t.file_id = NEW.id) AS holding WHERE NOT (NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop WHERE stop.case_id = holding.case_id AND stop.lifted_at IS NULL) AND EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id WHERE act.case_id = holding.case_id AND act.erases IS NULL AND act.step <> 'erase.whole' AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator')))) AND NOT EXISTS (SELECT 1 FROM filings_materialversion AS w JOIN filings_material AS n ON n.id = w.material_id JOIN cases_secrecystop AS s ON s.case_id = n.filing_id WHERE w.file_id = NEW.id AND s.lifted_at IS NULL)) THEN RAISE EXCEPTION 'a file goes with an erasure of its case' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
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
    dependencies = [("filings", "0012_predecessor"), ("transmissions", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
