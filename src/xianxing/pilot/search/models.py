"""What this app stores: the words that can be found, and for each short piece of text where it occurs."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData

MADE_AGAIN = "made again from what was filed and published, by `xianxing search rebuild`"


class Audience(models.TextChoices):
    """Who may find a text: the two are kept apart, so that nobody's search touches the other's words."""

    DESK = "desk"
    PUBLIC = "public"


class TextKind(models.TextChoices):
    """Of what a text is: the body filed last, a public notice, an entry of the register."""

    FILING = "filing"
    NOTICE = "notice"
    PROJECT = "project"


class SearchText(models.Model):
    """The words of one filed body, notice or entry of the register; `source` is that row's number.

    `entries` are pairs of a place, such as `content.overview`, and its text.
    """

    protection = WorkingData(MADE_AGAIN)

    audience = models.CharField(max_length=10, choices=Audience)
    kind = models.CharField(max_length=10, choices=TextKind)
    source = models.BigIntegerField()
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    entries = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_text_a_source", fields=("kind", "source")),)


class GramBlock(models.Model):
    """In which of a block's texts a piece of one or two characters occurs: a bit for each text."""

    protection = WorkingData(MADE_AGAIN)

    audience = models.CharField(max_length=10, choices=Audience)
    gram = models.CharField(max_length=2)
    block = models.IntegerField()
    texts = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_block_a_gram", fields=("audience", "gram", "block")),
        )
