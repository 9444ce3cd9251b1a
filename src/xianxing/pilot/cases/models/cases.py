"""A case: where it stands. Only `perform` writes it, and triggers in the database hold everybody to that."""

from __future__ import annotations

import uuid

from django.db import models


class Case(models.Model):
    """A filing's life under one version of the procedure.

    `state`, `sequence` and `facts` repeat what the events say, so that lists need no replay; the database
    refuses any change that doesn't name a new event of this case with that target state and the next number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="cases")
    procedure_version = models.CharField(max_length=80)
    state = models.CharField(max_length=50)
    sequence = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("call", "state")),)

    def __str__(self) -> str:
        return str(self.id)
