"""The table of the figures' tallies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="YearTally",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("code", models.CharField(max_length=64)),
                ("tallies", models.TextField()),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
    ]
