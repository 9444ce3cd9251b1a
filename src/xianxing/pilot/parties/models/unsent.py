"""What people typed into forms and haven't sent: kept for them alone, until it is sent or emptied."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class UnsentText(models.Model):
    """The text of one input that its writer hasn't sent yet; nobody else ever reads it.

    `place` is the form's address and the input's name, as `xianxing.pilot.parties.domain.unsent` spells them.
    """

    protection = WorkingData("typed and not sent, read by its writer only; nobody's word yet")

    user = models.ForeignKey("parties.User", models.CASCADE, related_name="unsent_texts")
    place = models.CharField(max_length=400)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_unsent_text_a_place", fields=("user", "place")),)
