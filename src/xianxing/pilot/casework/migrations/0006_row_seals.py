"""Lists and sheets in the making bear a seal by the site's secret; what is there by now is sealed as found."""

import json
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations, models
from django.utils.crypto import salted_hmac

COLUMNS = {
    "formalityitem": (
        "body_id", "key", "rule", "location", "clause", "words", "remedy", "decision", "reason", "by_id",
        "at",
    ),
    "risknote": ("body_id", "topic", "level", "finding", "precautions", "places", "by_id", "at"),
    "resolution": ("id", "step", "entry", "four_eyes", "entered_by_id", "entered_at"),
    "resolutioncase": ("resolution_id", "case_id", "sequence"),
}  # fmt: skip


def seal_rows(apps, schema_editor):
    for name, columns in COLUMNS.items():
        for row in apps.get_model("casework", name).objects.all():
            said = [plain(getattr(row, column)) for column in columns]
            text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
            row.seal = salted_hmac(f"xianxing.acts.casework.{name}", text, algorithm="sha256").hexdigest()
            row.save(update_fields=["seal"])


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_risk_notes")]

    operations = [
        *(
            migrations.AddField(
                name, "seal", models.CharField(default="", max_length=64), preserve_default=False
            )
            for name in COLUMNS
        ),
        migrations.RunPython(seal_rows, migrations.RunPython.noop),
    ]
