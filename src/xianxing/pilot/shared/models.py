"""What this app stores: values that are worth something for minutes."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class SharedValue(models.Model):
    """A value under a key until an instant, in seconds since 1970; without one it stays.

    Whole numbers stand in `number`, so that the database itself counts; all else in `text`, as JSON.
    """

    protection = WorkingData("how often somebody came in the last minutes; in no backup")

    key = models.CharField(max_length=300, primary_key=True)
    number = models.BigIntegerField(null=True)
    text = models.TextField(blank=True)
    until = models.FloatField(null=True, db_index=True)
