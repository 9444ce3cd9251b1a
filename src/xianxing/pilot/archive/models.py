"""What this app stores: volumes of finished cases, and the receipts that the archive gave for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound


class VolumeState(models.TextChoices):
    """Where a volume stands."""

    PREPARED = "prepared", _("waits for the check by a second person")
    RETURNED = "returned", _("volume returned with a reason")
    CHECKED = "checked", _("checked; to be handed over")


class ReceiptState(models.TextChoices):
    """Whether the entry of a receipt was confirmed."""

    ENTERED = "entered", _("waits for the second person")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("not confirmed")


class ArchiveVolume(models.Model):
    """A volume of a finished case: what is in it, how long it is kept, where the paper originals are.

    `catalogue` are the items in order. The package is made when a second person has checked the volume;
    `digest` is that of its signed list. A later volume stands beside an earlier one; nothing is overwritten.
    """

    protection = Bound(
        fixed=(
            "case", "number", "retention", "retention_reason", "originals", "note", "catalogue",
            "prepared_by", "prepared_at",
        ),
        later=("state", "reason", "checked_by", "checked_at", "package", "digest"),
        erasable=("retention_reason", "originals", "note", "catalogue", "reason"),
        case="case",
        message="a volume stays as it was prepared",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="archive_volumes")
    number = models.PositiveIntegerField()
    retention = models.CharField(max_length=20)
    retention_reason = models.TextField(blank=True)
    originals = models.TextField()
    note = models.TextField()
    catalogue = models.JSONField()
    prepared_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=VolumeState, default=VolumeState.PREPARED)
    reason = models.TextField(blank=True)
    checked_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    package = models.ForeignKey("filings.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_volume_a_number", fields=("case", "number")),)


class ArchiveReceipt(models.Model):
    """A receipt of the archive for a volume, entered with its scan by one person and confirmed by another."""

    protection = Bound(
        fixed=(
            "volume", "ordinal", "organ", "document", "received_on", "evidence", "entered_by", "entered_at",
        ),
        later=("state", "reason", "decided_by", "decided_at"),
        erasable=("organ", "document", "evidence", "reason"),
        case="volume__case",
        message="a receipt stays as it was entered",
    )  # fmt: skip

    volume = models.ForeignKey(ArchiveVolume, models.PROTECT, related_name="receipts")
    ordinal = models.PositiveIntegerField()
    organ = models.CharField(max_length=200)
    document = models.CharField(max_length=100)
    received_on = models.DateField()
    evidence = models.JSONField()
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReceiptState, default=ReceiptState.ENTERED)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_receipt_an_ordinal", fields=("volume", "ordinal")),)
