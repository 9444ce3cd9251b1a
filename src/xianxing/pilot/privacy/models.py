"""What this app stores: requests about personal information, and their answers."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import WorkingData


class DataRequestKind(models.TextChoices):
    """What is asked for."""

    ACCESS = "access", _("to know what is kept about me, and have a copy")
    CORRECTION = "correction", _("to have it corrected or completed")
    DELETION = "deletion", _("to have it deleted")


class DataOrigin(models.TextChoices):
    """How the person gave the data, and is known again."""

    COMPLAINT = "complaint", _("a complaint, report, inquiry or petition")
    COMMENT = "comment", _("a comment on a public notice")
    EXPERT = "expert", _("an expert's account")
    TALENT = "talent", _("a place in the talent pool")


class DataOutcome(models.TextChoices):
    """What became of a request."""

    GRANTED = "granted", _("granted in full")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("refused, with the reason")


class DataRequest(models.Model):
    """A request: what is asked for lies sealed; `reference` is the number under which the data were given.

    `person` is the expert, or who stands in the pool; of the others nobody. `due` is the last day for the
    answer.
    """

    protection = WorkingData(
        "belongs to no case, so that no event names it; its words answer to a digest under the seal",
        sealed=("number", "kind", "origin", "reference", "person", "received_at", "due", "digest"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=DataRequestKind)
    origin = models.CharField(max_length=12, choices=DataOrigin)
    reference = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    due = models.DateField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("origin", "reference"), name="data_requests_by_reference"),)


class DataRequestAnswer(models.Model):
    """The answer to a request; its words lie sealed. `deleted` says whether the data were deleted with it."""

    protection = WorkingData(
        "belongs to no case, so that no event names it; its words answer to a digest under the seal",
        sealed=("request", "outcome", "deleted", "by", "at", "digest"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(DataRequest, models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=DataOutcome)
    deleted = models.BooleanField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    seal = models.CharField(max_length=64)
