"""What outsiders ask of the log: heads as published, who cosigned them, whether a receipt holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet, Subquery
from django.db.models.functions import TruncDate

from xianxing.pilot.cases.keys import KeyMissingError, ring
from xianxing.pilot.cases.models import (
    Case,
    Cosignature,
    Log,
    Publication,
    SecrecyStop,
    SignedHead,
)
from xianxing.pilot.cases.models import Event as EventRow
from xianxing.record.events import EventSkeleton
from xianxing.record.heads import Head, read_head
from xianxing.record.merkle import ProofError
from xianxing.record.notes import NoteError, SignedNote
from xianxing.record.receipts import parse_receipt
from xianxing.workdays.clocks import CHINA_TIME


@dataclass(frozen=True)
class PublishedDay:
    """A day on which heads were signed: the last one, and the witnesses who cosigned any head of that day."""

    day: date
    head: SignedHead
    root: str
    witnesses: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptCheck:
    """A receipt that holds: the event it speaks of, its place, and the head it stands under."""

    event: EventSkeleton
    place: int
    head: Head


def published_days(most: int = 60) -> list[PublishedDay]:
    """The latest days with signed heads, newest first, by the day in Asia/Shanghai: three queries.

    Of the cosignatures those of the witnesses who are trusted now.
    """
    dated = SignedHead.objects.annotate(day=TruncDate("signed_at", tzinfo=CHINA_TIME))
    days = list(dated.values("day").annotate(last=Max("pk")).order_by("-day")[:most])
    heads = SignedHead.objects.in_bulk([row["last"] for row in days])
    words = Cosignature.objects.annotate(day=TruncDate("head__signed_at", tzinfo=CHINA_TIME))
    kept = words.filter(day__in=[row["day"] for row in days], witness__in=_trusted()).order_by("witness")
    told: dict[date, list[str]] = {}
    for day, witness in kept.values_list("day", "witness").distinct():
        told.setdefault(day, []).append(witness)
    return [
        PublishedDay(
            row["day"],
            heads[row["last"]],
            heads[row["last"]].note.split("\n", 3)[2],
            tuple(told.get(row["day"], ())),
        )
        for row in days
    ]


def latest_head() -> str | None:
    """The last signed head, with the cosignatures of witnesses who are trusted now below the log's own."""
    head = SignedHead.objects.prefetch_related("cosignatures").order_by("-pk").first()
    if head is None:
        return None
    _said, note = read_head(head.note)
    lines = list(note.signatures)
    trusted = _trusted()
    for cosignature in head.cosignatures.all():
        if cosignature.witness not in trusted:
            continue
        _said, cosigned = read_head(cosignature.note)
        lines += [line for line in cosigned.signatures if line.name == cosignature.witness]
    return SignedNote(note.text, tuple(dict.fromkeys(lines))).encode()


def published_size() -> int:
    """How many entries the last signed head covers; proofs are given up to there."""
    return SignedHead.objects.order_by("-pk").values_list("size", flat=True).first() or 0


def publications(most: int = 200) -> list[Publication]:
    """What the working group published, newest first, with what each speaks of and its receipt: one query."""
    rows = Publication.objects.select_related("call", "extension__call", "guide", "receipt", "sign_off")
    large = ("call__calendar", "guide__files", "extension__call__calendar", "sign_off__text")
    return list(rows.defer(*large).order_by("-place")[:most])


def publication_at(place: int) -> Publication | None:
    """One publication by its place in the log."""
    return Publication.objects.select_related("receipt").filter(pk=place).first()


def check_receipt(text: str) -> ReceiptCheck | None:
    """Check a receipt against the published ring alone, with nothing read from the log; None if it fails."""
    try:
        receipt = parse_receipt(text)
        return ReceiptCheck(receipt.event, receipt.index, receipt.check(ring()))
    except (NoteError, ProofError, ValueError):
        return None


def last_act() -> datetime | None:
    """The instant of the last thing that people did and the log holds: an act in a case, or a publication.

    What time brought bears its own day and isn't counted. One query, by index.
    """
    acts = EventRow.objects.exclude(role="time").order_by("-at").values("at")[:1]
    said = Publication.objects.order_by("-at").values("at")[:1]
    found = Log.objects.filter(pk=1).values_list(Subquery(acts), Subquery(said)).first()
    return max((at for at in found or () if at is not None), default=None)


def last_signed_at() -> datetime | None:
    """When the last head was signed, in real time."""
    return SignedHead.objects.order_by("-pk").values_list("signed_at", flat=True).first()


def recorded_size() -> int:
    """How many entries the log holds, signed over or not: acts and publications."""
    acts = EventRow.objects.order_by("-place").values("place")[:1]
    said = Publication.objects.order_by("-place").values("place")[:1]
    found = Log.objects.filter(pk=1).values_list(Subquery(acts), Subquery(said)).first()
    return max((place + 1 for place in found or () if place is not None), default=0)


def cases_due(today: date) -> int:
    """In how many opened cases, not stopped, time has something to enter by a day, by what was kept."""
    due = Case.objects.filter(sequence__gt=0, reduced__next_day__lte=today)
    return due.exclude(stops__in=SecrecyStop.objects.filter(lifted_at__isnull=True)).count()


def stopped_cases() -> QuerySet[Case]:
    """The cases that are stopped for secrecy: nobody reads or changes what they hold."""
    return Case.objects.filter(pk__in=SecrecyStop.objects.filter(lifted_at__isnull=True).values("case"))


def _trusted() -> frozenset[str]:
    """The names of the witnesses whose word counts; none where the site has no keys yet."""
    try:
        return frozenset(witness.name for witness in ring().witnesses)
    except KeyMissingError:
        return frozenset()
