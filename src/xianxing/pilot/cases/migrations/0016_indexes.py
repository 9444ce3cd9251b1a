"""Who asks over all cases after acts of one step, or after each case's next limit, doesn't read every row."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_reduced_state")]

    operations = [
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["step", "case"], name="events_by_step")
        ),
        migrations.AddIndex(
            model_name="duty", index=models.Index(fields=["case", "due"], name="duties_by_case")
        ),
    ]
