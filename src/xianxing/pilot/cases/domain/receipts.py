"""Receipts: an event with its inclusion proof under a signed head, checked without us."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.heads import sign_head
from xianxing.pilot.cases.models import (
    Case,
    Event,
    Publication,
    PublicationReceipt,
    Receipt,
    SignedHead,
)
from xianxing.pilot.cases.store import PUBLICATIONS, DjangoStore
from xianxing.record.heads import read_head
from xianxing.record.log import Record


def issue_receipt(*, case: Case, sequence: int, signed_at: datetime) -> Receipt:
    """The receipt of a recorded act, signed with real time; asked again, the same one.

    Called within the act's own transaction it is there exactly when the act is.
    """
    event = Event.objects.get(case=case, sequence=sequence)
    record = Record(DjangoStore())
    with record.store.writing():
        held = Receipt.objects.filter(event=event).first()
        if held is not None:
            return held
        head = sign_head(at=signed_at)
        text = record.receipt(str(case.pk), sequence, read_head(head.note)[1]).encode()
        return Receipt.objects.create(event=event, text=text, issued_at=head.signed_at)


def give_publication_receipts(*, signed_at: datetime) -> int:
    """A receipt for every publication that has none, under a head signed with real time where none covers it.

    Looking for one takes no lock. Returns how many were given.
    """
    without = Publication.objects.filter(receipt__isnull=True)
    if not without.exists():
        return 0
    record = Record(DjangoStore())
    with record.store.writing():
        waiting = list(without.order_by("place"))
        head = SignedHead.objects.order_by("-pk").first()
        if head is None or any(row.place >= head.size for row in waiting):
            head = sign_head(at=signed_at)
        note = read_head(head.note)[1]
        for row in waiting:
            text = record.receipt(PUBLICATIONS, row.sequence, note).encode()
            PublicationReceipt.objects.create(publication=row, text=text, issued_at=head.signed_at)
    return len(waiting)
