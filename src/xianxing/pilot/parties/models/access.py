"""The log of who entered and who changed whose rights; letters of authority; resets by two people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.protection.declarations import AppendOnly, WorkingData


class AccessEvent(models.Model):
    """One line of the access log; append-only by trigger. It names people and roles, never a filing.

    `at` is the instant by the site's clock for acts of the pilot; `recorded_at` is always real time. `key` is
    a keyed digest of what was tried (an address), so that a mistyped password is never kept.
    """

    protection = AppendOnly("the access log is append-only")

    kind = models.CharField(max_length=30, choices=AccessKind)
    user = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    detail = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("key", "recorded_at"), name="access_key_time"),
            models.Index(fields=("-recorded_at",), name="access_time"),
        )


class Letter(models.Model):
    """The authorisation letter of a claim, sealed, for the staff who decide; its digest stands in the claim.

    `domain.letters` alone opens it.
    """

    protection = WorkingData("sealed; its digest stands in the claim")

    claim = models.OneToOneField("parties.Claim", models.CASCADE, primary_key=True, related_name="letter")
    media_type = models.CharField(max_length=50)
    sealed = models.BinaryField()


class SecondFactorReset(models.Model):
    """A request to remove a person's second factor: one officer asks, another confirms."""

    protection = WorkingData("asked and confirmed by acts that the access log keeps")

    user = models.ForeignKey("parties.User", models.PROTECT, related_name="resets")
    reason = models.CharField(max_length=300)
    requested_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_reset_a_person", fields=("user",), condition=Q(confirmed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_reset_takes_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
            ),
        )
