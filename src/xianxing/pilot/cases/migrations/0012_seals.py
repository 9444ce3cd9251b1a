"""Acts and publications bear a seal; those recorded before bear none, and nothing seals them afterwards."""

from django.db import migrations, models

# Written out, because on SQLite Django would make the table anew and lose its triggers.
ADD = {
    "sqlite": ["ALTER TABLE {table} ADD COLUMN seal BLOB NOT NULL DEFAULT x''"],
    "postgresql": [
        "ALTER TABLE {table} ADD COLUMN seal bytea NOT NULL DEFAULT ''",
        "ALTER TABLE {table} ALTER COLUMN seal DROP DEFAULT",
    ],
}
TABLES = ("cases_event", "cases_publication")


def forwards(apps, schema_editor):
    for table in TABLES:
        for statement in ADD[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table), params=None)


def backwards(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN seal", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_no_row_in_the_way")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(forwards, backwards)],
            [
                migrations.AddField("event", "seal", models.BinaryField(default=b"")),
                migrations.AddField("publication", "seal", models.BinaryField(default=b"")),
            ],
        )
    ]
