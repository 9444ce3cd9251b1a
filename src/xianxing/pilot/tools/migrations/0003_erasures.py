"""A run's contents go after their time; that they went stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER tools_runerasure_update BEFORE UPDATE ON tools_runerasure BEGIN SELECT RAISE(ABORT, 'that a run was erased stays'); END",
        "CREATE TRIGGER tools_runerasure_delete BEFORE DELETE ON tools_runerasure BEGIN SELECT RAISE(ABORT, 'that a run was erased stays'); END",
        """CREATE TRIGGER tools_runerasure_replace BEFORE INSERT ON tools_runerasure WHEN EXISTS (SELECT 1 FROM tools_runerasure AS held WHERE (held."run_id" = NEW."run_id")) BEGIN SELECT RAISE(ABORT, 'that a run was erased stays'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION tools_runerasure_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'that a run was erased stays' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_runerasure_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_runerasure_update BEFORE UPDATE ON tools_runerasure FOR EACH ROW EXECUTE FUNCTION tools_runerasure_update()",
        "CREATE OR REPLACE FUNCTION tools_runerasure_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'that a run was erased stays' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_runerasure_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_runerasure_delete BEFORE DELETE ON tools_runerasure FOR EACH ROW EXECUTE FUNCTION tools_runerasure_delete()",
        "CREATE OR REPLACE FUNCTION tools_runerasure_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'that a run was erased stays' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION tools_runerasure_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER tools_runerasure_truncate BEFORE TRUNCATE ON tools_runerasure FOR EACH STATEMENT EXECUTE FUNCTION tools_runerasure_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS tools_runerasure_update",
        "DROP TRIGGER IF EXISTS tools_runerasure_delete",
        "DROP TRIGGER IF EXISTS tools_runerasure_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS tools_runerasure_update ON tools_runerasure",
        "DROP TRIGGER IF EXISTS tools_runerasure_delete ON tools_runerasure",
        "DROP TRIGGER IF EXISTS tools_runerasure_truncate ON tools_runerasure",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("tools", "0002_protection"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="RunErasure",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="tools.toolrun",
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]
