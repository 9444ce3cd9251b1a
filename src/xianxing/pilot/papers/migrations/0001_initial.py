"""The tables of papers and of what comes back of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0013_protection"),
        ("filings", "0010_discarded_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CasePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("content", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("place", models.BigIntegerField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("numbered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="cases.case"
                    ),
                ),
                (
                    "numbered_by",
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
        migrations.CreateModel(
            name="ReturnedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "secrecy",
                    models.CharField(
                        choices=[
                            ("none", "not marked"),
                            ("secret", "marked 秘密 (secret)"),
                            ("confidential", "marked 机密 (confidential)"),
                            ("top", "marked 绝密 (top secret)"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("dated", models.DateField(blank=True, null=True)),
                ("organ", models.CharField(blank=True, max_length=100)),
                ("kept_at", models.CharField(blank=True, max_length=200)),
                ("brought_at", models.DateTimeField()),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="filings.storedfile",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returned",
                        to="papers.casepaper",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="casepaper",
            constraint=models.UniqueConstraint(
                fields=("case", "sequence", "kind"), name="one_paper_a_kind_and_act"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnedpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__isnull", False), ("secrecy", "none")),
                    models.Q(models.Q(("secrecy", "none"), _negated=True), ("file__isnull", True)),
                    _connector="OR",
                ),
                name="a_marked_paper_is_never_kept_here",
            ),
        ),
    ]
