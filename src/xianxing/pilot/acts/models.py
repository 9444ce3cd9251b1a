"""What this app stores: evidence given with acts, acts that wait for a second person, answers to requests."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, TriggerRule, WorkingData

ANOTHER_CASE = "OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id)"


class Evidence(models.Model):
    """A file that a person brings for an act: a letter, a scan, a proof. It counts once an act names it.

    Until then it is its bringer's alone and belongs to no case. Nobody parses it; it is given out as it came.
    """

    protection = Bound(
        fixed=("file", "name", "brought_by", "brought_at", "seal"),
        later=("case",),
        erasable=("name",),
        case="case",
        rules=(
            TriggerRule("evidence_begins", "INSERT", "NEW.case_id IS NOT NULL", "an act takes evidence"),
            TriggerRule("evidence_stays", "UPDATE", ANOTHER_CASE, "evidence stays in its case"),
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="evidence")
    file = models.ForeignKey("filings.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    brought_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    seal = models.CharField(max_length=64)


class PendingState(models.TextChoices):
    """What became of an act that needs a second person."""

    WAITING = "waiting", _("waiting for the second person")
    CONFIRMED = "confirmed", _("confirmed")
    RETURNED = "returned", _("returned")
    TAKEN_BACK = "taken_back", _("taken back")


class PendingAct(models.Model):
    """An act that a first person entered and that a second one confirms, or returns with a reason.

    Nothing has happened in the case before the confirmation; the event then names both people and everything
    that was entered. `sequence` is where the case stood when it was entered.
    """

    protection = WorkingData(
        "sealed when entered by a key outside the database; the event then holds all of it",
        sealed=("id", "case", "step", "sequence", "entry", "entered_by", "entered_at", "stepped_up_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="pending_acts")
    step = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    entry = models.JSONField()
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    stepped_up_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=PendingState.choices, default=PendingState.WAITING)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_waiting_act_a_step", fields=("case", "step"), condition=Q(state="waiting")
            ),
        )


class AnsweredRequest(models.Model):
    """What a request under an idempotency key was answered, so that the same one again does nothing twice.

    `project` is the case of a token for one project, "" for a person's own token: programs of one person in
    several projects count their keys apart.
    """

    protection = WorkingData("an answer kept for a client that asks again; the act itself is an event")

    user = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    project = models.CharField(max_length=36, blank=True, default="")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_answer_a_key", fields=("user", "project", "key")),)
