"""Evidence comes into a case by an act and stays there; acts that wait are sealed by their declared columns."""

import json
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations
from django.utils.crypto import constant_time_compare, salted_hmac

DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS evidence_begins",
        "DROP TRIGGER IF EXISTS evidence_stays",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS evidence_begins ON acts_evidence",
        "DROP TRIGGER IF EXISTS evidence_stays ON acts_evidence",
    ],
}

CREATE = {
    "sqlite": [
        "CREATE TRIGGER evidence_begins BEFORE INSERT ON acts_evidence WHEN NEW.case_id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'an act takes evidence'); END",
        "CREATE TRIGGER evidence_stays BEFORE UPDATE ON acts_evidence WHEN OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id) BEGIN SELECT RAISE(ABORT, 'evidence stays in its case'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION evidence_begins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.case_id IS NOT NULL THEN RAISE EXCEPTION 'an act takes evidence' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION evidence_begins() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER evidence_begins BEFORE INSERT ON acts_evidence FOR EACH ROW EXECUTE FUNCTION evidence_begins()",
        "CREATE OR REPLACE FUNCTION evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id) THEN RAISE EXCEPTION 'evidence stays in its case' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION evidence_stays() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER evidence_stays BEFORE UPDATE ON acts_evidence FOR EACH ROW EXECUTE FUNCTION evidence_stays()",
    ],
}


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*DROP[vendor], *CREATE[vendor]):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def seal(what, said):
    plain = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
    return salted_hmac(f"xianxing.acts.{what}", plain, algorithm="sha256").hexdigest()


def seal_anew(apps, schema_editor):
    """Acts that wait under a seal of before keep waiting; one whose seal doesn't hold stays without."""
    for row in apps.get_model("acts", "PendingAct").objects.all():
        before = [
            str(row.pk), str(row.case_id), row.step, row.sequence, row.entry, row.entered_by_id,
            row.entered_at.timestamp(), row.stepped_up_at.timestamp() if row.stepped_up_at else None,
        ]  # fmt: skip
        if constant_time_compare(row.seal, seal("pending", before)):
            now = [
                row.pk, row.case_id, row.step, row.sequence, row.entry, row.entered_by_id,
                instant(row.entered_at), instant(row.stepped_up_at) if row.stepped_up_at else None,
            ]  # fmt: skip
            row.seal = seal("acts.pendingact", now)
            row.save(update_fields=["seal"])


def instant(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Migration(migrations.Migration):
    dependencies = [
        ("acts", "0002_protection"),
        ("cases", "0014_duty_facts"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.RunPython(seal_anew, migrations.RunPython.noop),
    ]
