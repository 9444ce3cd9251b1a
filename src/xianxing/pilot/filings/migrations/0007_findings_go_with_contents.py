"""Findings as filed go with the contents of their case, not only while it is stopped for secrecy."""

from django.db import migrations

from xianxing.pilot.cases.triggers import create, drop
from xianxing.pilot.filings.triggers import LEAVING


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*drop(vendor, LEAVING), *create(vendor, LEAVING)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("filings", "0006_sheet_versions")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
