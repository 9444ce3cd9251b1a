"""Files with what the public said are held by triggers, as their table declares."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER comment_file_sealed BEFORE UPDATE ON notices_commentfile WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND EXISTS (SELECT 1 FROM notices_publiccomment AS whole WHERE whole.id = OLD.comment_id AND length(whole.sealed) > 0)) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        """CREATE TRIGGER notices_commentfile_update BEFORE UPDATE ON notices_commentfile WHEN NEW."id" IS NOT OLD."id" OR NEW."comment_id" IS NOT OLD."comment_id" OR NEW."place" IS NOT OLD."place" OR NEW."size" IS NOT OLD."size" OR NEW."digest" IS NOT OLD."digest" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER notices_commentfile_delete BEFORE DELETE ON notices_commentfile BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER notices_commentfile_replace BEFORE INSERT ON notices_commentfile WHEN EXISTS (SELECT 1 FROM notices_commentfile AS held WHERE (held."id" = NEW."id") OR (held."comment_id" = NEW."comment_id" AND held."place" = NEW."place")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION comment_file_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND EXISTS (SELECT 1 FROM notices_publiccomment AS whole WHERE whole.id = OLD.comment_id AND length(whole.sealed) > 0)) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION comment_file_sealed() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER comment_file_sealed BEFORE UPDATE ON notices_commentfile FOR EACH ROW EXECUTE FUNCTION comment_file_sealed()",
        """CREATE OR REPLACE FUNCTION notices_commentfile_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."comment_id" IS DISTINCT FROM OLD."comment_id" OR NEW."place" IS DISTINCT FROM OLD."place" OR NEW."size" IS DISTINCT FROM OLD."size" OR NEW."digest" IS DISTINCT FROM OLD."digest" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_commentfile_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_commentfile_update BEFORE UPDATE ON notices_commentfile FOR EACH ROW EXECUTE FUNCTION notices_commentfile_update()",
        "CREATE OR REPLACE FUNCTION notices_commentfile_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_commentfile_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_commentfile_delete BEFORE DELETE ON notices_commentfile FOR EACH ROW EXECUTE FUNCTION notices_commentfile_delete()",
        "CREATE OR REPLACE FUNCTION notices_commentfile_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION notices_commentfile_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER notices_commentfile_truncate BEFORE TRUNCATE ON notices_commentfile FOR EACH STATEMENT EXECUTE FUNCTION notices_commentfile_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS comment_file_sealed",
        "DROP TRIGGER IF EXISTS notices_commentfile_update",
        "DROP TRIGGER IF EXISTS notices_commentfile_delete",
        "DROP TRIGGER IF EXISTS notices_commentfile_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS comment_file_sealed ON notices_commentfile",
        "DROP TRIGGER IF EXISTS notices_commentfile_update ON notices_commentfile",
        "DROP TRIGGER IF EXISTS notices_commentfile_delete ON notices_commentfile",
        "DROP TRIGGER IF EXISTS notices_commentfile_truncate ON notices_commentfile",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0010_comment_files")]

    operations = [migrations.RunPython(forwards, backwards)]
