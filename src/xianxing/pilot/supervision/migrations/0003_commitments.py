"""Signatures of what institutions are held to, and how cases stand by them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_reduced_state"),
        ("supervision", "0002_protection"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitmentStanding",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="commitments",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("unsigned", models.JSONField(default=list)),
                ("told", models.JSONField(default=list)),
                ("sequence", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CommitmentSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("items", models.JSONField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("signed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitment_signatures",
                        to="cases.case",
                    ),
                ),
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
                        fields=("case", "unit", "version"), name="one_commitment_signature_a_version"
                    )
                ],
            },
        ),
    ]
