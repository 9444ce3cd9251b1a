"""The record in the site's database: events in the log's order, payloads, heads, witnesses.

The rows are those of `xianxing.record`; triggers make them append-only (migration 0002).
"""

from __future__ import annotations

from django.db import models


class Log(models.Model):
    """The one log: its origin and hash. Its row is also the lock that puts writers in a row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    origin = models.CharField(max_length=200)
    hash = models.CharField(max_length=20)


class Event(models.Model):
    """One event: the public skeleton, and `target_state`, where the case stood after it.

    `procedural` repeats from the payload what the procedure needs to work out the state again (references to
    persons and units, answers, members), so that an erased payload leaves the case readable; it holds no
    text of the parties.
    """

    place = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    step = models.CharField(max_length=80)
    role = models.CharField(max_length=50)
    at = models.DateTimeField()
    target_state = models.CharField(max_length=50)
    version = models.CharField(max_length=80)
    procedural = models.JSONField()
    skeleton = models.BinaryField()
    blind = models.BinaryField()
    hashes = models.BinaryField()
    erases = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("at",), name="events_by_time"),)
        constraints = (
            models.UniqueConstraint(name="one_event_a_sequence", fields=("case", "sequence")),
            models.CheckConstraint(
                name="an_erasure_names_an_earlier_event",
                condition=models.Q(erases__isnull=True) | models.Q(erases__lt=models.F("sequence")),
            ),
        )


class Payload(models.Model):
    """What an event commits to, outside the chain; removed only after a recorded erasure."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.BinaryField()
    body = models.BinaryField()


class SignedHead(models.Model):
    """A signed head as published (C2SP checkpoint)."""

    size = models.BigIntegerField()
    note = models.TextField()
    signed_at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness's signature over a published head."""

    head = models.ForeignKey(SignedHead, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    note = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_cosignature_a_witness_and_head", fields=("head", "witness")),
        )


class Receipt(models.Model):
    """What the author of an act takes home: the event, its proof and the head, in one text; never changed."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="receipt")
    text = models.TextField()
    issued_at = models.DateTimeField()


class Publication(models.Model):
    """What the working group made public: a call, an extension of its window, the retirement of a guide.

    An entry of the same log, in a chain of its own that belongs to no case, so that no case can hold it up.
    Its payload stays with it: it is public, and nothing of it is ever erased. `call`, `extension` or `guide`
    is what it speaks of.
    """

    place = models.BigIntegerField(primary_key=True)
    sequence = models.PositiveIntegerField(unique=True)
    step = models.CharField(max_length=80)
    role = models.CharField(max_length=50)
    at = models.DateTimeField()
    call = models.ForeignKey("calls.Call", models.PROTECT, null=True, related_name="publications")
    extension = models.OneToOneField("calls.Extension", models.PROTECT, null=True, related_name="publication")
    guide = models.ForeignKey("calls.PinnedGuide", models.PROTECT, null=True, related_name="publications")
    skeleton = models.BinaryField()
    blind = models.BinaryField()
    hashes = models.BinaryField()
    salt = models.BinaryField()
    body = models.BinaryField()


class PublicationReceipt(models.Model):
    """The proof that a publication stands in the log, for everybody; never changed."""

    publication = models.OneToOneField(Publication, models.PROTECT, primary_key=True, related_name="receipt")
    text = models.TextField()
    issued_at = models.DateTimeField()
