"""Publications share the log: a chain of their own, its triggers, and what was published before."""

import django.db.models.deletion
from django.db import migrations, models

FORWARDS = {
    "sqlite": [
        "DROP TRIGGER event_next_place",
        "CREATE TRIGGER event_next_of_both BEFORE INSERT ON cases_event WHEN NEW.place <> (SELECT COALESCE(max(place), -1) FROM (SELECT max(place) AS place FROM cases_event UNION ALL SELECT max(place) FROM cases_publication) AS places) + 1 BEGIN SELECT RAISE(ABORT, 'an event has the log''s next place'); END",
        "CREATE TRIGGER publication_next_of_both BEFORE INSERT ON cases_publication WHEN NEW.place <> (SELECT COALESCE(max(place), -1) FROM (SELECT max(place) AS place FROM cases_event UNION ALL SELECT max(place) FROM cases_publication) AS places) + 1 BEGIN SELECT RAISE(ABORT, 'an entry has the next place'); END",
        "CREATE TRIGGER publication_next_number BEFORE INSERT ON cases_publication WHEN NEW.sequence <> COALESCE((SELECT max(sequence) FROM cases_publication), 0) + 1 BEGIN SELECT RAISE(ABORT, 'a publication has the next number'); END",
        "CREATE TRIGGER cases_publication_update BEFORE UPDATE ON cases_publication BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_publication_delete BEFORE DELETE ON cases_publication BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_publicationreceipt_update BEFORE UPDATE ON cases_publicationreceipt BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_publicationreceipt_delete BEFORE DELETE ON cases_publicationreceipt BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_publication_replace BEFORE INSERT ON cases_publication WHEN EXISTS (SELECT 1 FROM cases_publication WHERE (place = NEW.place) OR (sequence = NEW.sequence) OR (extension_id = NEW.extension_id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER cases_publicationreceipt_replace BEFORE INSERT ON cases_publicationreceipt WHEN EXISTS (SELECT 1 FROM cases_publicationreceipt WHERE (publication_id = NEW.publication_id)) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    ],
    "postgresql": [
        "DROP TRIGGER event_next_place ON cases_event",
        "CREATE OR REPLACE FUNCTION event_next_of_both() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.place <> (SELECT COALESCE(max(place), -1) FROM (SELECT max(place) AS place FROM cases_event UNION ALL SELECT max(place) FROM cases_publication) AS places) + 1 THEN RAISE EXCEPTION 'an event has the log''s next place' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_of_both() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER event_next_of_both BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION event_next_of_both()",
        "CREATE OR REPLACE FUNCTION publication_next_of_both() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.place <> (SELECT COALESCE(max(place), -1) FROM (SELECT max(place) AS place FROM cases_event UNION ALL SELECT max(place) FROM cases_publication) AS places) + 1 THEN RAISE EXCEPTION 'an entry has the next place' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION publication_next_of_both() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER publication_next_of_both BEFORE INSERT ON cases_publication FOR EACH ROW EXECUTE FUNCTION publication_next_of_both()",
        "CREATE OR REPLACE FUNCTION publication_next_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.sequence <> COALESCE((SELECT max(sequence) FROM cases_publication), 0) + 1 THEN RAISE EXCEPTION 'a publication has the next number' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION publication_next_number() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER publication_next_number BEFORE INSERT ON cases_publication FOR EACH ROW EXECUTE FUNCTION publication_next_number()",
        "CREATE OR REPLACE FUNCTION cases_publication_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_publication_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_publication_update BEFORE UPDATE ON cases_publication FOR EACH ROW EXECUTE FUNCTION cases_publication_update()",
        "CREATE OR REPLACE FUNCTION cases_publication_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_publication_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_publication_delete BEFORE DELETE ON cases_publication FOR EACH ROW EXECUTE FUNCTION cases_publication_delete()",
        "CREATE OR REPLACE FUNCTION cases_publicationreceipt_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_publicationreceipt_update() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_publicationreceipt_update BEFORE UPDATE ON cases_publicationreceipt FOR EACH ROW EXECUTE FUNCTION cases_publicationreceipt_update()",
        "CREATE OR REPLACE FUNCTION cases_publicationreceipt_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION cases_publicationreceipt_delete() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER cases_publicationreceipt_delete BEFORE DELETE ON cases_publicationreceipt FOR EACH ROW EXECUTE FUNCTION cases_publicationreceipt_delete()",
        "CREATE TRIGGER cases_publication_truncate BEFORE TRUNCATE ON cases_publication FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
        "CREATE TRIGGER cases_publicationreceipt_truncate BEFORE TRUNCATE ON cases_publicationreceipt FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER event_next_of_both",
        "DROP TRIGGER publication_next_of_both",
        "DROP TRIGGER publication_next_number",
        "DROP TRIGGER cases_publication_update",
        "DROP TRIGGER cases_publication_delete",
        "DROP TRIGGER cases_publicationreceipt_update",
        "DROP TRIGGER cases_publicationreceipt_delete",
        "DROP TRIGGER cases_publication_replace",
        "DROP TRIGGER cases_publicationreceipt_replace",
        "CREATE TRIGGER event_next_place BEFORE INSERT ON cases_event WHEN NEW.place <> COALESCE((SELECT max(place) FROM cases_event), -1) + 1 BEGIN SELECT RAISE(ABORT, 'an event has the log''s next place'); END",
    ],
    "postgresql": [
        "DROP TRIGGER event_next_of_both ON cases_event",
        "DROP TRIGGER publication_next_of_both ON cases_publication",
        "DROP TRIGGER publication_next_number ON cases_publication",
        "DROP TRIGGER cases_publication_update ON cases_publication",
        "DROP TRIGGER cases_publication_delete ON cases_publication",
        "DROP TRIGGER cases_publicationreceipt_update ON cases_publicationreceipt",
        "DROP TRIGGER cases_publicationreceipt_delete ON cases_publicationreceipt",
        "CREATE OR REPLACE FUNCTION event_next_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.place <> COALESCE((SELECT max(place) FROM cases_event), -1) + 1 THEN RAISE EXCEPTION 'an event has the log''s next place' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DO $$ BEGIN EXECUTE format('ALTER FUNCTION event_next_place() SET search_path = pg_catalog, %I, pg_temp', current_schema()); END $$",
        "CREATE TRIGGER event_next_place BEFORE INSERT ON cases_event FOR EACH ROW EXECUTE FUNCTION event_next_place()",
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
        ("calls", "0003_extensions_not_replaced"),
        ("cases", "0006_no_replacing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sequence", models.PositiveIntegerField(unique=True)),
                ("step", models.CharField(max_length=80)),
                ("role", models.CharField(max_length=50)),
                ("at", models.DateTimeField()),
                ("skeleton", models.BinaryField()),
                ("blind", models.BinaryField()),
                ("hashes", models.BinaryField()),
                ("salt", models.BinaryField()),
                ("body", models.BinaryField()),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="calls.call",
                    ),
                ),
                (
                    "extension",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="calls.extension",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="calls.pinnedguide",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublicationReceipt",
            fields=[
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="receipt",
                        serialize=False,
                        to="cases.publication",
                    ),
                ),
                ("text", models.TextField()),
                ("issued_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]
