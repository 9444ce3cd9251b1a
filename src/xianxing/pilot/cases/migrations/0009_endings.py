"""What was erased doesn't come back, and a stop for secrecy ends by a recorded lifting only."""

from django.db import migrations

from xianxing.pilot.cases.triggers import (
    ENDING_ROWS,
    ENDING_RULES,
    allow_replacing,
    create,
    drop,
    forbid_replacing,
)


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*create(vendor, ENDING_RULES), *forbid_replacing(vendor, ENDING_ROWS)):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*drop(vendor, ENDING_RULES), *allow_replacing(vendor, ENDING_ROWS)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_lifting_and_erasures")]
    operations = [migrations.RunPython(forwards, backwards)]
