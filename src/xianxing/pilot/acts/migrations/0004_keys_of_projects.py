"""Idempotency keys of tokens for one project are counted apart."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("acts", "0003_sealed_acts"),
    ]

    operations = [
        migrations.AddField(
            model_name="answeredrequest",
            name="project",
            field=models.CharField(blank=True, default="", max_length=36),
        ),
        migrations.RemoveConstraint(model_name="answeredrequest", name="one_answer_a_key"),
        migrations.AddConstraint(
            model_name="answeredrequest",
            constraint=models.UniqueConstraint(fields=("user", "project", "key"), name="one_answer_a_key"),
        ),
    ]
