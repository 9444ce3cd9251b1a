"""What is kept of a second factor is bound to its person; what is there is bound as it stands."""

from django.db import migrations
from django.utils.crypto import salted_hmac


def bind_what_is_there(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        said = f"{row.user_id} {row.type} {row.data.get('secret') or row.data.get('seed')}"
        row.data["bound"] = salted_hmac("xianxing.second-factor", said, algorithm="sha256").hexdigest()
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("parties", "0016_tokens_are_sealed"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(bind_what_is_there, migrations.RunPython.noop)]
