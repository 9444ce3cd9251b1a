"""No entry of the log and no open stop is replaced, by whatever key; an event needs its case's row."""

from django.db import migrations

from xianxing.pilot.cases.triggers import (
    RENEWED,
    RENEWED_ROWS,
    allow_replacing,
    create,
    drop,
    forbid_replacing,
)


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    old = (*drop(vendor, RENEWED), *allow_replacing(vendor, RENEWED_ROWS))
    for statement in (*old, *create(vendor, RENEWED), *forbid_replacing(vendor, RENEWED_ROWS)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_stops_not_truncated")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
