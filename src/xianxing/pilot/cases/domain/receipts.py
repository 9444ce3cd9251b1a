"""Receipts: an event with its inclusion proof under a signed head, checked without us."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xianxing.pilot.cases.keys import signing_key
from xianxing.pilot.cases.models import Case, Event, Receipt
from xianxing.pilot.cases.store import DjangoStore
from xianxing.record.log import Record


def issue_receipt(*, case: Case, sequence: int, signed_at: datetime) -> Receipt:
    """The receipt of a recorded act, signed with real time; asked again, the same one.

    Called within the act's own transaction it is there exactly when the act is.
    """
    event = Event.objects.get(case=case, sequence=sequence)
    held = Receipt.objects.filter(event=event).first()
    if held is not None:
        return held
    record = Record(DjangoStore())
    with transaction.atomic(), record.store.writing():
        note = record.sign_head(signing_key(), signed_at)
        text = record.receipt(str(case.pk), sequence, note).encode()
        return Receipt.objects.create(event=event, text=text, issued_at=signed_at)
