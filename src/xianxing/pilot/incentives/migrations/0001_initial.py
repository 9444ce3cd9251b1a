"""The tables of local support and of the talent pool."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0015_reduced_state"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("policy", models.CharField(max_length=60)),
                ("policy_since", models.DateField()),
                ("policy_digest", models.CharField(max_length=64)),
                ("unit", models.CharField(blank=True, max_length=60)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("recommended", "recommended by the working group"),
                            ("applied", "applied for"),
                            ("granted", "support granted"),
                            ("refused", "not granted"),
                        ],
                        max_length=12,
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                ("words", models.TextField()),
                ("organ", models.CharField(blank=True, max_length=200)),
                ("document", models.CharField(blank=True, max_length=100)),
                ("happened_on", models.DateField()),
                ("evidence", models.JSONField(default=list)),
                ("entered_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_steps",
                        to="cases.case",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_support_step_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="TalentConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=30)),
                ("text_digest", models.CharField(max_length=64)),
                ("expertise", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("seal", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talent_consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("person",),
                        name="one_consent_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TalentContribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=100)),
                ("words", models.TextField()),
                ("proofs", models.JSONField(default=list)),
                ("stated_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stated", "waits for the secretariat"),
                            ("accepted", "a large contribution"),
                            ("declined", "not taken into the pool"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("seal", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talent_contributions",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talent_contributions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "case"), name="one_contribution_a_project")
                ],
            },
        ),
    ]
