"""The tables of inspections."""

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
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "place",
                    models.CharField(
                        choices=[("on_site", "on site"), ("off_site", "off site")], max_length=10
                    ),
                ),
                ("reason", models.TextField()),
                ("scope", models.TextField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("inspectors", models.JSONField()),
                ("planned_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "work paper being written"),
                            ("told", "findings told to the institutions"),
                            ("closed", "inspection closed"),
                            ("called_off", "inspection called off"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("answer_due", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="cases.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InspectionFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("grade", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("units", models.JSONField()),
                ("told_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rectify", "rectification ordered"),
                            ("noted", "kept on record, nothing to be put right"),
                            ("dropped", "not upheld"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("item", models.CharField(blank=True, max_length=20)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection_findings",
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
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="inspections.inspection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FindingAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(max_length=60)),
                ("agrees", models.BooleanField()),
                ("words", models.TextField(blank=True)),
                ("evidence", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="inspections.inspectionfinding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InspectionLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("filing", "promised in the filing"),
                            ("condition", "condition of the trial"),
                            ("indicator", "plan of indicators"),
                            ("own", "added by an inspector"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(max_length=200)),
                ("clause", models.CharField(blank=True, max_length=20)),
                ("words", models.TextField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="inspections.inspection",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="inspectionfinding",
            name="line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="told",
                to="inspections.inspectionline",
            ),
        ),
        migrations.CreateModel(
            name="LineResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("in_order", "found in order"),
                            ("finding", "something was found"),
                            ("not_looked_at", "not looked at, and why"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("told_by", models.TextField(blank=True)),
                ("grade", models.CharField(blank=True, max_length=20)),
                ("units", models.JSONField(default=list)),
                ("evidence", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="inspections.inspectionline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RectificationReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("unit", models.CharField(max_length=60)),
                ("measures", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the re-check"),
                            ("accepted", "re-checked and accepted"),
                            ("returned", "returned"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectification_reports",
                        to="cases.case",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="one_inspection_a_number"),
        ),
        migrations.AddConstraint(
            model_name="findinganswer",
            constraint=models.UniqueConstraint(fields=("finding", "unit"), name="one_answer_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="inspectionline",
            constraint=models.UniqueConstraint(fields=("inspection", "number"), name="one_line_a_number"),
        ),
        migrations.AddConstraint(
            model_name="inspectionfinding",
            constraint=models.UniqueConstraint(fields=("inspection", "number"), name="one_finding_a_number"),
        ),
        migrations.AddConstraint(
            model_name="lineresult",
            constraint=models.UniqueConstraint(fields=("line", "number"), name="one_result_a_number"),
        ),
        migrations.AddConstraint(
            model_name="rectificationreport",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="one_rectification_report_a_number"
            ),
        ),
    ]
