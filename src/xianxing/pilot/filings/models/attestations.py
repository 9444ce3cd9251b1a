"""The body that is attested, the attestations that bind to its digest, and the public sheet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, DossierTexts, WorkingData

STAYS = "what was filed stays as it was filed"


def kept(case: str) -> str:
    """When a row of filings stays: while its case has contents left and no stop for secrecy is open.

    What erasures say of themselves is never erased, and keeps nothing.
    """
    return (
        "NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop"
        " WHERE stop.case_id = OLD.{case} AND stop.lifted_at IS NULL)"
        " AND EXISTS (SELECT 1 FROM cases_payload AS held"
        " JOIN cases_event AS act ON act.place = held.event_id"
        " WHERE act.case_id = OLD.{case} AND act.erases IS NULL AND act.step <> 'erase.whole'"
        " AND NOT (act.step = 'put_on_record' AND act.role = 'security_administrator'))"
    ).replace("{case}", case)


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

    protection = Bound(
        fixed=("filing", "number", "digest", "canonical", "frozen_by", "frozen_at"),
        later=("voided_at", "voided_by", "filed_at"),
        erasable=("canonical",),
        case="filing__case",
        texts=DossierTexts(("canonical",), (("filed_at__isnull", False),)),
    )

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
    """A person's act for a unit about a body.

    `seen` is the digest of what was on the screen: of the body, or of the public sheet where that is
    consented to; `seen_report` that of the compliance report. `recognises` are the keys of the units named
    in a consent. A refusal has its reason in `opinion`. `stepped_up_at` is real time.
    """

    protection = Bound(
        fixed=(
            "body",
            "kind",
            "unit",
            "about",
            "by",
            "title",
            "opinion",
            "seen",
            "seen_report",
            "recognises",
            "stepped_up_at",
            "refused",
            "at",
        ),
        later=("holding", "returned", "returned_check", "lapsed_at"),
        erasable=("opinion", "returned_check"),
        case="body__filing__case",
        place="event_place",
        texts=DossierTexts(("opinion",), (("lapsed_at", None), ("body__filed_at__isnull", False))),
    )

    body = models.ForeignKey(Body, models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=20, choices=AttestationKind)
    unit = models.ForeignKey("filings.Unit", models.PROTECT, related_name="attestations")
    about = models.ForeignKey("filings.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    title = models.CharField(max_length=50, blank=True)
    opinion = models.TextField(blank=True)
    seen = models.CharField(max_length=64)
    seen_report = models.CharField(max_length=64, blank=True)
    recognises = models.JSONField(default=list)
    stepped_up_at = models.DateTimeField(null=True, blank=True)
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

    @property
    def trusted(self) -> bool:
        """Whether the file that came back is signed, each signature under an authority trusted here."""
        found = self.returned_check.get("signatures", [])
        return bool(found) and all(one.get("verifiable") and one.get("trusted") for one in found)


class Submission(models.Model):
    """How a body reached its addressee. Outside channel: the package that went out, then its receipt.

    `package` is the SHA-256 of the exported zip; `number`, `received_at` and `evidence` are what the platform
    said; `own_place` is the place of our filing event in the log.
    """

    protection = Bound(
        fixed=("body", "external"),
        later=(
            "package",
            "package_size",
            "exported_by",
            "exported_at",
            "number",
            "received_at",
            "evidence",
            "filed_by",
        ),
        case="body__filing__case",
        place="own_place",
    )

    body = models.OneToOneField(Body, models.PROTECT, related_name="submission")
    external = models.BooleanField()
    package = models.CharField(max_length=64, blank=True)
    package_size = models.BigIntegerField(default=0)
    exported_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    exported_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ForeignKey(
        "filings.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    own_place = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="filed_outside_with_number_time_and_evidence",
                condition=Q(own_place__isnull=True)
                | Q(external=False)
                | (~Q(package="") & ~Q(number="") & Q(received_at__isnull=False, evidence__isnull=False)),
            ),
        )


class FiledFindings(models.Model):
    """The checker's findings as a body was filed with them; never changed, gone only with a state secret.

    `report` holds, by language, the findings with the applicant's explanation of that instant, and the files
    not read whole by then. `given` is what attestations had written into the form, `window` the terms of the
    call: with the body they are all that the checker was given. `digest` stands in the filing's event.
    """

    protection = Bound(
        fixed=("case", "body", "as_of", "ruleset", "window", "given", "report", "digest", "filed_at"),
        case="case",
        texts=DossierTexts(("report",)),
        removable=True,
        kept=kept("case_id"),
        message=STAYS,
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    body = models.OneToOneField(Body, models.PROTECT, related_name="filed_findings")
    as_of = models.DateField()
    ruleset = models.CharField(max_length=64)
    window = models.JSONField()
    given = models.JSONField()
    report = models.JSONField()
    digest = models.CharField(max_length=64)
    filed_at = models.DateTimeField()


class PublicCell(models.Model):
    """One entry of the public sheet; empty until an applicant's act fills it, perhaps from a cell."""

    protection = WorkingData("until a unit consents; what it consented to is a version of the sheet")

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="public_cells")
    path = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    taken_from = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_public_cell_a_path", fields=("filing", "path")),)


class SheetVersion(models.Model):
    """The public sheet as a unit consented to it, so that a later change can be shown to that unit."""

    protection = Bound(
        fixed=("filing", "digest", "canonical", "at"),
        case="filing__case",
        removable=True,
        kept=kept("filing_id"),
        message=STAYS,
    )

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="sheet_versions")
    digest = models.CharField(max_length=64)
    canonical = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_sheet_a_digest", fields=("filing", "digest")),)


class Mask(models.Model):
    """What must not become public, and why: a cell, row, unit field or file."""

    protection = Bound(
        fixed=("filing", "location", "reason", "by", "at"),
        later=("lifted_at",),
        erasable=("reason",),
        case="filing__case",
    )

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="masks")
    location = models.CharField(max_length=200)
    reason = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
