"""A message in a person's inbox, and the letter that announces it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from xianxing.pilot.protection.declarations import WorkingData


class Message(models.Model):
    """Something that a person should know: its kind and references, never the contents of a filing.

    `params` holds ids (of steps, states, units, fields), counts and the names of those who acted; the
    sentence is made when it is read, in the reader's language. `at` is the instant by the site's clock.
    """

    protection = WorkingData("tells of an act and is none")

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


class Waiting(models.Model):
    """How far the sending of a letter is; all times are real time.

    `next_at` is empty until a first attempt; `last_error` names the kind of failure and nothing of a person.
    """

    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class LetterChoice(models.Model):
    """How a person wants letters about messages: each at once, or of a working day one digest."""

    protection = WorkingData("a person's own choice")

    user = models.OneToOneField(
        "parties.User", models.PROTECT, primary_key=True, related_name="letter_choice"
    )
    daily = models.BooleanField(default=False)


class Digest(Waiting):
    """One letter about all that was held for a person's digest by the morning of a day."""

    protection = WorkingData("how far the sending of a letter is")

    recipient = models.ForeignKey("parties.User", models.PROTECT, related_name="digests")
    day = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_digest_a_day", fields=("recipient", "day")),)
        indexes = (
            models.Index(
                fields=("next_at",),
                name="waiting_digests",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )


class Outbox(Waiting):
    """A letter that announces a message, made in the transaction of what it announces.

    One that is `held` isn't sent by itself: it waits for its person's next digest, which then has it.
    """

    protection = WorkingData("how far the sending of a letter is")

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="letter")
    held = models.BooleanField(default=False)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="letters")

    class Meta:
        indexes = (
            models.Index(
                fields=("held",),
                name="held_letters",
                condition=Q(held=True, digest__isnull=True, sent_at__isnull=True),
            ),
            models.Index(
                fields=("next_at",),
                name="waiting_letters",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )


class LinkLetter(Waiting):
    """A letter to an address, with one link: to set a password, to claim, to take up an invitation.

    `sealed` is the link, sealed and bound to kind and address, and empty once the letter was sent or given
    up; `domain.links` alone opens it. `kind` is a key of `kinds.LINKS`.
    """

    protection = WorkingData("how far the sending of a letter is")

    kind = models.CharField(max_length=30)
    to = models.EmailField()
    sealed = models.BinaryField()

    class Meta:
        indexes = (
            models.Index(
                fields=("next_at",),
                name="waiting_links",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )


class ReminderStage(models.TextChoices):
    """When people are reminded of a limit; what is late is told by the event that marks it."""

    BEFORE = "before", "before"
    LAST_DAY = "last_day", "last_day"


class Reminder(models.Model):
    """That those who must act were reminded of a limit, so that nobody is reminded of it twice."""

    protection = WorkingData("that people were reminded")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="reminders")
    state = models.CharField(max_length=50)
    due = models.DateField()
    stage = models.CharField(max_length=10, choices=ReminderStage)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_reminder_of_a_limit", fields=("case", "state", "due", "stage")),
        )


class CalendarAddress(models.Model):
    """The secret address of a person's calendar feed; only its digest is kept."""

    protection = WorkingData("a key; making and revoking it are in the access log")

    user = models.OneToOneField(
        "parties.User", models.PROTECT, primary_key=True, related_name="calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
