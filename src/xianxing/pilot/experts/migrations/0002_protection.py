"""Opinions, undertakings and overrulings are held by triggers, as their tables declare."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        """CREATE TRIGGER experts_opinion_update BEFORE UPDATE ON experts_opinion WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."expert_id" IS NOT OLD."expert_id" OR NEW."round" IS NOT OLD."round" OR NEW."commitment" IS NOT OLD."commitment" OR NEW."given_at" IS NOT OLD."given_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER experts_opinion_delete BEFORE DELETE ON experts_opinion BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER experts_opinion_replace BEFORE INSERT ON experts_opinion WHEN EXISTS (SELECT 1 FROM experts_opinion AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."expert_id" = NEW."expert_id" AND held."round" = NEW."round")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        """CREATE TRIGGER experts_overruling_update BEFORE UPDATE ON experts_overruling WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."expert_id" IS NOT OLD."expert_id" OR (NEW."conflicts" IS NOT OLD."conflicts" AND NOT (NEW."conflicts" IN ('{}', '[]', 'null') OR NEW."conflicts" IS NULL)) OR (NEW."reason" IS NOT OLD."reason" AND NOT (NEW."reason" = '')) OR NEW."by_id" IS NOT OLD."by_id" OR NEW."at" IS NOT OLD."at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER experts_overruling_delete BEFORE DELETE ON experts_overruling BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER experts_overruling_replace BEFORE INSERT ON experts_overruling WHEN EXISTS (SELECT 1 FROM experts_overruling AS held WHERE (held."id" = NEW."id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        """CREATE TRIGGER experts_revealedopinion_update BEFORE UPDATE ON experts_revealedopinion WHEN NEW."id" IS NOT OLD."id" OR NEW."opinion_id" IS NOT OLD."opinion_id" OR (NEW."text" IS NOT OLD."text" AND NOT (NEW."text" IN ('{}', '[]', 'null') OR NEW."text" IS NULL)) OR (NEW."salt" IS NOT OLD."salt" AND NOT (NEW."salt" = '')) OR NEW."revealed_at" IS NOT OLD."revealed_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER experts_revealedopinion_delete BEFORE DELETE ON experts_revealedopinion BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER experts_revealedopinion_replace BEFORE INSERT ON experts_revealedopinion WHEN EXISTS (SELECT 1 FROM experts_revealedopinion AS held WHERE (held."id" = NEW."id") OR (held."opinion_id" = NEW."opinion_id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        """CREATE TRIGGER experts_undertaking_update BEFORE UPDATE ON experts_undertaking WHEN NEW."id" IS NOT OLD."id" OR NEW."case_id" IS NOT OLD."case_id" OR NEW."expert_id" IS NOT OLD."expert_id" OR NEW."version" IS NOT OLD."version" OR NEW."digest" IS NOT OLD."digest" OR NEW."signed_at" IS NOT OLD."signed_at" BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
        "CREATE TRIGGER experts_undertaking_delete BEFORE DELETE ON experts_undertaking BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END",
        """CREATE TRIGGER experts_undertaking_replace BEFORE INSERT ON experts_undertaking WHEN EXISTS (SELECT 1 FROM experts_undertaking AS held WHERE (held."id" = NEW."id") OR (held."case_id" = NEW."case_id" AND held."expert_id" = NEW."expert_id")) BEGIN SELECT RAISE(ABORT, 'what an act rests on stays as it is'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION experts_opinion_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."expert_id" IS DISTINCT FROM OLD."expert_id" OR NEW."round" IS DISTINCT FROM OLD."round" OR NEW."commitment" IS DISTINCT FROM OLD."commitment" OR NEW."given_at" IS DISTINCT FROM OLD."given_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_opinion_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_opinion_update BEFORE UPDATE ON experts_opinion FOR EACH ROW EXECUTE FUNCTION experts_opinion_update()",
        "CREATE OR REPLACE FUNCTION experts_opinion_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_opinion_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_opinion_delete BEFORE DELETE ON experts_opinion FOR EACH ROW EXECUTE FUNCTION experts_opinion_delete()",
        "CREATE OR REPLACE FUNCTION experts_opinion_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_opinion_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_opinion_truncate BEFORE TRUNCATE ON experts_opinion FOR EACH STATEMENT EXECUTE FUNCTION experts_opinion_truncate()",
        """CREATE OR REPLACE FUNCTION experts_overruling_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."expert_id" IS DISTINCT FROM OLD."expert_id" OR (NEW."conflicts" IS DISTINCT FROM OLD."conflicts" AND NOT (NEW."conflicts"::text IN ('{}', '[]', 'null') OR NEW."conflicts" IS NULL)) OR (NEW."reason" IS DISTINCT FROM OLD."reason" AND NOT (NEW."reason" = '')) OR NEW."by_id" IS DISTINCT FROM OLD."by_id" OR NEW."at" IS DISTINCT FROM OLD."at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_overruling_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_overruling_update BEFORE UPDATE ON experts_overruling FOR EACH ROW EXECUTE FUNCTION experts_overruling_update()",
        "CREATE OR REPLACE FUNCTION experts_overruling_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_overruling_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_overruling_delete BEFORE DELETE ON experts_overruling FOR EACH ROW EXECUTE FUNCTION experts_overruling_delete()",
        "CREATE OR REPLACE FUNCTION experts_overruling_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_overruling_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_overruling_truncate BEFORE TRUNCATE ON experts_overruling FOR EACH STATEMENT EXECUTE FUNCTION experts_overruling_truncate()",
        """CREATE OR REPLACE FUNCTION experts_revealedopinion_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."opinion_id" IS DISTINCT FROM OLD."opinion_id" OR (NEW."text" IS DISTINCT FROM OLD."text" AND NOT (NEW."text"::text IN ('{}', '[]', 'null') OR NEW."text" IS NULL)) OR (NEW."salt" IS DISTINCT FROM OLD."salt" AND NOT (NEW."salt" = '')) OR NEW."revealed_at" IS DISTINCT FROM OLD."revealed_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_revealedopinion_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_revealedopinion_update BEFORE UPDATE ON experts_revealedopinion FOR EACH ROW EXECUTE FUNCTION experts_revealedopinion_update()",
        "CREATE OR REPLACE FUNCTION experts_revealedopinion_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_revealedopinion_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_revealedopinion_delete BEFORE DELETE ON experts_revealedopinion FOR EACH ROW EXECUTE FUNCTION experts_revealedopinion_delete()",
        "CREATE OR REPLACE FUNCTION experts_revealedopinion_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_revealedopinion_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_revealedopinion_truncate BEFORE TRUNCATE ON experts_revealedopinion FOR EACH STATEMENT EXECUTE FUNCTION experts_revealedopinion_truncate()",
        """CREATE OR REPLACE FUNCTION experts_undertaking_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."case_id" IS DISTINCT FROM OLD."case_id" OR NEW."expert_id" IS DISTINCT FROM OLD."expert_id" OR NEW."version" IS DISTINCT FROM OLD."version" OR NEW."digest" IS DISTINCT FROM OLD."digest" OR NEW."signed_at" IS DISTINCT FROM OLD."signed_at" THEN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_undertaking_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_undertaking_update BEFORE UPDATE ON experts_undertaking FOR EACH ROW EXECUTE FUNCTION experts_undertaking_update()",
        "CREATE OR REPLACE FUNCTION experts_undertaking_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_undertaking_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_undertaking_delete BEFORE DELETE ON experts_undertaking FOR EACH ROW EXECUTE FUNCTION experts_undertaking_delete()",
        "CREATE OR REPLACE FUNCTION experts_undertaking_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what an act rests on stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION experts_undertaking_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER experts_undertaking_truncate BEFORE TRUNCATE ON experts_undertaking FOR EACH STATEMENT EXECUTE FUNCTION experts_undertaking_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS experts_opinion_update",
        "DROP TRIGGER IF EXISTS experts_opinion_delete",
        "DROP TRIGGER IF EXISTS experts_opinion_replace",
        "DROP TRIGGER IF EXISTS experts_overruling_update",
        "DROP TRIGGER IF EXISTS experts_overruling_delete",
        "DROP TRIGGER IF EXISTS experts_overruling_replace",
        "DROP TRIGGER IF EXISTS experts_revealedopinion_update",
        "DROP TRIGGER IF EXISTS experts_revealedopinion_delete",
        "DROP TRIGGER IF EXISTS experts_revealedopinion_replace",
        "DROP TRIGGER IF EXISTS experts_undertaking_update",
        "DROP TRIGGER IF EXISTS experts_undertaking_delete",
        "DROP TRIGGER IF EXISTS experts_undertaking_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS experts_opinion_update ON experts_opinion",
        "DROP TRIGGER IF EXISTS experts_opinion_delete ON experts_opinion",
        "DROP TRIGGER IF EXISTS experts_opinion_truncate ON experts_opinion",
        "DROP TRIGGER IF EXISTS experts_overruling_update ON experts_overruling",
        "DROP TRIGGER IF EXISTS experts_overruling_delete ON experts_overruling",
        "DROP TRIGGER IF EXISTS experts_overruling_truncate ON experts_overruling",
        "DROP TRIGGER IF EXISTS experts_revealedopinion_update ON experts_revealedopinion",
        "DROP TRIGGER IF EXISTS experts_revealedopinion_delete ON experts_revealedopinion",
        "DROP TRIGGER IF EXISTS experts_revealedopinion_truncate ON experts_revealedopinion",
        "DROP TRIGGER IF EXISTS experts_undertaking_update ON experts_undertaking",
        "DROP TRIGGER IF EXISTS experts_undertaking_delete ON experts_undertaking",
        "DROP TRIGGER IF EXISTS experts_undertaking_truncate ON experts_undertaking",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("experts", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
