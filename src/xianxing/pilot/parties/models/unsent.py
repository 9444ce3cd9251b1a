"""What people typed into forms and haven't sent: kept for them alone, until it is sent or emptied."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class UnsentText(models.Model):
    """The text of one input that its writer hasn't sent yet; nobody else ever reads it.

    `place` is the form's address and the input's name, as `xianxing.pilot.parties.domain.unsent` spells them.
    `page` and `turn` say which opened page wrote it last and at which step; an empty row stays for a while
    where a text was sent, so that one still on its way doesn't come back.
    """

    protection = WorkingData("typed and not sent, read by its writer only; nobody's word yet")

    user = models.ForeignKey("parties.User", models.CASCADE, related_name="unsent_texts")
    place = models.CharField(max_length=400)
    text = models.TextField()
    at = models.DateTimeField()
    page = models.CharField(max_length=40, blank=True, default="")
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_unsent_text_a_place", fields=("user", "place")),)
