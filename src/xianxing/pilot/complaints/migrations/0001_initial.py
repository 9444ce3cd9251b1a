"""Complaints, what was done with them, their files, and what was told of limits."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0015_reduced_state"),
        ("parties", "0014_complaints_read"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("report", "Report of a wrong"),
                            ("inquiry", "Inquiry"),
                            ("suggestion", "Suggestion"),
                            ("petition", "Petition"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("online", "on this site"),
                            ("paper", "on paper"),
                            ("telephone", "by telephone"),
                            ("email", "by e-mail"),
                            ("visit", "in person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_on", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("anonymous", models.BooleanField()),
                ("may_be_named", models.BooleanField()),
                ("digest", models.CharField(max_length=64)),
                ("identity_digest", models.CharField(max_length=64)),
                ("secret", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("with_institution", "With the institution"),
                            ("answered", "Answered by the institution"),
                            ("closed", "Complaint closed"),
                            ("refused", "Not accepted"),
                            ("directed", "Directed elsewhere"),
                        ],
                        max_length=20,
                    ),
                ),
                ("clock", models.CharField(blank=True, max_length=20)),
                ("due", models.DateField(null=True)),
                ("close_due", models.DateField(null=True)),
                ("sealed", models.BinaryField()),
                ("identity", models.BinaryField()),
                ("seal", models.CharField(max_length=64)),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="cases.case",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.institution",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.institution",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="complaints.complaint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComplaintAct",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receive", "Received"),
                            ("accept", "Accepted"),
                            ("refuse", "Not accepted"),
                            ("direct", "Directed elsewhere"),
                            ("forward", "Forwarded to the institution"),
                            ("answer", "Answered by the institution"),
                            ("ask_again", "Sent back to the institution"),
                            ("extend", "Limit extended"),
                            ("close", "Complaint closed"),
                            ("offer_mediation", "Mediation offered"),
                            ("complainant_agrees", "Complainant agrees to mediation"),
                            ("complainant_declines", "Complainant declines mediation"),
                            ("institution_agrees", "Institution agrees to mediation"),
                            ("institution_declines", "Institution declines mediation"),
                            ("mediation_settled", "Mediation led to an agreement"),
                            ("mediation_failed", "Mediation led to no agreement"),
                            ("name_project", "Project found that it is about"),
                            ("link", "Linked to an earlier complaint"),
                        ],
                        max_length=24,
                    ),
                ),
                ("side", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("with_institution", "With the institution"),
                            ("answered", "Answered by the institution"),
                            ("closed", "Complaint closed"),
                            ("refused", "Not accepted"),
                            ("directed", "Directed elsewhere"),
                        ],
                        max_length=20,
                    ),
                ),
                ("clock", models.CharField(blank=True, max_length=20)),
                ("due", models.DateField(null=True)),
                ("close_due", models.DateField(null=True)),
                ("detail", models.CharField(blank=True, max_length=50)),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("seal", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="complaints.complaint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComplaintFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("seal", models.CharField(max_length=64)),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="complaints.complaint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComplaintReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clock", models.CharField(max_length=20)),
                ("due", models.DateField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="complaints.complaint",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["state", "due"], name="complaints_by_limit"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["received_on"], name="complaints_by_day"),
        ),
        migrations.AddConstraint(
            model_name="complaintact",
            constraint=models.UniqueConstraint(fields=("complaint", "sequence"), name="one_act_a_place"),
        ),
        migrations.AddConstraint(
            model_name="complaintreminder",
            constraint=models.UniqueConstraint(
                fields=("complaint", "clock", "due"), name="one_reminder_a_limit"
            ),
        ),
    ]
