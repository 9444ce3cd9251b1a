"""Further calls for papers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, models

from xianxing.pilot.calls.models import Call
from xianxing.pilot.protection.triggers import triggers


@contextmanager
def rewriting(model: type[models.Model]) -> Iterator[None]:
    """Within, rows of a table can be changed, as the owner of the database can; its trigger comes back."""
    vendor, name = connection.vendor, f"{model._meta.db_table}_update"
    trigger = next(one for one in triggers(vendor) if one.name == name)
    with connection.cursor() as cursor:
        if vendor == "postgresql":  # a table with checks still to be made can't lose a trigger
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in trigger.drop(vendor):
            cursor.execute(statement)
        yield
        for statement in trigger.create(vendor):
            cursor.execute(statement)


def next_call(call: Call) -> Call:
    """The batch after it, under the same guide."""
    call.pk, call.batch = None, "batch-after"
    call.opens_on, call.closes_on = date(2024, 2, 1), date(2024, 6, 30)
    call.save()
    return call
