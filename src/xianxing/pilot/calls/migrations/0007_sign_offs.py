"""A version of a procedure is signed off by a legal reviewer before a call opens under it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARDS = {
    "sqlite": [
        "CREATE TRIGGER calls_proceduresignoff_update BEFORE UPDATE ON calls_proceduresignoff BEGIN SELECT RAISE(ABORT, 'a sign-off stays as it is'); END",
        "CREATE TRIGGER calls_proceduresignoff_delete BEFORE DELETE ON calls_proceduresignoff BEGIN SELECT RAISE(ABORT, 'a sign-off stays as it is'); END",
        """CREATE TRIGGER calls_proceduresignoff_replace BEFORE INSERT ON calls_proceduresignoff WHEN EXISTS (SELECT 1 FROM calls_proceduresignoff AS held WHERE (held."id" = NEW."id") OR (held."publication_id" = NEW."publication_id") OR (held."version" = NEW."version" AND held."text_digest" = NEW."text_digest")) BEGIN SELECT RAISE(ABORT, 'a sign-off stays as it is'); END""",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION calls_proceduresignoff_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a sign-off stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_proceduresignoff_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_proceduresignoff_update BEFORE UPDATE ON calls_proceduresignoff FOR EACH ROW EXECUTE FUNCTION calls_proceduresignoff_update()",
        "CREATE OR REPLACE FUNCTION calls_proceduresignoff_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a sign-off stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_proceduresignoff_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_proceduresignoff_delete BEFORE DELETE ON calls_proceduresignoff FOR EACH ROW EXECUTE FUNCTION calls_proceduresignoff_delete()",
        "CREATE OR REPLACE FUNCTION calls_proceduresignoff_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a sign-off stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION calls_proceduresignoff_truncate() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER calls_proceduresignoff_truncate BEFORE TRUNCATE ON calls_proceduresignoff FOR EACH STATEMENT EXECUTE FUNCTION calls_proceduresignoff_truncate()",
    ],
}

BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS calls_proceduresignoff_update",
        "DROP TRIGGER IF EXISTS calls_proceduresignoff_delete",
        "DROP TRIGGER IF EXISTS calls_proceduresignoff_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS calls_proceduresignoff_update ON calls_proceduresignoff",
        "DROP TRIGGER IF EXISTS calls_proceduresignoff_delete ON calls_proceduresignoff",
        "DROP TRIGGER IF EXISTS calls_proceduresignoff_truncate ON calls_proceduresignoff",
    ],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("calls", "0006_calls_stay"),
        ("cases", "0013_protection"),
    ]
    operations = [
        migrations.CreateModel(
            "ProcedureSignOff",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_off",
                        to="cases.publication",
                    ),
                ),
                ("guide", models.CharField(max_length=50)),
                ("version", models.CharField(max_length=80)),
                ("text", models.JSONField()),
                ("text_digest", models.CharField(max_length=64)),
                ("statement", models.TextField()),
                ("signed_at", models.DateTimeField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "text_digest"), name="a_text_is_signed_off_once"
                    )
                ]
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
