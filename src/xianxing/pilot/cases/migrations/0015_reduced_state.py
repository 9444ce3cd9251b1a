"""Where the events have brought a case is kept beside its row; older cases get theirs as time passes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_duty_facts")]

    operations = [
        migrations.CreateModel(
            "ReducedState",
            [
                (
                    "case",
                    models.OneToOneField(
                        to="cases.case",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reduced",
                        serialize=False,
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("plain", models.JSONField()),
                ("next_day", models.DateField(db_index=True, null=True)),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
    ]
