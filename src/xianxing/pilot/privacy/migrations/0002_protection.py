"""Requests and answers stay as they were written; what lies sealed stays as it was sealed."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER data_request_words BEFORE UPDATE ON privacy_datarequest WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND 1 = 1) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        """CREATE TRIGGER privacy_datarequest_update BEFORE UPDATE ON privacy_datarequest WHEN NEW."id" IS NOT OLD."id" OR NEW."number" IS NOT OLD."number" OR NEW."kind" IS NOT OLD."kind" OR NEW."origin" IS NOT OLD."origin" OR NEW."reference" IS NOT OLD."reference" OR NEW."person_id" IS NOT OLD."person_id" OR NEW."received_at" IS NOT OLD."received_at" OR NEW."due" IS NOT OLD."due" OR NEW."digest" IS NOT OLD."digest" BEGIN SELECT RAISE(ABORT, 'a request stays as it was made'); END""",
        "CREATE TRIGGER privacy_datarequest_delete BEFORE DELETE ON privacy_datarequest BEGIN SELECT RAISE(ABORT, 'a request stays as it was made'); END",
        """CREATE TRIGGER privacy_datarequest_replace BEFORE INSERT ON privacy_datarequest WHEN EXISTS (SELECT 1 FROM privacy_datarequest AS held WHERE (held."id" = NEW."id") OR (held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a request stays as it was made'); END""",
        "CREATE TRIGGER data_answer_words BEFORE UPDATE ON privacy_datarequestanswer WHEN (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND 1 = 1) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) BEGIN SELECT RAISE(ABORT, 'what was sealed stays as it was sealed'); END",
        """CREATE TRIGGER privacy_datarequestanswer_update BEFORE UPDATE ON privacy_datarequestanswer WHEN NEW."id" IS NOT OLD."id" OR NEW."request_id" IS NOT OLD."request_id" OR NEW."outcome" IS NOT OLD."outcome" OR NEW."deleted" IS NOT OLD."deleted" OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" OR NEW."digest" IS NOT OLD."digest" BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END""",
        "CREATE TRIGGER privacy_datarequestanswer_delete BEFORE DELETE ON privacy_datarequestanswer BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END",
        """CREATE TRIGGER privacy_datarequestanswer_replace BEFORE INSERT ON privacy_datarequestanswer WHEN EXISTS (SELECT 1 FROM privacy_datarequestanswer AS held WHERE (held."id" = NEW."id") OR (held."request_id" = NEW."request_id")) BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION data_request_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND 1 = 1) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION data_request_words() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER data_request_words BEFORE UPDATE ON privacy_datarequest FOR EACH ROW EXECUTE FUNCTION data_request_words()",
        """CREATE OR REPLACE FUNCTION privacy_datarequest_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."origin" IS DISTINCT FROM OLD."origin" OR NEW."reference" IS DISTINCT FROM OLD."reference" OR NEW."person_id" IS DISTINCT FROM OLD."person_id" OR NEW."received_at" IS DISTINCT FROM OLD."received_at" OR NEW."due" IS DISTINCT FROM OLD."due" OR NEW."digest" IS DISTINCT FROM OLD."digest" THEN RAISE EXCEPTION 'a request stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION privacy_datarequest_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER privacy_datarequest_update BEFORE UPDATE ON privacy_datarequest FOR EACH ROW EXECUTE FUNCTION privacy_datarequest_update()",
        "CREATE OR REPLACE FUNCTION privacy_datarequest_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a request stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION privacy_datarequest_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER privacy_datarequest_delete BEFORE DELETE ON privacy_datarequest FOR EACH ROW EXECUTE FUNCTION privacy_datarequest_delete()",
        "CREATE OR REPLACE FUNCTION privacy_datarequest_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a request stays as it was made' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION privacy_datarequest_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER privacy_datarequest_truncate BEFORE TRUNCATE ON privacy_datarequest FOR EACH STATEMENT EXECUTE FUNCTION privacy_datarequest_truncate()",
        "CREATE OR REPLACE FUNCTION data_answer_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (length(NEW.sealed) = 0 AND length(OLD.sealed) > 0 AND 1 = 1) OR (length(NEW.sealed) > 0 AND substr(NEW.sealed, length(NEW.sealed) - 15) <> substr(OLD.sealed, length(OLD.sealed) - 15)) THEN RAISE EXCEPTION 'what was sealed stays as it was sealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION data_answer_words() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER data_answer_words BEFORE UPDATE ON privacy_datarequestanswer FOR EACH ROW EXECUTE FUNCTION data_answer_words()",
        """CREATE OR REPLACE FUNCTION privacy_datarequestanswer_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."request_id" IS DISTINCT FROM OLD."request_id" OR NEW."outcome" IS DISTINCT FROM OLD."outcome" OR NEW."deleted" IS DISTINCT FROM OLD."deleted" OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" OR NEW."digest" IS DISTINCT FROM OLD."digest" THEN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION privacy_datarequestanswer_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER privacy_datarequestanswer_update BEFORE UPDATE ON privacy_datarequestanswer FOR EACH ROW EXECUTE FUNCTION privacy_datarequestanswer_update()",
        "CREATE OR REPLACE FUNCTION privacy_datarequestanswer_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION privacy_datarequestanswer_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER privacy_datarequestanswer_delete BEFORE DELETE ON privacy_datarequestanswer FOR EACH ROW EXECUTE FUNCTION privacy_datarequestanswer_delete()",
        "CREATE OR REPLACE FUNCTION privacy_datarequestanswer_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION privacy_datarequestanswer_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER privacy_datarequestanswer_truncate BEFORE TRUNCATE ON privacy_datarequestanswer FOR EACH STATEMENT EXECUTE FUNCTION privacy_datarequestanswer_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS data_request_words",
        "DROP TRIGGER IF EXISTS privacy_datarequest_update",
        "DROP TRIGGER IF EXISTS privacy_datarequest_delete",
        "DROP TRIGGER IF EXISTS privacy_datarequest_replace",
        "DROP TRIGGER IF EXISTS data_answer_words",
        "DROP TRIGGER IF EXISTS privacy_datarequestanswer_update",
        "DROP TRIGGER IF EXISTS privacy_datarequestanswer_delete",
        "DROP TRIGGER IF EXISTS privacy_datarequestanswer_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS data_request_words ON privacy_datarequest",
        "DROP TRIGGER IF EXISTS privacy_datarequest_update ON privacy_datarequest",
        "DROP TRIGGER IF EXISTS privacy_datarequest_delete ON privacy_datarequest",
        "DROP TRIGGER IF EXISTS privacy_datarequest_truncate ON privacy_datarequest",
        "DROP TRIGGER IF EXISTS data_answer_words ON privacy_datarequestanswer",
        "DROP TRIGGER IF EXISTS privacy_datarequestanswer_update ON privacy_datarequestanswer",
        "DROP TRIGGER IF EXISTS privacy_datarequestanswer_delete ON privacy_datarequestanswer",
        "DROP TRIGGER IF EXISTS privacy_datarequestanswer_truncate ON privacy_datarequestanswer",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
