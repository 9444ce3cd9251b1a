"""What this app stores: plans of indicators, batches of values, answers to alarms, how cases stand."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, WorkingData


class PlanState(models.TextChoices):
    """Where a plan of indicators stands."""

    PROPOSED = "proposed", _("waits for the working group")
    AGREED = "agreed", _("agreed by the working group")
    RETURNED = "returned", _("returned")


class ReportWay(models.TextChoices):
    """By which way values came."""

    FORM = "form", _("form")
    TABLE = "table", _("table")
    PROGRAM = "program", _("program")


class AnswerKind(models.TextChoices):
    """What an answer to an alarm does."""

    EXPLAIN = "explain", _("explained by the institution")
    MUTE = "mute", _("set aside by the working group")


class IndicatorPlan(models.Model):
    """What an institution promises to measure and where it becomes serious, signed; agreed by the group.

    `lines` hold indicator, amber and red line each. A plan counts from `effective_on` until a later one does.
    """

    protection = Bound(
        fixed=("case", "number", "lines", "effective_on", "unit", "signed_by", "signed_at"),
        later=("state", "reason", "decided_by", "decided_at"),
        erasable=("lines", "reason"),
        case="case",
        message="a plan stays as it was signed",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="indicator_plans")
    number = models.PositiveIntegerField()
    lines = models.JSONField()
    effective_on = models.DateField()
    unit = models.CharField(max_length=60)
    signed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.PROPOSED)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_plan_a_number", fields=("case", "number")),)


class CommitmentSignature(models.Model):
    """That an institution signed the list of what it is held to in the trial, item by item.

    `items` hold for each where it stands, its clause, its words and their digest; `digest` is the list's.
    A list that changed is a later version and is signed anew.
    """

    protection = Bound(
        fixed=("case", "unit", "version", "items", "digest", "signed_by", "signed_at"),
        erasable=("items", "digest"),
        case="case",
        message="a list of commitments stays as it was signed",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="commitment_signatures")
    unit = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    items = models.JSONField()
    digest = models.CharField(max_length=64, blank=True)
    signed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_commitment_signature_a_version", fields=("case", "unit", "version")
            ),
        )


class ValueBatch(models.Model):
    """Values that came together: indicator, period, value, whether late, whether they correct earlier ones.

    Nothing is ever overwritten.
    """

    protection = Bound(
        fixed=("case", "number", "values", "unit", "way", "reason", "reported_by", "reported_at"),
        erasable=("values", "reason"),
        case="case",
        message="values stay as they were reported",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="value_batches")
    number = models.PositiveIntegerField()
    values = models.JSONField()
    unit = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=ReportWay)
    reason = models.TextField(blank=True)
    reported_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_batch_a_number", fields=("case", "number")),)


class AlarmAnswer(models.Model):
    """What the institution says to a value that stands out, or why the working group sets it aside."""

    protection = Bound(
        fixed=("case", "indicator", "period", "kind", "words", "given_by", "given_at"),
        erasable=("words",),
        case="case",
        message="an answer stays as it was given",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="alarm_answers")
    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, choices=AnswerKind)
    words = models.TextField()
    given_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class MonitoringState(models.Model):
    """How a case stands by its values, for lists: how many are red or amber, from when on one is late."""

    protection = WorkingData("made from plans, values and answers whenever one of them changes")

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="monitoring")
    red = models.PositiveIntegerField()
    amber = models.PositiveIntegerField()
    unanswered = models.PositiveIntegerField()
    late_from = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()


class CommitmentStanding(models.Model):
    """How a case stands by its list of commitments: which units have yet to sign it, and whom that was told.

    As of the case's event `sequence`.
    """

    protection = WorkingData("made from the record; `told` says only that messages were written")

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="commitments")
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    unsigned = models.JSONField(default=list)
    told = models.JSONField(default=list)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
