"""What this app stores: assessments as they were handed in, proofs of measures, outcomes of referrals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound


class ExitKind(models.TextChoices):
    """The four exits of clause 5.3."""

    NORMALISE = "normalise", _("Regular operation")
    END = "end", _("End of the trial")
    EXTEND = "extend", _("Extension")
    FORCE = "force", _("Forced exit")


class ProofState(models.TextChoices):
    """Where the proof of a measure stands."""

    HANDED_IN = "handed_in", _("waits for the secretariat")
    ACCEPTED = "accepted", _("accepted by the secretariat")
    RETURNED = "returned", _("returned with a reason")


class ExitAssessment(models.Model):
    """An assessment as an institution or the group handed it in: figures of that moment, and a judgement.

    `exit` is the number of the event that opened the exit; `unit` is empty for the group's own. `digest` is
    SHA-256 over figures, judgement and proposal. A later one stands beside it; nothing is overwritten.
    """

    protection = Bound(
        fixed=(
            "case", "number", "exit", "unit", "proposes", "figures", "judgement", "digest", "handed_in_by",
            "handed_in_at",
        ),
        erasable=("figures", "judgement"),
        case="case",
        message="an assessment stays as it was handed in",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="exit_assessments")
    number = models.PositiveIntegerField()
    exit = models.PositiveIntegerField()
    unit = models.CharField(max_length=60, blank=True)
    proposes = models.CharField(max_length=10, choices=ExitKind, blank=True)
    figures = models.JSONField()
    judgement = models.TextField()
    digest = models.CharField(max_length=64)
    handed_in_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_assessment_a_number", fields=("case", "number")),)


class MeasureProof(models.Model):
    """What an institution brought as proof of its part of a measure, and what the secretariat found.

    Where a measure doesn't concern the institution (`applies` is False), words say why instead of a file.
    """

    protection = Bound(
        fixed=(
            "case", "number", "exit", "unit", "measure", "applies", "words", "evidence", "given_by",
            "given_at",
        ),
        later=("state", "reason", "decided_by", "decided_at"),
        erasable=("words", "evidence", "reason"),
        case="case",
        message="a proof stays as it was brought",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="measure_proofs")
    number = models.PositiveIntegerField()
    exit = models.PositiveIntegerField()
    unit = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    applies = models.BooleanField()
    words = models.TextField()
    evidence = models.JSONField()
    given_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.HANDED_IN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_proof_a_number", fields=("case", "number")),)


class ReferralOutcome(models.Model):
    """What a competent body did after a referral, as its letter says; `referral` is the event's number."""

    protection = Bound(
        fixed=(
            "case", "number", "referral", "organ", "document", "received_on", "words", "evidence",
            "entered_by", "entered_at",
        ),
        erasable=("organ", "document", "words", "evidence"),
        case="case",
        message="an outcome stays as it was entered",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="referral_outcomes")
    number = models.PositiveIntegerField()
    referral = models.PositiveIntegerField()
    organ = models.CharField(max_length=200)
    document = models.CharField(max_length=100, blank=True)
    received_on = models.DateField()
    words = models.TextField()
    evidence = models.JSONField()
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_outcome_a_number", fields=("case", "number")),)
