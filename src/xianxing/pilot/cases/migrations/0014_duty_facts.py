"""A duty holds the facts by which a list tells what can follow; older rows get theirs with the next event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_protection")]

    operations = [migrations.AddField("duty", "facts", models.JSONField(null=True))]
