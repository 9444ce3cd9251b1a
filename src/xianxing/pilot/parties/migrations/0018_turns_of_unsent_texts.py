"""Which opened page wrote a text that isn't sent, and at which of its steps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0017_factors_are_bound")]

    operations = [
        migrations.AddField("unsenttext", "page", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("unsenttext", "turn", models.PositiveIntegerField(default=0)),
    ]
