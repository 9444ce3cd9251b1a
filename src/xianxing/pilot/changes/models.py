"""What this app stores: changes as they were told, with what the working group said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound


class ChangeState(models.TextChoices):
    """Where a change stands."""

    TOLD = "told", _("told, not decided")
    APPROVED = "approved", _("agreed to")
    NOTED = "noted", _("taken note of")
    REFUSED = "refused", _("not agreed to")
    DROPPED = "dropped", _("dropped by the institution")


class TrialChange(models.Model):
    """A change that is to come: what changes and why, from which day on; what the working group said.

    `approval` tells whether the kind needed an agreement on the day it was told.
    """

    protection = Bound(
        fixed=(
            "case", "number", "kind", "approval", "what", "why", "effective_on", "unit", "signed_by",
            "signed_at",
        ),
        later=("state", "reason", "decided_by", "decided_at"),
        erasable=("what", "why", "reason"),
        case="case",
        message="a change stays as it was told",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="trial_changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    approval = models.BooleanField()
    what = models.TextField()
    why = models.TextField()
    effective_on = models.DateField()
    unit = models.CharField(max_length=60)
    signed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.TOLD)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_change_a_number", fields=("case", "number")),)
