"""Publications share the log: a chain of their own, its triggers, and what was published before."""

import django.db.models.deletion
from django.db import migrations, models

from xianxing.pilot.cases.triggers import (
    PUBLICATION_ROWS,
    PUBLICATION_RULES,
    SUPERSEDED,
    allow_replacing,
    create,
    drop,
    forbid_replacing,
    forbid_truncating_publications,
)


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (
        *drop(vendor, SUPERSEDED),
        *create(vendor, PUBLICATION_RULES),
        *forbid_replacing(vendor, PUBLICATION_ROWS),
        *forbid_truncating_publications(vendor),
    ):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (
        *drop(vendor, PUBLICATION_RULES),
        *allow_replacing(vendor, PUBLICATION_ROWS),
        *create(vendor, SUPERSEDED),
    ):
        schema_editor.execute(statement, params=None)


def enter_earlier(apps, schema_editor):
    """Enter what was published before; a new database has nothing, and asks today's tables for nothing."""
    if not apps.get_model("calls", "Call").objects.exists():
        return
    from xianxing.pilot.cases.domain.publications import enter_earlier

    enter_earlier()


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
        migrations.RunPython(enter_earlier, migrations.RunPython.noop),
    ]
