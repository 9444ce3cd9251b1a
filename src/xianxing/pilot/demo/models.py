"""How far the demonstration's clock is from real time."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class ClockOffset(models.Model):
    """The one row: real time plus so many seconds is the demonstration's time."""

    protection = WorkingData("the demonstration's clock")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField()
