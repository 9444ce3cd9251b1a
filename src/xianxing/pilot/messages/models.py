"""A message in a person's inbox, and the letter that announces it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """Something that a person should know: its kind and references, never the contents of a filing.

    `params` holds ids of the procedure (step, state) and counts; the sentence is made when it is read, in the
    reader's language. `at` is the instant by the site's clock.
    """

    recipient = models.ForeignKey("parties.User", models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=30)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="messages")
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("recipient",), name="unread_messages", condition=Q(read_at__isnull=True)),
            models.Index(fields=("recipient", "-at"), name="inbox_order"),
        )


class Outbox(models.Model):
    """A letter to be sent, made in the transaction of what it announces; all its times are real time.

    `next_at` is empty until a first attempt; `last_error` names the kind of failure and nothing of a person.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="letter")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_at",),
                name="waiting_letters",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )
