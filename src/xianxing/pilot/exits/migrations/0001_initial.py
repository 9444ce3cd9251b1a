"""The tables of exits: assessments, proofs of measures, outcomes of referrals."""

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
            name="ExitAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("exit", models.PositiveIntegerField()),
                ("unit", models.CharField(blank=True, max_length=60)),
                (
                    "proposes",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("normalise", "Regular operation"),
                            ("end", "End of the trial"),
                            ("extend", "Extension"),
                            ("force", "Forced exit"),
                        ],
                        max_length=10,
                    ),
                ),
                ("figures", models.JSONField()),
                ("judgement", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("handed_in_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exit_assessments",
                        to="cases.case",
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_assessment_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("exit", models.PositiveIntegerField()),
                ("unit", models.CharField(max_length=60)),
                ("measure", models.CharField(max_length=60)),
                ("applies", models.BooleanField()),
                ("words", models.TextField()),
                ("evidence", models.JSONField()),
                ("given_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("handed_in", "waits for the secretariat"),
                            ("accepted", "accepted by the secretariat"),
                            ("returned", "returned with a reason"),
                        ],
                        default="handed_in",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_proofs",
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
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_proof_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("referral", models.PositiveIntegerField()),
                ("organ", models.CharField(max_length=200)),
                ("document", models.CharField(blank=True, max_length=100)),
                ("received_on", models.DateField()),
                ("words", models.TextField()),
                ("evidence", models.JSONField()),
                ("entered_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral_outcomes",
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
                    models.UniqueConstraint(fields=("case", "number"), name="one_outcome_a_number")
                ],
            },
        ),
    ]
