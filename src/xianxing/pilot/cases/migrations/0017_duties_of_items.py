"""In a trial the duty with the earliest day counts now, an open item's or the end: duties are made anew.

What is kept of each case goes, and state and duties are reduced from the events again as time passes.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_states(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Keep no state, so that each case is reduced again."""
    apps.get_model("cases", "ReducedState").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_indexes")]

    operations = [migrations.RunPython(forget_states, migrations.RunPython.noop)]
