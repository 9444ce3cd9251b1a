"""A person's token bears a seal by the site's secret; those that are there are sealed as they stand."""

import json
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations, models
from django.utils.crypto import salted_hmac


def instant(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


def seal_what_is_there(apps, schema_editor):
    for row in apps.get_model("parties", "AccessToken").objects.all():
        said = [
            row.user_id, row.digest, row.scopes, instant(row.made_at), instant(row.expires_at),
            instant(row.revoked_at),
        ]  # fmt: skip
        plain = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
        row.seal = salted_hmac("xianxing.acts.parties.accesstoken", plain, algorithm="sha256").hexdigest()
        row.save(update_fields=["seal"])


class Migration(migrations.Migration):
    dependencies = [("parties", "0015_identities_linked")]

    operations = [
        migrations.AddField(
            model_name="accesstoken",
            name="seal",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(seal_what_is_there, migrations.RunPython.noop),
    ]
