"""What this app stores: things that filed filings name, and sketches of their texts."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData

MADE_AGAIN = "made again from the bodies filed last, by `xianxing search rebuild`"


class NamedThing(models.Model):
    """Something that the body filed last of a case names; `key` is the same for the same thing.

    `words` are those of the filing, `place` where it stands.
    """

    protection = WorkingData(MADE_AGAIN)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    words = models.CharField(max_length=200)
    place = models.CharField(max_length=120)

    class Meta:
        indexes = (models.Index(fields=("kind", "key"), name="things_by_key"),)


class TextSketch(models.Model):
    """A sketch of all words of a filed body, from which the likeness of two bodies is estimated.

    `body` is the body filed last; `values` are the smallest hashes, a group each.
    """

    protection = WorkingData(MADE_AGAIN)

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    body = models.BigIntegerField()
    values = models.BinaryField()


class SketchBand(models.Model):
    """A band of a sketch: two filings that share one may be alike, and are compared."""

    protection = WorkingData(MADE_AGAIN)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    band = models.BigIntegerField(db_index=True)
