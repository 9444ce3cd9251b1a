"""A filing names the draft of another call that it began with: who wrote there reviews neither."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("filings", "0007_findings_go_with_contents")]
    operations = [
        migrations.AddField(
            model_name="filing",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="filings.filing",
            ),
        ),
    ]
