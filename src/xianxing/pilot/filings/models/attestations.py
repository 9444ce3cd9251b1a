"""The body that is attested, the attestations that bind to its digest, and the public sheet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _


class AttestationKind(TextChoices):
    """In the order in which they are given."""

    UNIT_REVIEW = "unit_review", _("Unit's internal review")
    TRUTH_PLEDGE = "truth_pledge", _("Pledge of truth")
    LEAD_REVIEW = "lead_review", _("Lead's review")
    COMPLIANCE = "compliance", _("Compliance signature")
    CONSENT = "consent", _("Consent and mutual recognition")
    SHEET_CONSENT = "sheet_consent", _("Consent to the public sheet")


class Holding(TextChoices):
    """Which of the three the system holds for an attestation; a click is never called a legal signature."""

    ACT = "act", _("Confirmed in the system")
    SCAN = "scan", _("Signed and sealed scan")
    CERTIFICATE = "certificate", _("Certificate-signed file")


class Body(models.Model):
    """A frozen body: project, content, unit facts and all files' digests in canonical form."""

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="bodies")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    canonical = models.BinaryField()
    frozen_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_body_a_number", fields=("filing", "number")),
            models.UniqueConstraint(
                name="one_body_in_force", fields=("filing",), condition=Q(voided_at__isnull=True)
            ),
        )


class Attestation(models.Model):
    """A person's act for a unit about a body; it says what was on the screen by the body's digest."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=20, choices=AttestationKind)
    unit = models.ForeignKey("filings.Unit", models.PROTECT, related_name="attestations")
    about = models.ForeignKey("filings.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    title = models.CharField(max_length=50, blank=True)
    opinion = models.TextField(blank=True)
    refused = models.BooleanField(default=False)
    event_place = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    holding = models.CharField(max_length=12, choices=Holding, default=Holding.ACT)
    returned = models.ForeignKey(
        "filings.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_check = models.JSONField(default=dict)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_attestation_in_force",
                fields=("body", "kind", "unit"),
                condition=Q(lapsed_at__isnull=True, refused=False, about__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_attestation_about_a_unit_in_force",
                fields=("body", "kind", "unit", "about"),
                condition=Q(lapsed_at__isnull=True, refused=False, about__isnull=False),
            ),
        )


class PublicCell(models.Model):
    """One entry of the public sheet; empty until an applicant's act fills it, perhaps from a cell."""

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="public_cells")
    path = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    taken_from = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_public_cell_a_path", fields=("filing", "path")),)


class Mask(models.Model):
    """What must not become public, and why: a cell, row, unit field or file."""

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="masks")
    location = models.CharField(max_length=200)
    reason = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
