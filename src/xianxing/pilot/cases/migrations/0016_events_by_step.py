"""What asks over all cases after acts of one step doesn't read every act."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_reduced_state")]

    operations = [
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["step", "case"], name="events_by_step")
        )
    ]
