"""Delegations and what became of them are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER delegations_delegation_update BEFORE UPDATE ON delegations_delegation WHEN NEW."id" IS NOT OLD."id" OR NEW."delegator_id" IS NOT OLD."delegator_id" OR NEW."deputy_id" IS NOT OLD."deputy_id" OR NEW."roles" IS NOT OLD."roles" OR NEW."means" IS NOT OLD."means" OR NEW."first_day" IS NOT OLD."first_day" OR NEW."last_day" IS NOT OLD."last_day" OR NEW."words" IS NOT OLD."words" OR NEW."given_at" IS NOT OLD."given_at" OR NEW."seal" IS NOT OLD."seal" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER delegations_delegation_delete BEFORE DELETE ON delegations_delegation BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER delegations_delegation_replace BEFORE INSERT ON delegations_delegation WHEN EXISTS (SELECT 1 FROM delegations_delegation AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER delegations_delegationchange_update BEFORE UPDATE ON delegations_delegationchange BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER delegations_delegationchange_delete BEFORE DELETE ON delegations_delegationchange BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        """CREATE TRIGGER delegations_delegationchange_replace BEFORE INSERT ON delegations_delegationchange WHEN EXISTS (SELECT 1 FROM delegations_delegationchange AS held WHERE (held."id" = NEW."id") OR (held."delegation_id" = NEW."delegation_id" AND held."kind" = NEW."kind")) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION delegations_delegation_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."delegator_id" IS DISTINCT FROM OLD."delegator_id" OR NEW."deputy_id" IS DISTINCT FROM OLD."deputy_id" OR NEW."roles" IS DISTINCT FROM OLD."roles" OR NEW."means" IS DISTINCT FROM OLD."means" OR NEW."first_day" IS DISTINCT FROM OLD."first_day" OR NEW."last_day" IS DISTINCT FROM OLD."last_day" OR NEW."words" IS DISTINCT FROM OLD."words" OR NEW."given_at" IS DISTINCT FROM OLD."given_at" OR NEW."seal" IS DISTINCT FROM OLD."seal" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION delegations_delegation_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER delegations_delegation_update BEFORE UPDATE ON delegations_delegation FOR EACH ROW EXECUTE FUNCTION delegations_delegation_update()",
        "CREATE OR REPLACE FUNCTION delegations_delegation_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION delegations_delegation_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER delegations_delegation_delete BEFORE DELETE ON delegations_delegation FOR EACH ROW EXECUTE FUNCTION delegations_delegation_delete()",
        "CREATE OR REPLACE FUNCTION delegations_delegation_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION delegations_delegation_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER delegations_delegation_truncate BEFORE TRUNCATE ON delegations_delegation FOR EACH STATEMENT EXECUTE FUNCTION delegations_delegation_truncate()",
        "CREATE OR REPLACE FUNCTION delegations_delegationchange_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION delegations_delegationchange_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER delegations_delegationchange_update BEFORE UPDATE ON delegations_delegationchange FOR EACH ROW EXECUTE FUNCTION delegations_delegationchange_update()",
        "CREATE OR REPLACE FUNCTION delegations_delegationchange_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION delegations_delegationchange_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER delegations_delegationchange_delete BEFORE DELETE ON delegations_delegationchange FOR EACH ROW EXECUTE FUNCTION delegations_delegationchange_delete()",
        "CREATE OR REPLACE FUNCTION delegations_delegationchange_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION delegations_delegationchange_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER delegations_delegationchange_truncate BEFORE TRUNCATE ON delegations_delegationchange FOR EACH STATEMENT EXECUTE FUNCTION delegations_delegationchange_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS delegations_delegation_update",
        "DROP TRIGGER IF EXISTS delegations_delegation_delete",
        "DROP TRIGGER IF EXISTS delegations_delegation_replace",
        "DROP TRIGGER IF EXISTS delegations_delegationchange_update",
        "DROP TRIGGER IF EXISTS delegations_delegationchange_delete",
        "DROP TRIGGER IF EXISTS delegations_delegationchange_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS delegations_delegation_update ON delegations_delegation",
        "DROP TRIGGER IF EXISTS delegations_delegation_delete ON delegations_delegation",
        "DROP TRIGGER IF EXISTS delegations_delegation_truncate ON delegations_delegation",
        "DROP TRIGGER IF EXISTS delegations_delegationchange_update ON delegations_delegationchange",
        "DROP TRIGGER IF EXISTS delegations_delegationchange_delete ON delegations_delegationchange",
        "DROP TRIGGER IF EXISTS delegations_delegationchange_truncate ON delegations_delegationchange",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("delegations", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
