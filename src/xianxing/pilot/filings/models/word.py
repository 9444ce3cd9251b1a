"""What a form filled in Word would change, kept for the short time in which a person looks at it."""

from __future__ import annotations

import uuid

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class WordProposal(models.Model):
    """A proposal, sealed as what was read in files is; its reader alone opens it, until `expires_at`."""

    protection = WorkingData("kept for the short time in which a person looks at it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey("filings.Filing", models.CASCADE, related_name="word_proposals")
    unit = models.ForeignKey("filings.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey("parties.User", models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=("expires_at",)),)
