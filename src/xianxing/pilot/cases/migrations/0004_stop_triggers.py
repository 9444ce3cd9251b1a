"""Nothing goes on in a stopped case, and PostgreSQL's TRUNCATE is refused like every other removal."""

from django.db import migrations

from xianxing.pilot.cases.triggers import STOP_RULES, allow_truncation, create, drop, forbid_truncation


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*create(vendor, STOP_RULES), *forbid_truncation(vendor)):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*drop(vendor, STOP_RULES), *allow_truncation(vendor)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_secrecy_stop")]
    operations = [migrations.RunPython(forwards, backwards)]
