"""Volumes and receipts stay as they were written; what was said of them later is named by events."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER archive_archivereceipt_update BEFORE UPDATE ON archive_archivereceipt WHEN NEW."id" IS NOT OLD."id" OR NEW."volume_id" IS NOT OLD."volume_id" OR NEW."ordinal" IS NOT OLD."ordinal" OR (NEW."organ" IS NOT OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS NOT OLD."document" AND NOT (NEW."document" = '')) OR NEW."received_on" IS NOT OLD."received_on" OR (NEW."evidence" IS NOT OLD."evidence" AND NOT (NEW."evidence" IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS NOT OLD."entered_by_id" OR NEW."entered_at" IS NOT OLD."entered_at" BEGIN SELECT RAISE(ABORT, 'a receipt stays as it was entered'); END""",
        "CREATE TRIGGER archive_archivereceipt_delete BEFORE DELETE ON archive_archivereceipt BEGIN SELECT RAISE(ABORT, 'a receipt stays as it was entered'); END",
        """CREATE TRIGGER archive_archivereceipt_replace BEFORE INSERT ON archive_archivereceipt WHEN EXISTS (SELECT 1 FROM archive_archivereceipt AS held WHERE (held."id" = NEW."id") OR (held."volume_id" = NEW."volume_id" AND held."ordinal" = NEW."ordinal")) BEGIN SELECT RAISE(ABORT, 'a receipt stays as it was entered'); END""",
        """CREATE TRIGGER archive_archivevolume_update BEFORE UPDATE ON archive_archivevolume WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."number" IS NOT OLD."number" OR NEW."retention" IS NOT OLD."retention" OR (NEW."retention_reason" IS NOT OLD."retention_reason" AND NOT (NEW."retention_reason" = '')) OR (NEW."originals" IS NOT OLD."originals" AND NOT (NEW."originals" = '')) OR (NEW."note" IS NOT OLD."note" AND NOT (NEW."note" = '')) OR (NEW."catalogue" IS NOT OLD."catalogue" AND NOT (NEW."catalogue" IN ('{}', '[]', 'null') OR NEW."catalogue" IS NULL)) OR NEW."prepared_by_id" IS NOT OLD."prepared_by_id" OR NEW."prepared_at" IS NOT OLD."prepared_at" BEGIN SELECT RAISE(ABORT, 'a volume stays as it was prepared'); END""",
        "CREATE TRIGGER archive_archivevolume_delete BEFORE DELETE ON archive_archivevolume BEGIN SELECT RAISE(ABORT, 'a volume stays as it was prepared'); END",
        """CREATE TRIGGER archive_archivevolume_replace BEFORE INSERT ON archive_archivevolume WHEN EXISTS (SELECT 1 FROM archive_archivevolume AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a volume stays as it was prepared'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION archive_archivereceipt_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."volume_id" IS DISTINCT FROM OLD."volume_id" OR NEW."ordinal" IS DISTINCT FROM OLD."ordinal" OR (NEW."organ" IS DISTINCT FROM OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."document" IS DISTINCT FROM OLD."document" AND NOT (NEW."document" = '')) OR NEW."received_on" IS DISTINCT FROM OLD."received_on" OR (NEW."evidence" IS DISTINCT FROM OLD."evidence" AND NOT (NEW."evidence"::text IN ('{}', '[]', 'null') OR NEW."evidence" IS NULL)) OR NEW."entered_by_id" IS DISTINCT FROM OLD."entered_by_id" OR NEW."entered_at" IS DISTINCT FROM OLD."entered_at" THEN RAISE EXCEPTION 'a receipt stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION archive_archivereceipt_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER archive_archivereceipt_update BEFORE UPDATE ON archive_archivereceipt FOR EACH ROW EXECUTE FUNCTION archive_archivereceipt_update()",
        "CREATE OR REPLACE FUNCTION archive_archivereceipt_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a receipt stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION archive_archivereceipt_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER archive_archivereceipt_delete BEFORE DELETE ON archive_archivereceipt FOR EACH ROW EXECUTE FUNCTION archive_archivereceipt_delete()",
        "CREATE OR REPLACE FUNCTION archive_archivereceipt_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a receipt stays as it was entered' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION archive_archivereceipt_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER archive_archivereceipt_truncate BEFORE TRUNCATE ON archive_archivereceipt FOR EACH STATEMENT EXECUTE FUNCTION archive_archivereceipt_truncate()",
        """CREATE OR REPLACE FUNCTION archive_archivevolume_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."retention" IS DISTINCT FROM OLD."retention" OR (NEW."retention_reason" IS DISTINCT FROM OLD."retention_reason" AND NOT (NEW."retention_reason" = '')) OR (NEW."originals" IS DISTINCT FROM OLD."originals" AND NOT (NEW."originals" = '')) OR (NEW."note" IS DISTINCT FROM OLD."note" AND NOT (NEW."note" = '')) OR (NEW."catalogue" IS DISTINCT FROM OLD."catalogue" AND NOT (NEW."catalogue"::text IN ('{}', '[]', 'null') OR NEW."catalogue" IS NULL)) OR NEW."prepared_by_id" IS DISTINCT FROM OLD."prepared_by_id" OR NEW."prepared_at" IS DISTINCT FROM OLD."prepared_at" THEN RAISE EXCEPTION 'a volume stays as it was prepared' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION archive_archivevolume_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER archive_archivevolume_update BEFORE UPDATE ON archive_archivevolume FOR EACH ROW EXECUTE FUNCTION archive_archivevolume_update()",
        "CREATE OR REPLACE FUNCTION archive_archivevolume_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a volume stays as it was prepared' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION archive_archivevolume_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER archive_archivevolume_delete BEFORE DELETE ON archive_archivevolume FOR EACH ROW EXECUTE FUNCTION archive_archivevolume_delete()",
        "CREATE OR REPLACE FUNCTION archive_archivevolume_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a volume stays as it was prepared' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION archive_archivevolume_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER archive_archivevolume_truncate BEFORE TRUNCATE ON archive_archivevolume FOR EACH STATEMENT EXECUTE FUNCTION archive_archivevolume_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS archive_archivereceipt_update",
        "DROP TRIGGER IF EXISTS archive_archivereceipt_delete",
        "DROP TRIGGER IF EXISTS archive_archivereceipt_replace",
        "DROP TRIGGER IF EXISTS archive_archivevolume_update",
        "DROP TRIGGER IF EXISTS archive_archivevolume_delete",
        "DROP TRIGGER IF EXISTS archive_archivevolume_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS archive_archivereceipt_update ON archive_archivereceipt",
        "DROP TRIGGER IF EXISTS archive_archivereceipt_delete ON archive_archivereceipt",
        "DROP TRIGGER IF EXISTS archive_archivereceipt_truncate ON archive_archivereceipt",
        "DROP TRIGGER IF EXISTS archive_archivevolume_update ON archive_archivevolume",
        "DROP TRIGGER IF EXISTS archive_archivevolume_delete ON archive_archivevolume",
        "DROP TRIGGER IF EXISTS archive_archivevolume_truncate ON archive_archivevolume",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
