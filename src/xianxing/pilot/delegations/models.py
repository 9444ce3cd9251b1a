"""What this app stores: delegations, and what became of each, both only ever added to."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import AppendOnly, Bound


class ChangeKind(models.TextChoices):
    """What can become of a delegation after it was given."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REVOKED = "revoked", _("revoked")
    LAID_DOWN = "laid_down", _("laid down")


class Delegation(models.Model):
    """A written power of one person for another, the deputy, to take steps of the own office in a period.

    `roles` are roles of the procedure, of those that the delegator holds; `means` the meanings of the acts
    that are delegated, empty for every step of these roles. Both days are included. The row is sealed when it
    is given; the event of each act under it names it.
    """

    protection = Bound(
        fixed=("delegator", "deputy", "roles", "means", "first_day", "last_day", "words", "given_at", "seal")
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegator = models.ForeignKey("parties.User", models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey("parties.User", models.PROTECT, related_name="delegations_held")
    roles = models.JSONField()
    means = models.JSONField(default=list)
    first_day = models.DateField()
    last_day = models.DateField()
    words = models.TextField()
    given_at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="nobody_is_the_own_deputy", condition=~Q(delegator=F("deputy")),
            ),
            models.CheckConstraint(
                name="a_delegation_has_a_period", condition=Q(last_day__gte=F("first_day")),
            ),
        )  # fmt: skip


class DelegationChange(models.Model):
    """That a delegation was accepted, declined, revoked or laid down, by whom and when; each once."""

    protection = AppendOnly()

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="each_change_once", fields=("delegation", "kind")),)
