"""The access log, names and codes are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS access_update",
        "DROP TRIGGER IF EXISTS access_delete",
        "DROP TRIGGER IF EXISTS access_replace",
        "CREATE TRIGGER parties_accessevent_update BEFORE UPDATE ON parties_accessevent BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
        "CREATE TRIGGER parties_accessevent_delete BEFORE DELETE ON parties_accessevent BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
        """CREATE TRIGGER parties_accessevent_replace BEFORE INSERT ON parties_accessevent WHEN EXISTS (SELECT 1 FROM parties_accessevent AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
        """CREATE TRIGGER parties_institution_update BEFORE UPDATE ON parties_institution WHEN NEW."id" IS NOT OLD."id" OR NEW."uscc" IS NOT OLD."uscc" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER parties_institution_delete BEFORE DELETE ON parties_institution BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER parties_institution_replace BEFORE INSERT ON parties_institution WHEN EXISTS (SELECT 1 FROM parties_institution AS held WHERE (held."id" = NEW."id") OR (held."uscc" = NEW."uscc")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        """CREATE TRIGGER parties_user_update BEFORE UPDATE ON parties_user WHEN NEW."id" IS NOT OLD."id" OR NEW."name" IS NOT OLD."name" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER parties_user_delete BEFORE DELETE ON parties_user BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER parties_user_replace BEFORE INSERT ON parties_user WHEN EXISTS (SELECT 1 FROM parties_user AS held WHERE (held."id" = NEW."id") OR (held."email" = NEW."email")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS access_update ON parties_accessevent",
        "DROP TRIGGER IF EXISTS access_delete ON parties_accessevent",
        "DROP TRIGGER IF EXISTS access_truncate ON parties_accessevent",
        "CREATE OR REPLACE FUNCTION parties_accessevent_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_accessevent_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_accessevent_update BEFORE UPDATE ON parties_accessevent FOR EACH ROW EXECUTE FUNCTION parties_accessevent_update()",
        "CREATE OR REPLACE FUNCTION parties_accessevent_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_accessevent_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_accessevent_delete BEFORE DELETE ON parties_accessevent FOR EACH ROW EXECUTE FUNCTION parties_accessevent_delete()",
        "CREATE OR REPLACE FUNCTION parties_accessevent_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_accessevent_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_accessevent_truncate BEFORE TRUNCATE ON parties_accessevent FOR EACH STATEMENT EXECUTE FUNCTION parties_accessevent_truncate()",
        """CREATE OR REPLACE FUNCTION parties_institution_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."uscc" IS DISTINCT FROM OLD."uscc" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_institution_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_institution_update BEFORE UPDATE ON parties_institution FOR EACH ROW EXECUTE FUNCTION parties_institution_update()",
        "CREATE OR REPLACE FUNCTION parties_institution_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_institution_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_institution_delete BEFORE DELETE ON parties_institution FOR EACH ROW EXECUTE FUNCTION parties_institution_delete()",
        "CREATE OR REPLACE FUNCTION parties_institution_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_institution_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_institution_truncate BEFORE TRUNCATE ON parties_institution FOR EACH STATEMENT EXECUTE FUNCTION parties_institution_truncate()",
        """CREATE OR REPLACE FUNCTION parties_user_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."name" IS DISTINCT FROM OLD."name" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_user_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_user_update BEFORE UPDATE ON parties_user FOR EACH ROW EXECUTE FUNCTION parties_user_update()",
        "CREATE OR REPLACE FUNCTION parties_user_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_user_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_user_delete BEFORE DELETE ON parties_user FOR EACH ROW EXECUTE FUNCTION parties_user_delete()",
        "CREATE OR REPLACE FUNCTION parties_user_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION parties_user_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER parties_user_truncate BEFORE TRUNCATE ON parties_user FOR EACH STATEMENT EXECUTE FUNCTION parties_user_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS parties_accessevent_update",
        "DROP TRIGGER IF EXISTS parties_accessevent_delete",
        "DROP TRIGGER IF EXISTS parties_accessevent_replace",
        "DROP TRIGGER IF EXISTS parties_institution_update",
        "DROP TRIGGER IF EXISTS parties_institution_delete",
        "DROP TRIGGER IF EXISTS parties_institution_replace",
        "DROP TRIGGER IF EXISTS parties_user_update",
        "DROP TRIGGER IF EXISTS parties_user_delete",
        "DROP TRIGGER IF EXISTS parties_user_replace",
        "CREATE TRIGGER access_update BEFORE UPDATE ON parties_accessevent BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
        "CREATE TRIGGER access_delete BEFORE DELETE ON parties_accessevent BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
        "CREATE TRIGGER access_replace BEFORE INSERT ON parties_accessevent WHEN EXISTS (SELECT 1 FROM parties_accessevent WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS parties_accessevent_update ON parties_accessevent",
        "DROP TRIGGER IF EXISTS parties_accessevent_delete ON parties_accessevent",
        "DROP TRIGGER IF EXISTS parties_accessevent_truncate ON parties_accessevent",
        "DROP TRIGGER IF EXISTS parties_institution_update ON parties_institution",
        "DROP TRIGGER IF EXISTS parties_institution_delete ON parties_institution",
        "DROP TRIGGER IF EXISTS parties_institution_truncate ON parties_institution",
        "DROP TRIGGER IF EXISTS parties_user_update ON parties_user",
        "DROP TRIGGER IF EXISTS parties_user_delete ON parties_user",
        "DROP TRIGGER IF EXISTS parties_user_truncate ON parties_user",
        "CREATE TRIGGER access_update BEFORE UPDATE ON parties_accessevent FOR EACH ROW EXECUTE FUNCTION access_log_stays()",
        "CREATE TRIGGER access_delete BEFORE DELETE ON parties_accessevent FOR EACH ROW EXECUTE FUNCTION access_log_stays()",
        "CREATE TRIGGER access_truncate BEFORE TRUNCATE ON parties_accessevent FOR EACH STATEMENT EXECUTE FUNCTION access_log_stays()",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("parties", "0006_access_log_not_truncated")]
    operations = [migrations.RunPython(forwards, backwards)]
