"""What this app stores: steps of local support, consents to the talent pool, contributions to projects."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, WorkingData


class SupportStage(models.TextChoices):
    """How far the support of an institution or of a project's participants under a policy has come."""

    RECOMMENDED = "recommended", _("recommended by the working group")
    APPLIED = "applied", _("applied for")
    GRANTED = "granted", _("support granted")
    REFUSED = "refused", _("not granted")


class SupportStep(models.Model):
    """A step of local support under a policy: the version of the day, its conditions as found and as judged.

    `findings` holds each condition with its verdict, the rows behind it, and what a person said of it;
    `policy_digest` is SHA-256 of the policy's version. `unit` is whom it concerns, empty for participants.
    """

    protection = Bound(
        fixed=(
            "case", "number", "policy", "policy_since", "policy_digest", "unit", "stage", "findings", "words",
            "organ", "document", "happened_on", "evidence", "entered_by", "entered_at",
        ),
        erasable=("findings", "words", "organ", "document", "evidence"),
        case="case",
        message="a step of local support stays as it was entered",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="support_steps")
    number = models.PositiveIntegerField()
    policy = models.CharField(max_length=60)
    policy_since = models.DateField()
    policy_digest = models.CharField(max_length=64)
    unit = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=12, choices=SupportStage)
    findings = models.JSONField(default=list)
    words = models.TextField()
    organ = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=100, blank=True)
    happened_on = models.DateField()
    evidence = models.JSONField(default=list)
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_support_step_a_number", fields=("case", "number")),)


class TalentConsent(models.Model):
    """That a person agreed to stand in the talent pool, to which text, and when that was taken back.

    It belongs to no case and lies under a seal by the site's secret. Taking it back empties `expertise` and
    removes the contributions; who agreed to what, from when until when, stays as the proof of it.
    """

    protection = WorkingData(
        "a person's own word about the own data, which belongs to no case; without its seal it counts for "
        "nothing",
        sealed=("person", "text", "text_digest", "expertise", "given_at", "withdrawn_at"),
    )

    person = models.ForeignKey("parties.User", models.PROTECT, related_name="talent_consents")
    text = models.CharField(max_length=30)
    text_digest = models.CharField(max_length=64)
    expertise = models.TextField(blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_consent_at_a_time", fields=("person",), condition=Q(withdrawn_at__isnull=True)
            ),
        )


class ContributionState(models.TextChoices):
    """What the secretariat found about a contribution."""

    STATED = "stated", _("waits for the secretariat")
    ACCEPTED = "accepted", _("a large contribution")
    DECLINED = "declined", _("not taken into the pool")


class TalentContribution(models.Model):
    """What a person did for a project, in own words, with the acts of the record that show it.

    `proofs` holds number, step, role and day of each such act, empty where the record shows none.
    """

    protection = WorkingData(
        "personal data that goes when the consent is taken back; the acts behind it stand in the record",
        sealed=(
            "person", "case", "role", "words", "proofs", "stated_at", "state", "reason", "decided_by",
            "decided_at",
        ),
    )  # fmt: skip

    person = models.ForeignKey("parties.User", models.PROTECT, related_name="talent_contributions")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="talent_contributions")
    role = models.CharField(max_length=100)
    words = models.TextField()
    proofs = models.JSONField(default=list)
    stated_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ContributionState, default=ContributionState.STATED)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_contribution_a_project", fields=("person", "case")),)
