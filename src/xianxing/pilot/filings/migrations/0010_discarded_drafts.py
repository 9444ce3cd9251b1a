"""A draft that was never frozen can be discarded, and brought back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("filings", "0009_protection"),
    ]
    operations = [
        migrations.AddField("filing", "discarded_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "filing",
            "discarded_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "filing", "discard_reason", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddConstraint(
            "filing",
            models.CheckConstraint(
                condition=models.Q(discarded_at__isnull=True) | models.Q(discarded_by__isnull=False),
                name="a_discarded_draft_says_by_whom",
            ),
        ),
    ]
