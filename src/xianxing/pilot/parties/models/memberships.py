"""Who may act for whom, from when to when: members, staff and officers; invitations and claims."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.pilot.protection.declarations import WorkingData

GRANTED = "granted and ended by acts that the access log keeps; what counts for an act is in its event"

Row = TypeVar("Row", bound="Term")


class TermQuerySet(models.QuerySet[Row]):
    """Rows with a term."""

    def active(self, at: datetime) -> TermQuerySet[Row]:
        """Those in force at this instant; a term ends just before `until`."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class Term(models.Model):
    """A role held from an instant to an instant; rows are ended, never deleted."""

    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Membership(Term):
    """A person's role in an institution, on a power of attorney."""

    protection = WorkingData(GRANTED)

    user = models.ForeignKey("parties.User", models.PROTECT, related_name="memberships")
    institution = models.ForeignKey("parties.Institution", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=MemberRole)
    department = models.CharField(max_length=50, blank=True)
    title = models.CharField(max_length=50, blank=True)
    department_head = models.BooleanField(default=False)
    power_of_attorney = models.TextField(blank=True)

    objects: TermQuerySet[Membership] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_membership_a_role",
                fields=("user", "institution", "role"),
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
        )


class StaffAppointment(Term):
    """A person's role in the working group or a body beside it."""

    protection = WorkingData(GRANTED)

    user = models.ForeignKey("parties.User", models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=StaffRole)

    objects: TermQuerySet[StaffAppointment] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_appointment_a_role", fields=("user", "role"), condition=Q(until__isnull=True)
            ),
        )


class OfficerAppointment(Term):
    """One of the three separate officers; a person holds at most one of these posts, and nothing else."""

    protection = WorkingData(GRANTED)

    user = models.ForeignKey("parties.User", models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=OfficerRole)

    objects: TermQuerySet[OfficerAppointment] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_post_a_person", fields=("user",), condition=Q(until__isnull=True)
            ),
        )


class Invitation(models.Model):
    """An invitation to a role in an institution; only the digest of its token is kept, and it works once."""

    protection = WorkingData("works once, and the access log keeps who took it up")

    token_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    institution = models.ForeignKey("parties.Institution", models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=MemberRole)
    department = models.CharField(max_length=50, blank=True)
    title = models.CharField(max_length=50, blank=True)
    department_head = models.BooleanField(default=False)
    power_of_attorney = models.TextField(blank=True)
    invited_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")


class Claim(models.Model):
    """A claim to act for an institution, with the authorisation letter's digest, until staff decide."""

    protection = WorkingData("claimed and decided by acts that the access log keeps")

    institution = models.ForeignKey("parties.Institution", models.CASCADE, related_name="claims")
    claimant = models.ForeignKey("parties.User", models.PROTECT, related_name="claims")
    letter_name = models.CharField(max_length=200)
    letter_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    granted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_claim_an_institution",
                fields=("institution",),
                condition=Q(decided_at__isnull=True),
            ),
        )
