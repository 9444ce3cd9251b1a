import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0014_duty_facts")]

    operations = [
        migrations.CreateModel(
            name="GramBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(choices=[("desk", "Desk"), ("public", "Public")], max_length=10),
                ),
                ("gram", models.CharField(max_length=2)),
                ("block", models.IntegerField()),
                ("texts", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("audience", "gram", "block"), name="one_block_a_gram")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(choices=[("desk", "Desk"), ("public", "Public")], max_length=10),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("filing", "Filing"), ("notice", "Notice"), ("project", "Project")],
                        max_length=10,
                    ),
                ),
                ("source", models.BigIntegerField()),
                ("entries", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "source"), name="one_text_a_source")],
            },
        ),
    ]
