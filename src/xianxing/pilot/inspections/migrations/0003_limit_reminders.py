import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_reduced_state"),
        ("inspections", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("due", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("before", "comes near"),
                            ("last_day", "ends today"),
                            ("passed", "has passed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "key", "due", "stage"), name="one_reminder_a_stage"
                    )
                ],
            },
        ),
    ]
