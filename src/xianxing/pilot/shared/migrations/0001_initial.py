"""The table of values that processes share."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SharedValue",
            fields=[
                ("key", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(null=True)),
                ("text", models.TextField(blank=True)),
                ("until", models.FloatField(db_index=True, null=True)),
            ],
        ),
    ]
