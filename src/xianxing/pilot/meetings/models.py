"""What this app stores: a meeting with its agenda, whom it invited, who keeps out of which project."""

from __future__ import annotations

import uuid

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData

IN_MINUTES = "the minutes are evidence that the acts name; nothing follows from this row by itself"


class Meeting(models.Model):
    """A meeting of the working group on projects of one call; closed once its minutes were made."""

    protection = WorkingData(IN_MINUTES)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="meetings")
    subject = models.CharField(max_length=100)
    place = models.CharField(max_length=100)
    starts_at = models.DateTimeField()
    convened_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    convened_at = models.DateTimeField()
    closed_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)


class MeetingMember(models.Model):
    """A person who was invited; `present` is None until it was noted."""

    protection = WorkingData(IN_MINUTES)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members")
    user = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    present = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="invited_once", fields=("meeting", "user")),)


class AgendaItem(models.Model):
    """A project on the agenda, with what was resolved on it; `adopted` is None until then."""

    protection = WorkingData(IN_MINUTES)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    in_favour = models.PositiveIntegerField(null=True)
    against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)
    adopted = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_item_a_project", fields=("meeting", "case")),)


class MeetingRecusal(models.Model):
    """A member who keeps out of one project of the agenda, and why."""

    protection = WorkingData(IN_MINUTES)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals")
    user = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(name="recused_once", fields=("item", "user")),)
