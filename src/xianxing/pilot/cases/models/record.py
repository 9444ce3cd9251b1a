"""The record in the site's database: events in the log's order, payloads, heads, witnesses.

The rows are those of `xianxing.record`; triggers make them append-only (migration 0002).
"""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import AppendOnly, TriggerRule

# An event's number follows its case's last one; its place is the next of both tables that share the log.
NEXT_NUMBER = (
    "NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence + 1 = NEW.sequence)"
)
NEXT_PLACE = (
    "NEW.place <> (SELECT COALESCE(max(place), -1) FROM (SELECT max(place) AS place FROM cases_event"
    " UNION ALL SELECT max(place) FROM cases_publication) AS places) + 1"
)
NEXT_PUBLICATION = "NEW.sequence <> COALESCE((SELECT max(sequence) FROM cases_publication), 0) + 1"
STOPPED = (
    "NEW.step NOT IN ('erase', 'erase.whole', 'put_on_record', 'secrecy.stop', 'secrecy.report',"
    " 'secrecy.lift')"
    " AND EXISTS (SELECT 1 FROM cases_secrecystop AS stop"
    " WHERE stop.case_id = NEW.case_id AND stop.lifted_at IS NULL)"
)
UNSEALED = "length(NEW.seal) <> 68"
ERASED = (
    "EXISTS (SELECT 1 FROM cases_event AS erased JOIN cases_event AS erasing"
    " ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence"
    " WHERE erased.place = {row}.event_id)"
)


class Log(models.Model):
    """The one log: its origin and hash. Its row is also the lock that puts writers in a row."""

    protection = AppendOnly(recomputed=("origin", "hash"))

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    origin = models.CharField(max_length=200)
    hash = models.CharField(max_length=20)


class Event(models.Model):
    """One event: the public skeleton, and `target_state`, where the case stood after it.

    `procedural` repeats from the payload what the procedure needs to work out the state again (references to
    persons and units, answers, members), so that an erased payload leaves the case readable; it holds no
    text of the parties. `seal` is empty for an act that was performed before seals were made.
    """

    protection = AppendOnly(
        recomputed=(
            "case",
            "sequence",
            "step",
            "role",
            "at",
            "target_state",
            "version",
            "procedural",
            "skeleton",
            "blind",
            "hashes",
            "erases",
            "seal",
        ),
        rules=(
            TriggerRule("event_next_number", "INSERT", NEXT_NUMBER, "an event has the case's next number"),
            TriggerRule("event_next_place", "INSERT", NEXT_PLACE, "an event has the log's next place"),
            TriggerRule("event_not_stopped", "INSERT", STOPPED, "the case is stopped for secrecy"),
            TriggerRule("event_sealed", "INSERT", UNSEALED, "an act bears a seal"),
        ),
    )

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
    seal = models.BinaryField(default=b"")

    class Meta:
        indexes = (
            models.Index(fields=("at",), name="events_by_time"),
            models.Index(fields=("step", "case"), name="events_by_step"),
        )
        constraints = (
            models.UniqueConstraint(name="one_event_a_sequence", fields=("case", "sequence")),
            models.CheckConstraint(
                name="an_erasure_names_an_earlier_event",
                condition=models.Q(erases__isnull=True) | models.Q(erases__lt=models.F("sequence")),
            ),
        )


class Payload(models.Model):
    """What an event commits to, outside the chain; removed only after a recorded erasure."""

    protection = AppendOnly(
        kept=f"NOT {ERASED.format(row='OLD')}",
        recomputed=("salt", "body"),
        rules=(
            TriggerRule("payload_erased", "INSERT", ERASED.format(row="NEW"), "what was erased stays erased"),
        ),
    )

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.BinaryField()
    body = models.BinaryField()


class SignedHead(models.Model):
    """A signed head as published (C2SP checkpoint)."""

    protection = AppendOnly(recomputed=("size", "note", "signed_at"))

    size = models.BigIntegerField()
    note = models.TextField()
    signed_at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness's signature over a published head."""

    protection = AppendOnly(recomputed=("head", "witness", "note"))

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

    protection = AppendOnly(recomputed=("event", "text", "issued_at"))

    event = models.OneToOneField(Event, models.PROTECT, related_name="receipt")
    text = models.TextField()
    issued_at = models.DateTimeField()


class Publication(models.Model):
    """What the working group made public: a call, an extension of its window, a guide retired, a sign-off.

    An entry of the same log, in a chain of its own that belongs to no case, so that no case can hold it up.
    Its payload stays with it: it is public, and nothing of it is ever erased. `call`, `extension` or `guide`
    is what it speaks of; a sign-off names its publication itself.
    """

    protection = AppendOnly(
        recomputed=(
            "sequence",
            "step",
            "role",
            "at",
            "call",
            "extension",
            "guide",
            "skeleton",
            "blind",
            "hashes",
            "salt",
            "body",
            "seal",
        ),
        rules=(
            TriggerRule("publication_next_place", "INSERT", NEXT_PLACE, "an entry has the next place"),
            TriggerRule(
                "publication_next_number", "INSERT", NEXT_PUBLICATION, "a publication has the next number"
            ),
            TriggerRule("publication_sealed", "INSERT", UNSEALED, "a publication bears a seal"),
        ),
    )

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
    seal = models.BinaryField(default=b"")


class PublicationReceipt(models.Model):
    """The proof that a publication stands in the log, for everybody; never changed."""

    protection = AppendOnly(recomputed=("text", "issued_at"))

    publication = models.OneToOneField(Publication, models.PROTECT, primary_key=True, related_name="receipt")
    text = models.TextField()
    issued_at = models.DateTimeField()
