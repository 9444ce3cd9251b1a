"""What this app keeps: how many rows the figures of a year have, as of a place of the log."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class YearTally(models.Model):
    """The rows of all figures that follow from acts, counted up to `place`, the log's last place then.

    `year` 0 is all of the pilot. `tallies` are those of each call, as JSON, stopped cases among them. `code`
    is the digest of the program that counted, `seal` by the site's secret: what another program counted, or
    was written into the database alone, counts for nothing.
    """

    protection = WorkingData("counted again from the events whenever it isn't there; in no backup")

    year = models.PositiveSmallIntegerField(primary_key=True)
    place = models.BigIntegerField()
    code = models.CharField(max_length=64)
    tallies = models.TextField()
    seal = models.CharField(max_length=64)
