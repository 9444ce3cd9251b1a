"""Papers and what came back of them are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER paper_numbered_once BEFORE UPDATE ON papers_casepaper WHEN OLD.number <> '' AND NEW.number <> OLD.number BEGIN SELECT RAISE(ABORT, 'a paper has its number once'); END",
        "CREATE TRIGGER paper_placed_once BEFORE UPDATE ON papers_casepaper WHEN OLD.place IS NOT NULL AND (NEW.place IS NULL OR NEW.place <> OLD.place) BEGIN SELECT RAISE(ABORT, 'a paper stays with its event'); END",
        """CREATE TRIGGER papers_casepaper_update BEFORE UPDATE ON papers_casepaper WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."sequence" IS NOT OLD."sequence" OR NEW."kind" IS NOT OLD."kind" OR (NEW."content" IS NOT OLD."content" AND NOT (NEW."content" IN ('{}', '[]', 'null') OR NEW."content" IS NULL)) OR NEW."made_at" IS NOT OLD."made_at" BEGIN SELECT RAISE(ABORT, 'a paper stays as it was made'); END""",
        "CREATE TRIGGER papers_casepaper_delete BEFORE DELETE ON papers_casepaper BEGIN SELECT RAISE(ABORT, 'a paper stays as it was made'); END",
        """CREATE TRIGGER papers_casepaper_replace BEFORE INSERT ON papers_casepaper WHEN EXISTS (SELECT 1 FROM papers_casepaper AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."sequence" = NEW."sequence" AND held."kind" = NEW."kind")) BEGIN SELECT RAISE(ABORT, 'a paper stays as it was made'); END""",
        """CREATE TRIGGER papers_returnedpaper_update BEFORE UPDATE ON papers_returnedpaper WHEN NEW."id" IS NOT OLD."id" OR NEW."paper_id" IS NOT OLD."paper_id" OR NEW."file_id" IS NOT OLD."file_id" OR (NEW."name" IS NOT OLD."name" AND NOT (NEW."name" = '')) OR NEW."secrecy" IS NOT OLD."secrecy" OR (NEW."number" IS NOT OLD."number" AND NOT (NEW."number" = '')) OR NEW."dated" IS NOT OLD."dated" OR (NEW."organ" IS NOT OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."kept_at" IS NOT OLD."kept_at" AND NOT (NEW."kept_at" = '')) OR NEW."brought_by_id" IS NOT OLD."brought_by_id" OR NEW."brought_at" IS NOT OLD."brought_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER papers_returnedpaper_delete BEFORE DELETE ON papers_returnedpaper BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER papers_returnedpaper_replace BEFORE INSERT ON papers_returnedpaper WHEN EXISTS (SELECT 1 FROM papers_returnedpaper AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION paper_numbered_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.number <> '' AND NEW.number <> OLD.number THEN RAISE EXCEPTION 'a paper has its number once' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION paper_numbered_once() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER paper_numbered_once BEFORE UPDATE ON papers_casepaper FOR EACH ROW EXECUTE FUNCTION paper_numbered_once()",
        "CREATE OR REPLACE FUNCTION paper_placed_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.place IS NOT NULL AND (NEW.place IS NULL OR NEW.place <> OLD.place) THEN RAISE EXCEPTION 'a paper stays with its event' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION paper_placed_once() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER paper_placed_once BEFORE UPDATE ON papers_casepaper FOR EACH ROW EXECUTE FUNCTION paper_placed_once()",
        """CREATE OR REPLACE FUNCTION papers_casepaper_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."sequence" IS DISTINCT FROM OLD."sequence" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR (NEW."content" IS DISTINCT FROM OLD."content" AND NOT (NEW."content"::text IN ('{}', '[]', 'null') OR NEW."content" IS NULL)) OR NEW."made_at" IS DISTINCT FROM OLD."made_at" THEN RAISE EXCEPTION 'a paper stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION papers_casepaper_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER papers_casepaper_update BEFORE UPDATE ON papers_casepaper FOR EACH ROW EXECUTE FUNCTION papers_casepaper_update()",
        "CREATE OR REPLACE FUNCTION papers_casepaper_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a paper stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION papers_casepaper_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER papers_casepaper_delete BEFORE DELETE ON papers_casepaper FOR EACH ROW EXECUTE FUNCTION papers_casepaper_delete()",
        "CREATE OR REPLACE FUNCTION papers_casepaper_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a paper stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION papers_casepaper_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER papers_casepaper_truncate BEFORE TRUNCATE ON papers_casepaper FOR EACH STATEMENT EXECUTE FUNCTION papers_casepaper_truncate()",
        """CREATE OR REPLACE FUNCTION papers_returnedpaper_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."paper_id" IS DISTINCT FROM OLD."paper_id" OR NEW."file_id" IS DISTINCT FROM OLD."file_id" OR (NEW."name" IS DISTINCT FROM OLD."name" AND NOT (NEW."name" = '')) OR NEW."secrecy" IS DISTINCT FROM OLD."secrecy" OR (NEW."number" IS DISTINCT FROM OLD."number" AND NOT (NEW."number" = '')) OR NEW."dated" IS DISTINCT FROM OLD."dated" OR (NEW."organ" IS DISTINCT FROM OLD."organ" AND NOT (NEW."organ" = '')) OR (NEW."kept_at" IS DISTINCT FROM OLD."kept_at" AND NOT (NEW."kept_at" = '')) OR NEW."brought_by_id" IS DISTINCT FROM OLD."brought_by_id" OR NEW."brought_at" IS DISTINCT FROM OLD."brought_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION papers_returnedpaper_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER papers_returnedpaper_update BEFORE UPDATE ON papers_returnedpaper FOR EACH ROW EXECUTE FUNCTION papers_returnedpaper_update()",
        "CREATE OR REPLACE FUNCTION papers_returnedpaper_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION papers_returnedpaper_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER papers_returnedpaper_delete BEFORE DELETE ON papers_returnedpaper FOR EACH ROW EXECUTE FUNCTION papers_returnedpaper_delete()",
        "CREATE OR REPLACE FUNCTION papers_returnedpaper_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION papers_returnedpaper_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER papers_returnedpaper_truncate BEFORE TRUNCATE ON papers_returnedpaper FOR EACH STATEMENT EXECUTE FUNCTION papers_returnedpaper_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS paper_numbered_once",
        "DROP TRIGGER IF EXISTS paper_placed_once",
        "DROP TRIGGER IF EXISTS papers_casepaper_update",
        "DROP TRIGGER IF EXISTS papers_casepaper_delete",
        "DROP TRIGGER IF EXISTS papers_casepaper_replace",
        "DROP TRIGGER IF EXISTS papers_returnedpaper_update",
        "DROP TRIGGER IF EXISTS papers_returnedpaper_delete",
        "DROP TRIGGER IF EXISTS papers_returnedpaper_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS paper_numbered_once ON papers_casepaper",
        "DROP TRIGGER IF EXISTS paper_placed_once ON papers_casepaper",
        "DROP TRIGGER IF EXISTS papers_casepaper_update ON papers_casepaper",
        "DROP TRIGGER IF EXISTS papers_casepaper_delete ON papers_casepaper",
        "DROP TRIGGER IF EXISTS papers_casepaper_truncate ON papers_casepaper",
        "DROP TRIGGER IF EXISTS papers_returnedpaper_update ON papers_returnedpaper",
        "DROP TRIGGER IF EXISTS papers_returnedpaper_delete ON papers_returnedpaper",
        "DROP TRIGGER IF EXISTS papers_returnedpaper_truncate ON papers_returnedpaper",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
