"""Triggers: runs, reviews and anchors stay as they were made."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER tools_findingreview_update BEFORE UPDATE ON tools_findingreview BEGIN SELECT RAISE(ABORT, 'a review stays as it was given'); END",
        "CREATE TRIGGER tools_findingreview_delete BEFORE DELETE ON tools_findingreview BEGIN SELECT RAISE(ABORT, 'a review stays as it was given'); END",
        """CREATE TRIGGER tools_findingreview_replace BEFORE INSERT ON tools_findingreview WHEN EXISTS (SELECT 1 FROM tools_findingreview AS held WHERE (held."id" = NEW."id") OR (held."finding_id" = NEW."finding_id" AND held."number" = NEW."number")) BEGIN SELECT RAISE(ABORT, 'a review stays as it was given'); END""",
        "CREATE TRIGGER tools_runanchor_update BEFORE UPDATE ON tools_runanchor BEGIN SELECT RAISE(ABORT, 'an anchor stays as it was set'); END",
        "CREATE TRIGGER tools_runanchor_delete BEFORE DELETE ON tools_runanchor BEGIN SELECT RAISE(ABORT, 'an anchor stays as it was set'); END",
        """CREATE TRIGGER tools_runanchor_replace BEFORE INSERT ON tools_runanchor WHEN EXISTS (SELECT 1 FROM tools_runanchor AS held WHERE (held."run_id" = NEW."run_id") OR (held."publication_id" = NEW."publication_id") OR (held."commitment" = NEW."commitment")) BEGIN SELECT RAISE(ABORT, 'an anchor stays as it was set'); END""",
        """CREATE TRIGGER tools_toolrun_update BEFORE UPDATE ON tools_toolrun WHEN NEW."id" IS NOT OLD."id" OR NEW."tool" IS NOT OLD."tool" OR NEW."title" IS NOT OLD."title" OR NEW."attempt" IS NOT OLD."attempt" OR NEW."earlier_id" IS NOT OLD."earlier_id" OR NEW."example" IS NOT OLD."example" OR NEW."language" IS NOT OLD."language" OR NEW."as_of" IS NOT OLD."as_of" OR NEW."lenient" IS NOT OLD."lenient" OR NEW."rules_as_of" IS NOT OLD."rules_as_of" OR NEW."owner" IS NOT OLD."owner" OR NEW."institution_id" IS NOT OLD."institution_id" OR NEW."asked_by_id" IS NOT OLD."asked_by_id" OR NEW."asked_at" IS NOT OLD."asked_at" OR (OLD."input_id" IS NOT NULL AND NEW."input_id" IS NOT OLD."input_id") OR (OLD."state" IS NOT NULL AND NEW."state" IS NOT OLD."state") OR (OLD."ended_at" IS NOT NULL AND NEW."ended_at" IS NOT OLD."ended_at") OR (OLD."failure" IS NOT NULL AND NEW."failure" IS NOT OLD."failure") OR (OLD."judged_as_of" IS NOT NULL AND NEW."judged_as_of" IS NOT OLD."judged_as_of") OR (OLD."ruleset" IS NOT NULL AND NEW."ruleset" IS NOT OLD."ruleset") OR (OLD."output" IS NOT NULL AND NEW."output" IS NOT OLD."output") OR (OLD."inputs" IS NOT NULL AND NEW."inputs" IS NOT OLD."inputs") OR (OLD."summary" IS NOT NULL AND NEW."summary" IS NOT OLD."summary") OR (OLD."metrics" IS NOT NULL AND NEW."metrics" IS NOT OLD."metrics") OR (OLD."tool_version" IS NOT NULL AND NEW."tool_version" IS NOT OLD."tool_version") OR (OLD."found" IS NOT NULL AND NEW."found" IS NOT OLD."found") BEGIN SELECT RAISE(ABORT, 'a run stays as it was asked and as it ended'); END""",
        "CREATE TRIGGER tools_toolrun_delete BEFORE DELETE ON tools_toolrun BEGIN SELECT RAISE(ABORT, 'a run stays as it was asked and as it ended'); END",
        """CREATE TRIGGER tools_toolrun_replace BEFORE INSERT ON tools_toolrun WHEN EXISTS (SELECT 1 FROM tools_toolrun AS held WHERE (held."id" = NEW."id") OR (held."earlier_id" = NEW."earlier_id")) BEGIN SELECT RAISE(ABORT, 'a run stays as it was asked and as it ended'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION tools_findingreview_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a review stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_findingreview_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_findingreview_update BEFORE UPDATE ON tools_findingreview FOR EACH ROW EXECUTE FUNCTION tools_findingreview_update()",
        "CREATE OR REPLACE FUNCTION tools_findingreview_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a review stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_findingreview_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_findingreview_delete BEFORE DELETE ON tools_findingreview FOR EACH ROW EXECUTE FUNCTION tools_findingreview_delete()",
        "CREATE OR REPLACE FUNCTION tools_findingreview_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a review stays as it was given' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_findingreview_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_findingreview_truncate BEFORE TRUNCATE ON tools_findingreview FOR EACH STATEMENT EXECUTE FUNCTION tools_findingreview_truncate()",
        "CREATE OR REPLACE FUNCTION tools_runanchor_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an anchor stays as it was set' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_runanchor_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_runanchor_update BEFORE UPDATE ON tools_runanchor FOR EACH ROW EXECUTE FUNCTION tools_runanchor_update()",
        "CREATE OR REPLACE FUNCTION tools_runanchor_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an anchor stays as it was set' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_runanchor_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_runanchor_delete BEFORE DELETE ON tools_runanchor FOR EACH ROW EXECUTE FUNCTION tools_runanchor_delete()",
        "CREATE OR REPLACE FUNCTION tools_runanchor_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an anchor stays as it was set' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_runanchor_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_runanchor_truncate BEFORE TRUNCATE ON tools_runanchor FOR EACH STATEMENT EXECUTE FUNCTION tools_runanchor_truncate()",
        """CREATE OR REPLACE FUNCTION tools_toolrun_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."tool" IS DISTINCT FROM OLD."tool" OR NEW."title" IS DISTINCT FROM OLD."title" OR NEW."attempt" IS DISTINCT FROM OLD."attempt" OR NEW."earlier_id" IS DISTINCT FROM OLD."earlier_id" OR NEW."example" IS DISTINCT FROM OLD."example" OR NEW."language" IS DISTINCT FROM OLD."language" OR NEW."as_of" IS DISTINCT FROM OLD."as_of" OR NEW."lenient" IS DISTINCT FROM OLD."lenient" OR NEW."rules_as_of" IS DISTINCT FROM OLD."rules_as_of" OR NEW."owner" IS DISTINCT FROM OLD."owner" OR NEW."institution_id" IS DISTINCT FROM OLD."institution_id" OR NEW."asked_by_id" IS DISTINCT FROM OLD."asked_by_id" OR NEW."asked_at" IS DISTINCT FROM OLD."asked_at" OR (OLD."input_id" IS NOT NULL AND NEW."input_id" IS DISTINCT FROM OLD."input_id") OR (OLD."state" IS NOT NULL AND NEW."state" IS DISTINCT FROM OLD."state") OR (OLD."ended_at" IS NOT NULL AND NEW."ended_at" IS DISTINCT FROM OLD."ended_at") OR (OLD."failure" IS NOT NULL AND NEW."failure" IS DISTINCT FROM OLD."failure") OR (OLD."judged_as_of" IS NOT NULL AND NEW."judged_as_of" IS DISTINCT FROM OLD."judged_as_of") OR (OLD."ruleset" IS NOT NULL AND NEW."ruleset" IS DISTINCT FROM OLD."ruleset") OR (OLD."output" IS NOT NULL AND NEW."output" IS DISTINCT FROM OLD."output") OR (OLD."inputs" IS NOT NULL AND NEW."inputs" IS DISTINCT FROM OLD."inputs") OR (OLD."summary" IS NOT NULL AND NEW."summary" IS DISTINCT FROM OLD."summary") OR (OLD."metrics" IS NOT NULL AND NEW."metrics" IS DISTINCT FROM OLD."metrics") OR (OLD."tool_version" IS NOT NULL AND NEW."tool_version" IS DISTINCT FROM OLD."tool_version") OR (OLD."found" IS NOT NULL AND NEW."found" IS DISTINCT FROM OLD."found") THEN RAISE EXCEPTION 'a run stays as it was asked and as it ended' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_toolrun_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_toolrun_update BEFORE UPDATE ON tools_toolrun FOR EACH ROW EXECUTE FUNCTION tools_toolrun_update()",
        "CREATE OR REPLACE FUNCTION tools_toolrun_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a run stays as it was asked and as it ended' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_toolrun_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_toolrun_delete BEFORE DELETE ON tools_toolrun FOR EACH ROW EXECUTE FUNCTION tools_toolrun_delete()",
        "CREATE OR REPLACE FUNCTION tools_toolrun_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a run stays as it was asked and as it ended' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_toolrun_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_toolrun_truncate BEFORE TRUNCATE ON tools_toolrun FOR EACH STATEMENT EXECUTE FUNCTION tools_toolrun_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS tools_findingreview_update",
        "DROP TRIGGER IF EXISTS tools_findingreview_delete",
        "DROP TRIGGER IF EXISTS tools_findingreview_replace",
        "DROP TRIGGER IF EXISTS tools_runanchor_update",
        "DROP TRIGGER IF EXISTS tools_runanchor_delete",
        "DROP TRIGGER IF EXISTS tools_runanchor_replace",
        "DROP TRIGGER IF EXISTS tools_toolrun_update",
        "DROP TRIGGER IF EXISTS tools_toolrun_delete",
        "DROP TRIGGER IF EXISTS tools_toolrun_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS tools_findingreview_update ON tools_findingreview",
        "DROP TRIGGER IF EXISTS tools_findingreview_delete ON tools_findingreview",
        "DROP TRIGGER IF EXISTS tools_findingreview_truncate ON tools_findingreview",
        "DROP TRIGGER IF EXISTS tools_runanchor_update ON tools_runanchor",
        "DROP TRIGGER IF EXISTS tools_runanchor_delete ON tools_runanchor",
        "DROP TRIGGER IF EXISTS tools_runanchor_truncate ON tools_runanchor",
        "DROP TRIGGER IF EXISTS tools_toolrun_update ON tools_toolrun",
        "DROP TRIGGER IF EXISTS tools_toolrun_delete ON tools_toolrun",
        "DROP TRIGGER IF EXISTS tools_toolrun_truncate ON tools_toolrun",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("tools", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
