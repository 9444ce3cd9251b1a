"""What was given out against the log: heads, cosignatures, receipts of acts and of publications."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from xianxing.pilot.cases import keys
from xianxing.pilot.cases.models import Cosignature, Event, PublicationReceipt, Receipt, SignedHead
from xianxing.pilot.cases.store import PUBLICATIONS
from xianxing.record.heads import read_head
from xianxing.record.log import Record, RecordError
from xianxing.record.notes import NoteError
from xianxing.record.receipts import parse_receipt


def paper_faults(record: Record) -> list[str]:
    """Every head, cosignature and receipt whose row says something else than it proves, with the column."""
    return [*_heads(), *_cosignatures(), *_receipts(record)]


def _heads() -> Iterator[str]:
    for row in SignedHead.objects.order_by("pk").iterator():
        said = read_head(row.note)[0]
        for column, shown, true in (("size", row.size, said.size), ("signed_at", row.signed_at, said.time)):
            if shown != true:
                yield f"cases_signedhead {row.pk}, column {column}: not what the signed head says"


def _cosignatures() -> Iterator[str]:
    known = {witness.name: witness for witness in keys.ring().witnesses}
    heads = {row.pk: read_head(row.note)[0].text for row in SignedHead.objects.all()}
    for row in Cosignature.objects.order_by("pk"):
        where = f"cases_cosignature {row.pk}"
        try:
            said, note = read_head(row.note)
            if said.text != heads.get(row.head_id):
                yield f"{where}, column head: its note is about another head"
            if row.witness not in {signature.name for signature in note.signatures}:
                yield f"{where}, column witness: its note bears no such name"
            if row.witness in known and note.cosigned_at(known[row.witness]) is None:
                yield f"{where}, column note: the witness didn't sign it"
        except NoteError as problem:
            yield f"{where}, column note: {problem}"


def _receipts(record: Record) -> Iterator[str]:
    acts = {place: (str(case), number) for place, case, number in _receipted()}
    for row in Receipt.objects.order_by("pk"):
        if row.event_id not in acts:
            yield f"cases_receipt {row.pk}, column event: there is no such act"
            continue
        yield from _receipt(record, f"cases_receipt {row.pk}", row, *acts[row.event_id])
    for said in PublicationReceipt.objects.select_related("publication").order_by("pk"):
        where = f"cases_publicationreceipt {said.pk}"
        yield from _receipt(record, where, said, PUBLICATIONS, said.publication.sequence)


def _receipted() -> Iterator[tuple[int, UUID, int]]:
    given = Event.objects.filter(pk__in=Receipt.objects.values("event"))
    yield from given.values_list("place", "case", "sequence")


def _receipt(
    record: Record, where: str, row: Receipt | PublicationReceipt, chain: str, sequence: int
) -> Iterator[str]:
    """A receipt is what the log gives for its act under the same head."""
    try:
        note = parse_receipt(row.text).note
        if record.receipt(chain, sequence, note).encode() != row.text:
            yield f"{where}, column text: not the receipt of act {sequence} of {chain}"
        if read_head(note.encode())[0].time != row.issued_at:
            yield f"{where}, column issued_at: not when its head was signed"
    except (NoteError, RecordError, KeyError) as problem:
        yield f"{where}, column text: {problem}"
