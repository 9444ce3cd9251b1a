"""A line of a checklist may come from a change that the group agreed to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0003_limit_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="inspectionline",
            name="source",
            field=models.CharField(
                choices=[
                    ("filing", "promised in the filing"),
                    ("condition", "condition of the trial"),
                    ("change", "change that the group agreed to"),
                    ("indicator", "plan of indicators"),
                    ("own", "added by an inspector"),
                ],
                max_length=10,
            ),
        ),
    ]
